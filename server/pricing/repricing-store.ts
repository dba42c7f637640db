import type { PgTx, PrismaTx } from "@/server/platform/tx";
import type { Cuts } from "./core/cuts";

/** Has the steps that were priced before a version looked at again, from a moment on. */
export const insertRepricing = (tx: PrismaTx, version: number, startsAt: Date | null, now: Date) =>
  tx.prisma.repricing.create({ data: { version, at: now, startsAt, state: "waiting" } });

/** How far a repricing is: all steps up to this one, by start, trace and span. */
export type Reached = { readonly at: string; readonly traceId: string; readonly spanId: string };

export type Repricing = {
  readonly version: number;
  readonly startsAt: Date | null;
  readonly state: string;
  readonly reached: Reached | null;
};

type Row = Omit<Repricing, "reached"> & { readonly at: string | null; readonly traceId: string; readonly spanId: string };

const COLUMNS = `version, starts_at as "startsAt", state, to_json(reached_at)#>>'{}' as at, reached_trace_id as "traceId", reached_span_id as "spanId"`;

const toRepricing = ({ version, startsAt, state, at, traceId, spanId }: Row): Repricing => ({
  version,
  startsAt,
  state,
  reached: at === null ? null : { at, traceId, spanId },
});

/**
 * Takes the newest open repricing for the length of a transaction; older ones that wait are joined to it, since it prices
 * by the newest table. Null when there is none, or another worker has it.
 */
export async function takeRepricing(tx: PgTx, before: Date): Promise<Repricing | null> {
  const open = await tx.rows<Row>(
    `select ${COLUMNS} from repricing where state in ('waiting', 'running') and at <= $1::timestamptz order by version desc for update skip locked`,
    before,
  );
  const [newest, ...older] = open;
  if (newest === undefined) return null;
  if (older.length === 0) return toRepricing(newest);
  await tx.execute(
    "update repricing set state = 'joined', ended_at = $2::timestamptz where version = any($1::int[])",
    older.map(({ version }) => version),
    before,
  );
  const isFromEver = open.some(({ startsAt }) => startsAt === null);
  const startsAt = isFromEver ? null : new Date(Math.min(...open.map((one) => one.startsAt?.getTime() ?? 0)));
  await tx.execute(
    `update repricing set starts_at = $2::timestamptz, day = null, last_trace_id = '', last_span_id = '', reached_at = null, reached_trace_id = '', reached_span_id = ''
     where version = $1`,
    newest.version,
    startsAt,
  );
  return { ...toRepricing(newest), startsAt, reached: null };
}

export const beginRepricing = (tx: PgTx, version: number, stepsInAll: number): Promise<number> =>
  tx.execute("update repricing set state = 'running', steps_in_all = $2 where version = $1 and state = 'waiting'", version, stepsInAll);

type Progress = { readonly reached: Reached; readonly seen: number; readonly changed: number; readonly differencePicoUsd: string };

/** Notes how far it is. An earlier Reeve that takes over begins with the day again, where it finds done what is done. */
export const noteProgress = (tx: PgTx, version: number, { reached, seen, changed, differencePicoUsd }: Progress): Promise<number> =>
  tx.execute(
    `update repricing set reached_at = $2::timestamptz, reached_trace_id = $3, reached_span_id = $4, day = ($2::timestamptz at time zone 'UTC')::date,
       last_trace_id = '', last_span_id = '', steps_seen = steps_seen + $5::int8, steps_changed = steps_changed + $6::int8,
       difference_pico_usd = difference_pico_usd + $7::numeric where version = $1`,
    version,
    reached.at,
    reached.traceId,
    reached.spanId,
    seen,
    changed,
    differencePicoUsd,
  );

/** Where prices change, of all that were ever in the table. */
export async function listCuts(tx: PgTx): Promise<Cuts> {
  const [moments, seconds, lengths] = await Promise.all([
    tx.rows<{ at: number }>(
      `select distinct (extract(epoch from at) * 1000)::float8 as at from price, unnest(array[starts_at, ends_at]) as at where at is not null`,
    ),
    tx.rows<{ second: number }>(
      "select distinct second from price, unnest(array[from_second, to_second]) as second where second is not null",
    ),
    tx.rows<{ length: number }>(
      `select distinct (tier->>'above')::float8 as length from price, jsonb_each(rates) as rate, jsonb_array_elements(rate.value->'tiers') as tier
       where jsonb_typeof(rate.value->'tiers') = 'array'`,
    ),
  ]);
  return {
    moments: moments.map(({ at }) => at),
    seconds: seconds.map(({ second }) => second),
    lengths: lengths.map(({ length }) => length).sort((a, b) => a - b),
  };
}

export const endRepricing = async (tx: PgTx, version: number, now: Date): Promise<{ changed: string; difference: string } | null> => {
  const [row] = await tx.rows<{ changed: string; difference: string }>(
    `update repricing set state = 'done', ended_at = $2::timestamptz where version = $1 and state = 'running'
     returning steps_changed::text as changed, difference_pico_usd::text as difference`,
    version,
    now,
  );
  return row ?? null;
};
