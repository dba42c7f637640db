import { prisma } from "@/server/platform/db";
import type { PgTx } from "@/server/platform/tx";
import { planAgainst, type Stored } from "./core/merge";
import type { StepRow } from "./core/row";
import { REMOVE_RUNNING, STORE_STEPS, valuesOf } from "./step-sql";

// A hot path: telemetry comes by the thousand spans a second, so a batch is one statement over arrays. See `bench/ingest.ts`.

type Known = { readonly firstAt: Date; readonly lastAt: Date };

/** The traces of a batch that are there already, locked in one order, so that two batches of them take turns. */
const lockTraces = (tx: PgTx, ids: readonly string[]): Promise<Known[]> =>
  tx.rows(`select first_at as "firstAt", last_at as "lastAt" from trace where id = any($1::text[]) order by id for update`, ids);

type StoredStep = Stored & { readonly startedAt: string };

/** Which of these spans are stored already. The span of time lets PostgreSQL look into few partitions. */
const listStored = (tx: PgTx, rows: readonly StepRow[], known: readonly Known[]): Promise<StoredStep[]> =>
  tx.rows(
    `select trace_id as "traceId", span_id as "spanId", to_json(started_at)#>>'{}' as "startedAt", ended_at is null as "isRunning" from step
     where trace_id = any($1::text[]) and span_id = any($2::text[]) and started_at >= $3::timestamptz and started_at <= $4::timestamptz`,
    [...new Set(rows.map(({ traceId }) => traceId))],
    rows.map(({ spanId }) => spanId),
    new Date(Math.min(...known.map(({ firstAt }) => firstAt.getTime())) - 1),
    new Date(Math.max(...known.map(({ lastAt }) => lastAt.getTime())) + 1),
  );

const removeRunning = (tx: PgTx, steps: readonly StoredStep[]): Promise<number> =>
  tx.execute(
    REMOVE_RUNNING,
    steps.map(({ traceId }) => traceId),
    steps.map(({ spanId }) => spanId),
    steps.map(({ startedAt }) => startedAt),
  );

/** Stores steps, each span once: answers how many were new, or were the end of one that ran. The rows have no two of one span. */
export async function storeSteps(tx: PgTx, rows: readonly StepRow[], now: Date): Promise<number> {
  const known = await lockTraces(tx, [...new Set(rows.map(({ traceId }) => traceId))]);
  const stored = known.length === 0 ? [] : await listStored(tx, rows, known);
  const { fresh, replaced } = planAgainst(rows, stored);
  if (fresh.length === 0) return 0;
  if (replaced.length > 0) await removeRunning(tx, replaced);
  const [answer] = await tx.rows<{ stored: number }>(STORE_STEPS, ...valuesOf(fresh, now));
  return answer?.stored ?? 0;
}

/** Sees to it that the partitions of these days (UTC, `2026-11-22`) exist. */
export async function makePartitions(days: readonly string[]): Promise<void> {
  await prisma().$queryRawUnsafe("select make_step_partitions($1::date[])::text", [...days]);
}

/** Drops the partitions of a table before a day; answers how many. */
export async function dropPartitions(table: "step" | "step_payload" | "step_event", before: string): Promise<number> {
  const rows = await prisma().$queryRawUnsafe<{ dropped: number }[]>("select drop_step_partitions($1, $2::date) as dropped", table, before);
  return rows[0]?.dropped ?? 0;
}
