import { prisma } from "@/server/platform/db";
import type { ApprovalState } from "./core/transitions";
import type { Statement } from "./queue-sql";

/** Longer arguments are not compared: they would have to be read whole for a few cells of a table. */
const MAX_ARGS = 16_384;

export type Span = { readonly agentName: string | null; readonly toolName: string; readonly since: Date; readonly until: Date };

const SPAN = `p.tool_name = $1 and p.decided_at is not null and p.decided_at >= $2::timestamptz and p.decided_at <= $3::timestamptz and p.id <> $4`;
const within = ({ agentName }: Span): string => (agentName === null ? SPAN : `${SPAN} and p.agent_name = $5`);
const valuesOf = ({ agentName, toolName, since, until }: Span, except: string): unknown[] => [
  ...[toolName, since, until, except],
  ...(agentName === null ? [] : [agentName]),
];

export type StateCount = {
  readonly state: ApprovalState;
  readonly count: number;
  readonly stated: number;
  readonly highest: string | null;
};

export const countStatement = (span: Span, except: string): Statement => ({
  sql: `select p.state, count(*)::int as count, count(p.amount_micro_usd)::int as stated, max(p.amount_micro_usd)::text as highest
    from approval p where ${within(span)} group by p.state`,
  values: valuesOf(span, except),
});

export type PastRow = {
  readonly id: string;
  readonly title: string;
  readonly agentName: string;
  readonly toolName: string;
  readonly state: ApprovalState;
  readonly decidedAt: Date;
  readonly decidedById: string | null;
  readonly amountMicroUsd: string | null;
  readonly resource: string | null;
  readonly args: string;
  readonly evaluation: unknown;
  readonly actionState: string;
  readonly cause: string;
};

export const pastStatement = (span: Span, except: string, limit: number): Statement => {
  const values = valuesOf(span, except);
  return {
    sql: `select p.id, p.title, p.agent_name as "agentName", p.tool_name as "toolName", p.state, p.decided_at as "decidedAt",
      p.decided_by_id as "decidedById", p.amount_micro_usd::text as "amountMicroUsd", a.resource, a.evaluation, a.state as "actionState", a.cause,
      case when octet_length(a.args) <= ${MAX_ARGS} then a.args else '{}' end as args
      from approval p join action a on a.id = p.action_id where ${within(span)}
      order by p.decided_at desc limit $${values.push(limit)}::int`,
    values,
  };
};

const run = <R>({ sql, values }: Statement): Promise<R[]> => prisma().$queryRawUnsafe<R[]>(sql, ...values);

/** How many requests of this span were decided, by how they ended. */
export const countDecided = (span: Span, except: string): Promise<StateCount[]> => run(countStatement(span, except));

/** The newest of them, with what their actions were. */
export const listDecided = (span: Span, except: string, limit: number): Promise<PastRow[]> => run(pastStatement(span, except, limit));
