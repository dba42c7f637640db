import { queryRows, type ReadTx, type Tx } from "@/server/platform/tx";
import type { Flow } from "./core/flow";
import type { WindowRef } from "./counter-store";

const BATCH = 20_000;

/** Takes what came to the counted cost since it was last taken. Under the lock of the counters. */
export async function takeFlows(tx: ReadTx): Promise<Flow[]> {
  const rows = await queryRows<{
    agent: string | null;
    team: string | null;
    taskClass: string | null;
    hour: Date;
    tokens: string;
    picoUsd: string;
  }>(
    tx,
    `with taken as (delete from cost_flow where id in (select id from cost_flow order by id limit ${BATCH}) returning hour, dimension_id, tokens, pico_usd)
     select d.agent, d.team, d.task_class as "taskClass", t.hour, sum(t.tokens)::text as tokens, sum(t.pico_usd)::text as "picoUsd"
     from taken t join cost_dimension d on d.id = t.dimension_id group by 1, 2, 3, 4`,
  );
  return rows.map((row) => ({ ...row, tokens: BigInt(row.tokens), picoUsd: BigInt(row.picoUsd) }));
}

/** Adds to what was spent in a window. */
export const addSpent = (tx: Tx, { budgetId, key, from, to }: WindowRef, amount: bigint, now: Date): Promise<number> =>
  tx.execute(
    `insert into budget_counter as c (budget_id, key, from_at, to_at, spent, updated_at)
     values ($1, $2, $3::timestamptz, $4::timestamptz, $5::numeric, $6::timestamptz)
     on conflict (budget_id, key) do update set spent = c.spent + excluded.spent, updated_at = excluded.updated_at`,
    budgetId,
    key,
    from,
    to,
    amount.toString(),
    now,
  );

/** Sets what was spent in a window that begins to be counted, or moved on. */
export const setSpent = (tx: Tx, { budgetId, key, from, to }: WindowRef, amount: bigint, now: Date): Promise<number> =>
  tx.execute(
    `insert into budget_counter as c (budget_id, key, from_at, to_at, spent, updated_at)
     values ($1, $2, $3::timestamptz, $4::timestamptz, $5::numeric, $6::timestamptz)
     on conflict (budget_id, key) do update set spent = excluded.spent, from_at = excluded.from_at, to_at = excluded.to_at, updated_at = excluded.updated_at`,
    budgetId,
    key,
    from,
    to,
    amount.toString(),
    now,
  );

/** Rolling windows of these budgets that should have moved on by now. */
export async function listBehind(tx: ReadTx, budgetIds: readonly string[], to: Date): Promise<string[]> {
  const rows = await queryRows<{ id: string }>(
    tx,
    `select w.id from unnest($1::text[]) as w (id) left join budget_counter c on c.budget_id = w.id and c.key = 'rolling'
     where c.budget_id is null or c.to_at < $2::timestamptz`,
    [...budgetIds],
    to,
  );
  return rows.map(({ id }) => id);
}

/** Telemetry of a call may come this long after its receipt: until then what it held stays held. */
const LATE_MS = 10_000;

/** Ends the reservations of actions that are over, and those that held for too long. */
export async function endReservations(tx: ReadTx, now: Date): Promise<{ budgetId: string; key: string; amount: bigint }[]> {
  const rows = await queryRows<{ budgetId: string; key: string; amount: string }>(
    tx,
    `with ended as (select r.action_id, r.budget_id from budget_reservation r left join action a on a.id = r.action_id
       where r.expires_at <= $1::timestamptz or a.state in ('denied', 'revoked')
         or (a.state in ('succeeded', 'failed', 'compensated', 'unknown_outcome') and a.updated_at < $2::timestamptz) limit 5000),
     gone as (delete from budget_reservation r using ended e where r.action_id = e.action_id and r.budget_id = e.budget_id returning r.budget_id, r.key, r.amount)
     select budget_id as "budgetId", key, sum(amount)::text as amount from gone group by 1, 2 order by budget_id collate "C", key collate "C"`,
    now,
    new Date(now.getTime() - LATE_MS),
  );
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

export const release = (tx: Tx, budgetId: string, key: string, amount: bigint): Promise<number> =>
  tx.execute(
    "update budget_counter set reserved = greatest(0, reserved - $3::numeric) where budget_id = $1 and key = $2",
    budgetId,
    key,
    amount.toString(),
  );

/** Windows of single runs that a budget refused something in within the last hour. */
export async function listRunWindows(tx: ReadTx, budgetId: string, since: Date): Promise<{ key: string; spent: bigint; extra: bigint }[]> {
  const rows = await queryRows<{ key: string; spent: string; extra: string }>(
    tx,
    `select key, spent::text, extra::text from budget_counter
     where budget_id = $1 and key like 'run:%' and refused > 0 and updated_at >= $2::timestamptz order by key limit 500`,
    budgetId,
    since,
  );
  return rows.map(({ key, spent, extra }) => ({ key, spent: BigInt(spent), extra: BigInt(extra) }));
}
