import { invariant } from "@/server/kernel/result";
import { type PgTx, queryRows, type ReadTx, type Tx } from "@/server/platform/tx";
import type { Flow } from "./core/flow";

/** A window's counter; amounts in the units of counters. */
export type Counter = {
  readonly spent: bigint;
  readonly reserved: bigint;
  readonly extra: bigint;
  readonly refused: number;
  readonly minute: Date | null;
  readonly minuteCalls: number;
};

export const NOTHING: Counter = { spent: 0n, reserved: 0n, extra: 0n, refused: 0, minute: null, minuteCalls: 0 };

export type WindowRef = { readonly budgetId: string; readonly key: string; readonly from: Date | null; readonly to: Date | null };

export type Reading = { readonly version: number; readonly counters: ReadonlyMap<string, Counter>; readonly flows: readonly Flow[] };

export const refOf = (budgetId: string, key: string): string => `${budgetId} ${key}`;

type Row = {
  readonly version: number | null;
  readonly budgetId: string | null;
  readonly key: string | null;
  readonly spent: string | null;
  readonly reserved: string | null;
  readonly extra: string | null;
  readonly refused: number | null;
  /** The running minute of a counter, the hour of a flow. */
  readonly at: Date | null;
  /** The calls of the minute, the dimension of a flow. */
  readonly n: number | null;
};

// One statement, since what moves from the flow into a counter must be seen in exactly one of the two. Nothing is cast
// or joined that needs not be: every proposal reads it. Windows are looked up crosswise; few exist that were not asked for.
const READ = `select v.version, c.budget_id as "budgetId", c.key, c.spent, c.reserved, c.extra, c.refused, c.minute as at, c.minute_calls as n
    from budget_version v left join budget_counter c on c.budget_id = any($1::text[]) and c.key = any($2::text[])
  union all select null, null, null, sum(tokens), sum(pico_usd), null, null, hour, dimension_id from cost_flow group by hour, dimension_id`;

type Dimension = { readonly agent: string | null; readonly team: string | null; readonly taskClass: string | null };

// Dimensions of the cost are never changed nor removed, so a process remembers those that it met.
const dimensions = new Map<number, Dimension>();

async function learnDimensions(tx: ReadTx, ids: readonly number[]): Promise<void> {
  const fresh = ids.filter((id) => !dimensions.has(id));
  if (fresh.length === 0) return;
  const rows = await queryRows<Dimension & { id: number }>(
    tx,
    'select id, agent, team, task_class as "taskClass" from cost_dimension where id = any($1::int[])',
    fresh,
  );
  for (const { id, agent, team, taskClass } of rows) dimensions.set(id, { agent, team, taskClass });
}

const amountOf = (text: string | null): bigint => BigInt(text ?? "0");

async function flowsOf(tx: ReadTx, rows: readonly Row[]): Promise<Flow[]> {
  await learnDimensions(
    tx,
    rows.map(({ n }) => n ?? 0),
  );
  return rows.flatMap(({ n, at, spent, reserved }) => {
    const dimension = dimensions.get(n ?? 0);
    invariant(dimension !== undefined && at !== null, `a cost came under the dimension ${n}, which is not there`);
    return { ...dimension, hour: at, tokens: amountOf(spent), picoUsd: amountOf(reserved) };
  });
}

const counterOf = ({ spent, reserved, extra, refused, at, n }: Row): Counter => ({
  spent: amountOf(spent),
  reserved: amountOf(reserved),
  extra: amountOf(extra),
  refused: refused ?? 0,
  minute: at,
  minuteCalls: n ?? 0,
});

/** Counters of some windows with what is on its way to them, as of one moment, and the version of the budgets. */
export async function readCounters(tx: ReadTx, refs: readonly Pick<WindowRef, "budgetId" | "key">[]): Promise<Reading> {
  if (refs.length === 0) {
    const [row] = await queryRows<{ version: number }>(tx, "select version from budget_version");
    return { version: row?.version ?? 0, counters: new Map(), flows: [] };
  }
  const rows = await queryRows<Row>(
    tx,
    READ,
    refs.map(({ budgetId }) => budgetId),
    [...new Set(refs.map(({ key }) => key))],
  );
  const counters = new Map<string, Counter>();
  const flows: Row[] = [];
  let version = 0;
  for (const row of rows) {
    if (row.version === null) flows.push(row);
    else version = row.version;
    if (row.budgetId !== null && row.key !== null) counters.set(refOf(row.budgetId, row.key), counterOf(row));
  }
  return { version, counters, flows: flows.length === 0 ? [] : await flowsOf(tx, flows) };
}

export type Hold = WindowRef & {
  /** Counted at once. */
  readonly spent: bigint;
  /** Held until it is known what was used. */
  readonly reserved: bigint;
  /** What counts besides, and is not in the counter. */
  readonly besides: bigint;
  readonly limit: bigint;
  /** Of the limit with its extensions: the most that counter and `besides` may come to. Null is no bound. */
  readonly capPercent: number | null;
  /** Of how many calls of the running minute it is one; null where calls are not slowed. */
  readonly perMinute: number | null;
};

