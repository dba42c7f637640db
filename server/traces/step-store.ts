import { prisma } from "@/server/platform/db";
import { CopyRows } from "@/server/platform/pg-copy";
import type { PgTx } from "@/server/platform/tx";
import { behindTimes } from "./core/kept-span";
import { planAgainst, type Stored } from "./core/merge";
import { rollUp, type TraceSums } from "./core/rollup";
import { momentOf, type StepRow } from "./core/row";
import { SearchWords } from "./core/search-words";
import { deleteRedactions, insertRedactions } from "./redaction-store";
import { COPY_PAYLOADS, COPY_STEPS, COPY_TRACES, COPY_WORDS, type Copy, GROW_TRACES, grown, type WordRow } from "./step-sql";

// A hot path: telemetry comes by the thousand spans a second. What a batch adds is known before it is written, so that it goes
// in by `copy`, in one message with its commit. See `bench/ingest.ts` and docs/decisions/0014.

type Known = { readonly id: string; readonly firstAt: Date; readonly lastAt: Date };

/** The traces of steps that are there already, locked in one order, so that two batches of them take turns. */
export const lockTraces = (tx: PgTx, rows: readonly Pick<StepRow, "traceId">[]): Promise<Known[]> =>
  tx.rows(`select id, first_at as "firstAt", last_at as "lastAt" from trace where id = any($1::text[]) order by id for update`, [
    ...new Set(rows.map(({ traceId }) => traceId)),
  ]);

type StoredStep = Stored & { readonly startedAt: string };

/** Which of these spans are stored already. The span of time lets PostgreSQL look into few partitions. */
const listStored = (tx: PgTx, rows: readonly StepRow[], known: readonly Known[]): Promise<StoredStep[]> =>
  tx.rows(
    `select trace_id as "traceId", span_id as "spanId", to_json(started_at)#>>'{}' as "startedAt", ended_at is null as "isRunning" from step
     where trace_id = any($1::text[]) and span_id = any($2::text[]) and started_at >= $3::timestamptz and started_at <= $4::timestamptz`,
    known.map(({ id }) => id),
    rows.map(({ spanId }) => spanId),
    new Date(Math.min(...known.map(({ firstAt }) => firstAt.getTime())) - 1),
    new Date(Math.max(...known.map(({ lastAt }) => lastAt.getTime())) + 1),
  );

/** Takes steps that were still running out again, and what they gave to their traces: their ends have come. */
const REMOVE_RUNNING = `with gone as (delete from step s using unnest($1::text[], $2::text[], $3::timestamptz[]) as k (trace_id, span_id, started_at)
    where s.trace_id = k.trace_id and s.span_id = k.span_id and s.started_at = k.started_at and s.ended_at is null returning s.*),
  payloads as (delete from step_payload p using gone
    where p.trace_id = gone.trace_id and p.span_id = gone.span_id and p.started_at = gone.started_at),
  given as (select trace_id, count(*)::int as steps, count(*) filter (where status = 'error')::int as errors,
      count(*) filter (where kind = 'llm')::int as llm_steps, count(*) filter (where kind = 'tool')::int as tool_steps,
      count(*) filter (where governed = false)::int as ungoverned,
      coalesce(sum(input_tokens) filter (where kind = 'llm'), 0) as input_tokens,
      coalesce(sum(output_tokens) filter (where kind = 'llm'), 0) as output_tokens,
      coalesce(sum(reported_cost_pico_usd) filter (where kind = 'llm'), 0) as cost
    from gone group by trace_id)
  update trace t set steps = t.steps - g.steps, running = t.running - g.steps, errors = t.errors - g.errors,
    llm_steps = t.llm_steps - g.llm_steps, tool_steps = t.tool_steps - g.tool_steps, ungoverned = t.ungoverned - g.ungoverned,
    input_tokens = t.input_tokens - g.input_tokens, output_tokens = t.output_tokens - g.output_tokens,
    reported_cost_pico_usd = t.reported_cost_pico_usd - g.cost
  from given g where t.id = g.trace_id`;

