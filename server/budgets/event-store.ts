import { newId } from "@/server/platform/new-id";
import { queryRows, type ReadTx, type Tx } from "@/server/platform/tx";
import type { Act } from "./core/terms";

export type EventKind = "created" | "edited" | "retired" | "reached" | "extension_asked" | "extended";

/** Amounts are in the units of counters. */
export type NewEvent = {
  readonly budgetId: string;
  readonly kind: EventKind;
  readonly byId?: string | null;
  readonly key?: string | null;
  readonly percent?: number | null;
  readonly act?: Act | null;
  readonly limit?: bigint | null;
  readonly spent?: bigint | null;
  readonly amount?: bigint | null;
  readonly reason?: string | null;
};

/** Writes down what happened; null where it is on record already: a threshold is reached once for each window and limit. */
export async function insertEvent(tx: Tx, event: NewEvent, at: Date): Promise<string | null> {
  const id = newId("budgetEvent");
  const count = await tx.execute(
    `insert into budget_event (id, budget_id, kind, at, by_id, key, percent, act, limit_amount, spent, amount, reason)
     values ($1, $2, $3, $4::timestamptz, $5, $6, $7::int, $8, $9::numeric, $10::numeric, $11::numeric, $12) on conflict do nothing`,
    id,
    event.budgetId,
    event.kind,
    at,
    event.byId ?? null,
    event.key ?? null,
    event.percent ?? null,
    event.act ?? null,
    event.limit?.toString() ?? null,
    event.spent?.toString() ?? null,
    event.amount?.toString() ?? null,
    event.reason ?? null,
  );
  return count === 1 ? id : null;
}

export type EventRow = {
  readonly id: string;
  readonly budgetId: string;
  readonly kind: EventKind;
  readonly at: Date;
  readonly byId: string | null;
  readonly percent: number | null;
  readonly act: Act | null;
  readonly limit: string | null;
  readonly spent: string | null;
  readonly amount: string | null;
  readonly reason: string | null;
};

const COLUMNS = `e.id, e.budget_id as "budgetId", e.kind, e.at, e.by_id as "byId", e.percent, e.act, e.limit_amount::text as "limit",
  e.spent::text as spent, e.amount::text as amount, e.reason`;

export const listEvents = (tx: ReadTx, budgetId: string, limit: number): Promise<EventRow[]> =>
  queryRows<EventRow>(
    tx,
    `select ${COLUMNS} from budget_event e where e.budget_id = $1 order by e.at desc, e.id desc limit $2::int`,
    budgetId,
    limit,
  );

export type CutOffRow = EventRow & {
  readonly windowTo: Date | null;
  readonly refused: number;
  readonly agents: string[];
  /** What came after it and let calls pass again. */
  readonly nextKind: "extended" | "edited" | "retired" | null;
  readonly nextAt: Date | null;
};

/** Windows in which a budget cut off, the newest first; of one budget, or of all. */
export const listCutOffs = (tx: ReadTx, budgetId: string | null, limit: number): Promise<CutOffRow[]> =>
  queryRows<CutOffRow>(
    tx,
    `select ${COLUMNS}, c.to_at as "windowTo", coalesce(c.refused, 0) as refused, coalesce(c.refused_agents, '{}') as agents, n.kind as "nextKind", n.at as "nextAt"
     from budget_event e left join budget_counter c on c.budget_id = e.budget_id and c.key = e.key
     left join lateral (select kind, at from budget_event n where n.budget_id = e.budget_id and n.at > e.at
       and (n.kind in ('edited', 'retired') or n.kind = 'extended' and n.key = e.key) order by n.at limit 1) n on true
     where e.kind = 'reached' and e.act = 'cut_off' and ($1::text is null or e.budget_id = $1) order by e.at desc, e.id desc limit $2::int`,
    budgetId,
    limit,
  );

/** Of every budget, the newest time it cut off. */
export const listLastCutOffs = (tx: ReadTx): Promise<CutOffRow[]> =>
  queryRows<CutOffRow>(
    tx,
    `select distinct on (e.budget_id) ${COLUMNS}, c.to_at as "windowTo", coalesce(c.refused, 0) as refused, coalesce(c.refused_agents, '{}') as agents,
       n.kind as "nextKind", n.at as "nextAt"
     from budget_event e left join budget_counter c on c.budget_id = e.budget_id and c.key = e.key
     left join lateral (select kind, at from budget_event n where n.budget_id = e.budget_id and n.at > e.at
       and (n.kind in ('edited', 'retired') or n.kind = 'extended' and n.key = e.key) order by n.at limit 1) n on true
     where e.kind = 'reached' and e.act = 'cut_off' order by e.budget_id, e.at desc`,
  );

export type NewExtension = {
  readonly actionId: string;
  readonly budgetId: string;
  readonly key: string;
  readonly amount: bigint;
  readonly askedById: string;
  readonly approvalId: string;
};

export const insertExtension = (tx: Tx, extension: NewExtension, now: Date): Promise<number> =>
  tx.execute(
    `insert into budget_extension (action_id, budget_id, key, amount, asked_by_id, asked_at, approval_id)
     values ($1, $2, $3, $4::numeric, $5, $6::timestamptz, $7)`,
    extension.actionId,
    extension.budgetId,
    extension.key,
    extension.amount.toString(),
    extension.askedById,
    now,
    extension.approvalId,
  );

export type PendingRow = { readonly budgetId: string; readonly amount: string; readonly approvalId: string; readonly askedAt: Date };

/** Extensions that wait for people. */
export const listPending = (tx: ReadTx): Promise<PendingRow[]> =>
  queryRows<PendingRow>(
    tx,
    `select distinct on (x.budget_id) x.budget_id as "budgetId", x.amount::text as amount, x.approval_id as "approvalId", x.asked_at as "askedAt"
     from budget_extension x join action a on a.id = x.action_id and a.state = 'awaiting' order by x.budget_id, x.asked_at desc`,
  );

/** asked → applied, once; null when the action is of no extension, or it was applied before. */
export async function applyExtension(
  tx: ReadTx,
  actionId: string,
  now: Date,
): Promise<{ budgetId: string; key: string; amount: bigint } | null> {
  const [row] = await queryRows<{ budgetId: string; key: string; amount: string }>(
    tx,
    `update budget_extension set applied_at = $2::timestamptz where action_id = $1 and applied_at is null
     returning budget_id as "budgetId", key, amount::text as amount`,
    actionId,
    now,
  );
  return row === undefined ? null : { ...row, amount: BigInt(row.amount) };
}

export const addExtra = (
  tx: Tx,
  { budgetId, key, amount }: { budgetId: string; key: string; amount: bigint },
  now: Date,
): Promise<number> =>
  tx.execute(
    `insert into budget_counter as c (budget_id, key, extra, updated_at) values ($1, $2, $3::numeric, $4::timestamptz)
     on conflict (budget_id, key) do update set extra = c.extra + excluded.extra, updated_at = excluded.updated_at`,
    budgetId,
    key,
    amount.toString(),
    now,
  );

/** Agents for whose calls a budget holds something ahead of time: those that say what a call may cost. */
export async function listDeclaring(tx: ReadTx): Promise<string[]> {
  const rows = await queryRows<{ name: string }>(tx, "select distinct agent_name as name from budget_reservation");
  return rows.map(({ name }) => name);
}
