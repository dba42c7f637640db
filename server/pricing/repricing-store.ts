import type { PgTx, PrismaTx } from "@/server/platform/tx";

/** Has the steps that were priced before a version looked at again, from a moment on. */
export const insertRepricing = (tx: PrismaTx, version: number, startsAt: Date | null, now: Date) =>
  tx.prisma.repricing.create({ data: { version, at: now, startsAt, state: "waiting" } });

export type Repricing = {
  readonly version: number;
  readonly startsAt: Date | null;
  readonly state: string;
  readonly day: string | null;
  readonly lastTraceId: string;
  readonly lastSpanId: string;
};

const COLUMNS = `version, starts_at as "startsAt", state, to_char(day, 'YYYY-MM-DD') as day, last_trace_id as "lastTraceId", last_span_id as "lastSpanId"`;

/**
 * Takes the newest open repricing for the length of a transaction; older ones that wait are joined to it, since it prices
 * by the newest table. Null when there is none, or another worker has it.
 */
export async function takeRepricing(tx: PgTx, before: Date): Promise<Repricing | null> {
  const open = await tx.rows<Repricing>(
    `select ${COLUMNS} from repricing where state in ('waiting', 'running') and at <= $1::timestamptz order by version desc for update skip locked`,
    before,
  );
  const [newest, ...older] = open;
  if (newest === undefined || older.length === 0) return newest ?? null;
  await tx.execute(
    "update repricing set state = 'joined', ended_at = $2::timestamptz where version = any($1::int[])",
    older.map(({ version }) => version),
    before,
  );
  const isFromEver = open.some(({ startsAt }) => startsAt === null);
  const startsAt = isFromEver ? null : new Date(Math.min(...open.map((one) => one.startsAt?.getTime() ?? 0)));
  await tx.execute(
    "update repricing set starts_at = $2::timestamptz, day = null, last_trace_id = '', last_span_id = '' where version = $1",
    newest.version,
    startsAt,
  );
  return { ...newest, startsAt, day: null, lastTraceId: "", lastSpanId: "" };
}

export const beginRepricing = (tx: PgTx, version: number, stepsInAll: number): Promise<number> =>
  tx.execute("update repricing set state = 'running', steps_in_all = $2 where version = $1 and state = 'waiting'", version, stepsInAll);

type Progress = {
  readonly day: string;
  readonly lastTraceId: string;
  readonly lastSpanId: string;
  readonly seen: number;
  readonly changed: number;
  readonly differencePicoUsd: string;
};

export const noteProgress = (tx: PgTx, version: number, progress: Progress): Promise<number> =>
  tx.execute(
    `update repricing set day = $2::date, last_trace_id = $3, last_span_id = $4, steps_seen = steps_seen + $5::int8,
       steps_changed = steps_changed + $6::int8, difference_pico_usd = difference_pico_usd + $7::numeric where version = $1`,
    version,
    progress.day,
    progress.lastTraceId,
    progress.lastSpanId,
    progress.seen,
    progress.changed,
    progress.differencePicoUsd,
  );

export const endRepricing = async (tx: PgTx, version: number, now: Date): Promise<{ changed: string; difference: string } | null> => {
  const [row] = await tx.rows<{ changed: string; difference: string }>(
    `update repricing set state = 'done', ended_at = $2::timestamptz where version = $1 and state = 'running'
     returning steps_changed::text as changed, difference_pico_usd::text as difference`,
    version,
    now,
  );
  return row ?? null;
};
