import { prisma } from "@/server/platform/db";
import type { StoredAction } from "./core/action";

type Veiled = Pick<StoredAction, "toolName" | "resource" | "args" | "evaluation">;
export type RanOn = Veiled & Pick<StoredAction, "id" | "agentName" | "state" | "receipt" | "receivedAt">;
type Statement = { readonly sql: string; readonly values: readonly unknown[] };

// The state and class stand as in the partial indexes.
export const lastOnStatement = (resource: string, except: string, before: Date): Statement => ({
  sql: `select id, agent_name as "agentName", tool_name as "toolName", resource, args, evaluation, state, receipt, received_at as "receivedAt"
    from action where md5(resource) = md5($1) and resource = $1 and consumed_at is not null and side_effect <> 'read' and id <> $2
      and consumed_at <= $3::timestamptz
    order by consumed_at desc limit 1`,
  values: [resource, except, before],
});

export const ranStatement = (agentName: string, span: { readonly since: Date; readonly before: Date }, limit: number): Statement => ({
  sql: `select tool_name as "toolName", resource, args, evaluation from (
      select tool_name, resource, args, evaluation from action
      where agent_name = $1 and consumed_at is not null and consumed_at >= $2::timestamptz and consumed_at <= $3::timestamptz
      order by consumed_at desc limit $4::int) newest
    where octet_length(args) <= 16384`,
  values: [agentName, span.since, span.before, limit],
});

const run = <R>({ sql, values }: Statement): Promise<R[]> => prisma().$queryRawUnsafe<R[]>(sql, ...values);

/** The last call that ran on a resource and may have changed it, before a moment. */
export const findLastOn = async (resource: string, except: string, before: Date): Promise<RanOn | null> =>
  (await run<RanOn>(lastOnStatement(resource, except, before)))[0] ?? null;

/** The newest calls of an agent that ran, without those of very long arguments. */
export const listRan = (agentName: string, span: { readonly since: Date; readonly before: Date }, limit: number): Promise<Veiled[]> =>
  run(ranStatement(agentName, span, limit));
