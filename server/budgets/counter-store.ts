import { queryRows, type ReadTx, type Tx } from "@/server/platform/tx";
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
  kind: string;
  a: string | null;
  b: string | null;
  c: string | null;
  d: string | null;
  e: string | null;
  f: string | null;
  g: string | null;
};

// One statement, since what moves from the flow into a counter must be seen in exactly one of the two.
const READ = `select 'version' as kind, version::text as a, null as b, null as c, null as d, null as e, null as f, null as g from budget_version
  union all select 'counter', budget_id || ' ' || key, spent::text, reserved::text, extra::text, refused::text, (extract(epoch from minute) * 1000)::bigint::text, minute_calls::text
    from budget_counter where (budget_id, key) in (select * from unnest($1::text[], $2::text[]))
  union all select 'flow', d.agent, d.team, d.task_class, (extract(epoch from f.hour) * 1000)::bigint::text, sum(f.tokens)::text, sum(f.pico_usd)::text, null
    from cost_flow f join cost_dimension d on d.id = f.dimension_id group by 2, 3, 4, 5`;

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
    refs.map(({ key }) => key),
  );
  const amount = (text: string | null) => BigInt(text ?? "0");
  const counters = new Map<string, Counter>();
  const flows: Flow[] = [];
  let version = 0;
  for (const { kind, a, b, c, d, e, f, g } of rows) {
    if (kind === "version") version = Number(a);
    else if (kind === "flow")
      flows.push({ agent: a, team: b, taskClass: c, hour: new Date(Number(d)), tokens: amount(e), picoUsd: amount(f) });
    else {
      const minute = f === null ? null : new Date(Number(f));
      counters.set(a ?? "", {
        spent: amount(b),
        reserved: amount(c),
        extra: amount(d),
        refused: Number(e),
        minute,
        minuteCalls: Number(g),
      });
    }
  }
  return { version, counters, flows };
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
};

/** Takes from a window what a call needs; false when that is no longer there, whatever was read before. */
export async function takeHold(tx: Tx, hold: Hold, now: Date): Promise<boolean> {
  const count = await tx.execute(
    `insert into budget_counter as c (budget_id, key, from_at, to_at, spent, reserved, updated_at)
     values ($1, $2, $3::timestamptz, $4::timestamptz, $5::numeric, $6::numeric, $7::timestamptz)
     on conflict (budget_id, key) do update set spent = c.spent + excluded.spent, reserved = c.reserved + excluded.reserved, updated_at = excluded.updated_at
     where $8::int is null or (c.spent + c.reserved + excluded.spent + excluded.reserved + $9::numeric) * 100 <= ($10::numeric + c.extra) * $8::int`,
    hold.budgetId,
    hold.key,
    hold.from,
    hold.to,
    hold.spent.toString(),
    hold.reserved.toString(),
    now,
    hold.capPercent,
    hold.besides.toString(),
    hold.limit.toString(),
  );
  return count === 1;
}

/** Gives back what `takeHold` took, in the same transaction. */
export const giveBack = (tx: Tx, { budgetId, key, spent, reserved }: Hold): Promise<number> =>
  tx.execute(
    "update budget_counter set spent = spent - $3::numeric, reserved = reserved - $4::numeric where budget_id = $1 and key = $2",
    budgetId,
    key,
    spent.toString(),
    reserved.toString(),
  );

/** Takes one of the calls that a slowed window still lets through in a minute; false when they are gone. */
export async function takeMinute(
  tx: Tx,
  { budgetId, key, from, to }: WindowRef,
  minute: Date,
  perMinute: number,
  now: Date,
): Promise<boolean> {
  const count = await tx.execute(
    `insert into budget_counter as c (budget_id, key, from_at, to_at, minute, minute_calls, updated_at)
     values ($1, $2, $3::timestamptz, $4::timestamptz, $5::timestamptz, 1, $7::timestamptz)
     on conflict (budget_id, key) do update set minute = excluded.minute, updated_at = excluded.updated_at,
       minute_calls = case when c.minute = excluded.minute then c.minute_calls + 1 else 1 end
     where c.minute is distinct from excluded.minute or c.minute_calls < $6::int`,
    budgetId,
    key,
    from,
    to,
    minute,
    perMinute,
    now,
  );
  return count === 1;
}

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