// Rows are taken in the order in which they are sent, so that calls never wait for each other in a ring.
const place = "array_position($1::text[], excluded.budget_id)";
const TAKE = `insert into budget_counter as c (budget_id, key, from_at, to_at, spent, reserved, minute, minute_calls, updated_at)
  select h.budget_id, h.key, h.from_at, h.to_at, h.spent, h.reserved, case when h.per_minute is not null then $11::timestamptz end,
    case when h.per_minute is null then 0 else 1 end, $12::timestamptz
  from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::numeric[], $6::numeric[], $10::int[])
    with ordinality as h (budget_id, key, from_at, to_at, spent, reserved, per_minute, n) order by h.n
  on conflict (budget_id, key) do update set spent = c.spent + excluded.spent, reserved = c.reserved + excluded.reserved, updated_at = excluded.updated_at,
    minute = coalesce(excluded.minute, c.minute),
    minute_calls = case when excluded.minute is null then c.minute_calls when c.minute = excluded.minute then c.minute_calls + 1 else 1 end
  where coalesce((c.spent + c.reserved + excluded.spent + excluded.reserved + ($7::numeric[])[${place}]) * 100
      <= (($8::numeric[])[${place}] + c.extra) * ($9::int[])[${place}], true)
    and (excluded.minute is null or c.minute is distinct from excluded.minute or c.minute_calls < ($10::int[])[${place}])`;
const TAKE_SOME = `${TAKE} returning budget_id as "budgetId"`;
const TAKE_ALL = `with taken as (${TAKE} returning 1) select 1 / (count(*) = $13::int)::int from taken`;
const DIVIDED_BY_ZERO = "22012";

const valuesOf = (holds: readonly Hold[], minute: Date, now: Date): readonly unknown[] => [
  holds.map(({ budgetId }) => budgetId),
  holds.map(({ key }) => key),
  holds.map(({ from }) => from?.toISOString() ?? null),
  holds.map(({ to }) => to?.toISOString() ?? null),
  holds.map(({ spent }) => spent.toString()),
  holds.map(({ reserved }) => reserved.toString()),
  holds.map(({ besides }) => besides.toString()),
  holds.map(({ limit }) => limit.toString()),
  holds.map(({ capPercent }) => capPercent),
  holds.map(({ perMinute }) => perMinute),
  minute,
  now,
];

/** Takes from windows of different budgets what a call needs, whatever was read before; answers the budgets that still had it. */
export async function takeHolds(tx: PgTx, holds: readonly Hold[], minute: Date, now: Date): Promise<ReadonlySet<string>> {
  const rows = await tx.rows<{ budgetId: string }>(TAKE_SOME, ...valuesOf(holds, minute, now));
  return new Set(rows.map(({ budgetId }) => budgetId));
}

/** The same where all or nothing is taken: the transaction fails when one of them no longer has it (`isGone`). */
export const takeAllHolds = (tx: Tx, holds: readonly Hold[], minute: Date, now: Date): Promise<number> =>
  tx.execute(TAKE_ALL, ...valuesOf(holds, minute, now), holds.length);

/** Whether a transaction failed because `takeAllHolds` found too little. Nothing else in it divides. */
export const isGone = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === DIVIDED_BY_ZERO;

/** Gives back what `takeHolds` took, in the same transaction. */
export const giveBack = (tx: Tx, holds: readonly Hold[]): Promise<number> =>
  tx.execute(
    `update budget_counter c set spent = c.spent - h.spent, reserved = c.reserved - h.reserved, minute_calls = c.minute_calls - (h.per_minute is not null)::int
     from unnest($1::text[], $2::text[], $3::numeric[], $4::numeric[], $5::int[]) as h (budget_id, key, spent, reserved, per_minute)
     where c.budget_id = h.budget_id and c.key = h.key`,
    holds.map(({ budgetId }) => budgetId),
    holds.map(({ key }) => key),
    holds.map(({ spent }) => spent.toString()),
    holds.map(({ reserved }) => reserved.toString()),
    holds.map(({ perMinute }) => perMinute),
  );

export type NewReservation = {
  readonly actionId: string;
  readonly agentName: string;
  readonly expiresAt: Date;
  readonly holds: readonly Hold[];
};

/** Writes down what an action holds, so that it is given back whatever becomes of the one who asked. */
export const insertReservations = (tx: Tx, { actionId, agentName, expiresAt, holds }: NewReservation, now: Date): Promise<number> =>
  tx.execute(
    `insert into budget_reservation (action_id, budget_id, key, agent_name, amount, at, expires_at)
     select $1, b, k, $2, n, $3::timestamptz, $4::timestamptz from unnest($5::text[], $6::text[], $7::numeric[]) as h (b, k, n)`,
    actionId,
    agentName,
    now,
    expiresAt,
    holds.map(({ budgetId }) => budgetId),
    holds.map(({ key }) => key),
    holds.map(({ reserved }) => reserved.toString()),
  );

type Refusal = WindowRef & { readonly agentName: string; readonly observed: bigint | null };

/** Counts a call that a budget refused. `observed`: what a run took, where no counter holds it. */
export const countRefusal = (tx: Tx, { budgetId, key, from, to, agentName, observed }: Refusal, now: Date): Promise<number> =>
  tx.execute(
    `insert into budget_counter as c (budget_id, key, from_at, to_at, spent, refused, refused_agents, updated_at)
     values ($1, $2, $3::timestamptz, $4::timestamptz, coalesce($6::numeric, 0), 1, array[$5::text], $7::timestamptz)
     on conflict (budget_id, key) do update set refused = c.refused + 1, updated_at = excluded.updated_at, spent = coalesce($6::numeric, c.spent),
       refused_agents = case when c.refused_agents @> excluded.refused_agents or cardinality(c.refused_agents) >= 50 then c.refused_agents else c.refused_agents || excluded.refused_agents end`,
    budgetId,
    key,
    from,
    to,
    agentName,
    observed?.toString() ?? null,
    now,
  );
