import { prisma } from "@/server/platform/db";
import { queryRows, type ReadTx, type Tx } from "@/server/platform/tx";
import { toKept } from "./core/judge";
import type { Measure, ScopeKind, Threshold, Window } from "./core/terms";
import { scopeWords } from "./core/words";

/** A budget as it is kept. `limit` is in the unit that people read, `kept` in that of the counters. */
export type KeptBudget = {
  readonly id: string;
  readonly scope: { readonly kind: ScopeKind; readonly id: string | null };
  readonly teamName: string | null;
  readonly isTeamGone: boolean;
  readonly name: string;
  readonly measure: Measure;
  readonly limit: bigint;
  readonly kept: bigint;
  readonly window: Window;
  readonly thresholds: readonly Threshold[];
  readonly state: "active" | "retired";
  readonly revision: number;
  readonly createdAt: Date;
};

type Row = {
  readonly id: string;
  readonly scopeKind: ScopeKind;
  readonly scopeId: string;
  readonly teamName: string | null;
  readonly isTeamGone: boolean;
  readonly measure: Measure;
  readonly limit: string;
  readonly window: Window;
  readonly thresholds: Threshold[];
  readonly state: "active" | "retired";
  readonly revision: number;
  readonly createdAt: Date;
};

const SELECT = `select b.id, b.scope_kind as "scopeKind", b.scope_id as "scopeId", t.name as "teamName",
    (b.scope_kind = 'team' and (t.id is null or t.archived_at is not null)) as "isTeamGone", b.measure, b.limit_amount::text as "limit",
    b.counted_in as "window", b.thresholds, b.state, b.revision, b.created_at as "createdAt"
  from budget b left join team t on b.scope_kind = 'team' and t.id = b.scope_id`;

function toBudget({ scopeKind, scopeId, limit, ...row }: Row): KeptBudget {
  const scope = { kind: scopeKind, id: scopeId === "" ? null : scopeId };
  const amount = BigInt(limit);
  return { ...row, scope, limit: amount, kept: toKept(row.measure, amount), name: scopeWords(scope, row.teamName) };
}

/** Budgets of a state, the widest scope first. */
export async function listBudgets(tx: ReadTx, state: "active" | "retired"): Promise<KeptBudget[]> {
  const rows = await queryRows<Row>(
    tx,
    `${SELECT} where b.state = $1
     order by array_position(array['organisation', 'team', 'agent', 'task_class', 'run'], b.scope_kind), coalesce(t.name, b.scope_id), b.id`,
    state,
  );
  return rows.map(toBudget);
}

export async function findBudget(tx: ReadTx, id: string): Promise<KeptBudget | null> {
  const [row] = await queryRows<Row>(tx, `${SELECT} where b.id = $1`, id);
  return row === undefined ? null : toBudget(row);
}

/** The number that grows with every change of a budget. */
export async function readVersion(tx: ReadTx): Promise<number> {
  const [row] = await queryRows<{ version: number }>(tx, "select version from budget_version where id = 1");
  return row?.version ?? 0;
}

const grow = (tx: Tx) => tx.execute("update budget_version set version = version + 1 where id = 1");

export type NewBudget = {
  readonly id: string;
  readonly scope: KeptBudget["scope"];
  readonly measure: Measure;
  readonly limit: bigint;
  readonly window: Window;
  readonly thresholds: readonly Threshold[];
  readonly createdById: string | null;
};

/** Keeps a new budget; false when an active one of the same scope, measure and window is there. */
export async function insertBudget(tx: Tx, budget: NewBudget, now: Date): Promise<boolean> {
  const count = await tx.execute(
    `insert into budget (id, scope_kind, scope_id, measure, limit_amount, counted_in, thresholds, state, created_at, created_by_id, updated_at)
     values ($1, $2, $3, $4, $5::bigint, $6::jsonb, $7::jsonb, 'active', $8::timestamptz, $9, $8::timestamptz) on conflict do nothing`,
    budget.id,
    budget.scope.kind,
    budget.scope.id ?? "",
    budget.measure,
    budget.limit.toString(),
    JSON.stringify(budget.window),
    JSON.stringify(budget.thresholds),
    now,
    budget.createdById,
  );
  await grow(tx);
  return count === 1;
}

export type Edited = Pick<NewBudget, "limit" | "window" | "thresholds"> & { readonly id: string; readonly revision: number };

/** Changes the terms of an active budget that is still as the editor saw it. */
export async function updateBudget(tx: Tx, { id, revision, limit, window, thresholds }: Edited, now: Date): Promise<boolean> {
  const count = await tx.execute(
    `update budget set limit_amount = $3::bigint, counted_in = $4::jsonb, thresholds = $5::jsonb, revision = revision + 1, updated_at = $6::timestamptz
     where id = $1 and revision = $2::int and state = 'active'`,
    id,
    revision,
    limit.toString(),
    JSON.stringify(window),
    JSON.stringify(thresholds),
    now,
  );
  await grow(tx);
  return count === 1;
}

/** active → retired, as the editor saw it. */
export async function retireBudget(tx: Tx, id: string, revision: number, now: Date): Promise<boolean> {
  const count = await tx.execute(
    "update budget set state = 'retired', revision = revision + 1, updated_at = $3::timestamptz where id = $1 and revision = $2::int and state = 'active'",
    id,
    revision,
    now,
  );
  await grow(tx);
  return count === 1;
}

/** Whoever changes a budget, or moves what was counted into counters, does it alone. */
export const holdCounters = (tx: Tx): Promise<number> => tx.execute("select pg_advisory_xact_lock(hashtext('reeve.budget_counters'))");

/** The same, unless another holds it already. */
export async function tryHoldCounters(tx: ReadTx): Promise<boolean> {
  const [row] = await queryRows<{ held: boolean }>(tx, "select pg_try_advisory_xact_lock(hashtext('reeve.budget_counters')) as held");
  return row?.held === true;
}

/** The task classes that were ever counted or asked for, for the form. */
export async function listTaskClasses(): Promise<string[]> {
  const rows = await prisma().$queryRaw<{ name: string }[]>`
    select distinct task_class as name from cost_dimension where task_class is not null order by 1 limit 500`;
  return rows.map(({ name }) => name);
}

export async function listTeamNames(): Promise<{ id: string; name: string }[]> {
  return prisma().team.findMany({ where: { archivedAt: null }, select: { id: true, name: true }, orderBy: { name: "asc" } });
}

/** Agents by name, those that are not retired, and the owner of each. */
export const listAgentOwners = (): Promise<{ name: string; ownerId: string | null }[]> =>
  prisma().agent.findMany({ where: { state: { not: "retired" } }, select: { name: true, ownerId: true }, orderBy: { name: "asc" } });