const removeRunning = (tx: PgTx, steps: readonly StoredStep[]): Promise<number> =>
  tx.execute(
    REMOVE_RUNNING,
    steps.map(({ traceId }) => traceId),
    steps.map(({ spanId }) => spanId),
    steps.map(({ startedAt }) => startedAt),
  );

const BYTES_A_ROW = 400;

function copyRows<T>(
  tx: PgTx,
  { sql, write }: Copy<T>,
  rows: readonly T[],
  now: Date,
  bytes = rows.length * BYTES_A_ROW,
): Promise<unknown> {
  if (rows.length === 0) return Promise.resolve();
  const nowUs = now.getTime() * 1_000;
  const copied = new CopyRows(bytes);
  for (const row of rows) write(copied, row, nowUs);
  return tx.copy(sql, copied.finish());
}

/** The sums of traces that are new, and of those that are there already. */
function growTraces(tx: PgTx, traces: readonly TraceSums[], known: readonly Known[], now: Date): Promise<unknown> {
  const ids = new Set(known.map(({ id }) => id));
  const grows = traces.filter(({ id }) => ids.has(id));
  const fresh = traces.filter(({ id }) => !ids.has(id));
  const growing = grows.length === 0 ? undefined : tx.execute(GROW_TRACES, JSON.stringify(grows.map(grown)), now);
  return Promise.all([growing, copyRows(tx, COPY_TRACES, fresh, now)]);
}

const itemOf = ({ traceId, spanId, startedAt }: StoredStep) => ({ traceId, itemId: spanId, at: startedAt });
const redactionOf = ({ traceId, spanId, startUs, redaction }: StepRow) =>
  redaction === null ? [] : [{ traceId, itemId: spanId, at: momentOf(startUs), redaction }];

/** The words of steps, trace by trace. */
function wordsIn(rows: readonly StepRow[]): WordRow[] {
  return [...Map.groupBy(rows, ({ traceId }) => traceId)].flatMap(([traceId, own]) => {
    const words = new SearchWords();
    for (const { name, agent, tool, taskClass, payload } of own) {
      for (const named of [name, agent, tool, taskClass]) words.name(named);
      words.json(payload, behindTimes(payload));
    }
    return words.all.size === 0 ? [] : [{ traceId, startUs: Math.min(...own.map(({ startUs }) => startUs)), words: words.all }];
  });
}

export type StoredRows = { readonly fresh: readonly StepRow[]; readonly duplicates: readonly StepRow[] };

/**
 * Stores steps, each span once, with the commit of the transaction; the rows have no two of one span, and `known` are their traces,
 * locked. Answers which are new, or the end of one that ran, and which were there. A trace that begins in two transactions at a time
 * fails one of them on its key: that one is tried again, and finds it there.
 */
export async function storeSteps(tx: PgTx, rows: readonly StepRow[], known: readonly Known[], now: Date): Promise<StoredRows> {
  const stored = known.length === 0 ? [] : await listStored(tx, rows, known);
  const { fresh, replaced, duplicates } = planAgainst(rows, stored);
  if (replaced.length > 0) await Promise.all([removeRunning(tx, replaced), deleteRedactions(tx, replaced.map(itemOf))]);
  const payloadBytes = fresh.reduce((sum, { payload }) => sum + payload.length + 100, 0);
  tx.withCommit(
    Promise.all([
      growTraces(tx, rollUp(fresh, now), known, now),
      copyRows(tx, COPY_STEPS, fresh, now),
      copyRows(tx, COPY_PAYLOADS, fresh, now, payloadBytes * 1.1),
      copyRows(tx, COPY_WORDS, wordsIn(fresh), now),
      insertRedactions(tx, fresh.flatMap(redactionOf)),
    ]),
  );
  return { fresh, duplicates };
}

/** Sees to it that the partitions of these days (UTC, `2026-11-22`) exist. */
export async function makePartitions(days: readonly string[]): Promise<void> {
  await prisma().$queryRawUnsafe("select make_step_partitions($1::date[])::text", [...days]);
}
