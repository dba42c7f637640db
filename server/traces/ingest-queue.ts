import { ok, type Result, refuse } from "@/server/kernel/result";
import { inPgTransaction, type PgTx } from "@/server/platform/tx";
import { bookRows, countedRows } from "./booking";
import { deltasOf } from "./core/cost";
import { mergeCopies } from "./core/merge";
import type { StepRow } from "./core/row";
import { insertDeltas } from "./cost-store";
import { listCosts, lockTracesOfEvents } from "./event-store";
import { withToldFacts } from "./ingest-facts";
import { around, ensureDays } from "./partitions";
import { withAuthority } from "./prepare";
import { RulesChanged } from "./redaction-in-force";
import { holdRules } from "./redaction-store";
import { insertOutcomes, type Outcome } from "./source-store";
import { outcomesOf } from "./sources";
import { lockTraces, storeSteps } from "./step-store";

/** What one export adds: its steps, and notes on what of it was rejected. */
export type Batch = {
  readonly rows: readonly StepRow[];
  readonly notes: readonly Outcome[];
  readonly now: Date;
  /** By which rules of redaction the rows were prepared, and the same rows by those in force. */
  readonly rulesVersion: number;
  readonly renewed: () => Promise<Prepared>;
};
export type Prepared = Pick<Batch, "rows" | "rulesVersion">;
type Waiting = Batch & { readonly resolve: () => void; readonly reject: (error: unknown) => void };

/** Steps that one process keeps waiting; whoever comes beyond is asked to come again, and loses nothing. */
const MOST_WAITING = 20_000;
/** Steps of one transaction, which may be those of several exports: a commit costs the same for one as for all. */
const MOST_TOGETHER = 2_000;
/** Transactions at a time: while one is written, the next is being gathered. */
const WRITERS = 2;
/** Exports of moments that differ (a replayed past) are not stored as of one. */
const SAME_MOMENT_MS = 5_000;
const TRIES = 5;
/** Two transactions began the same trace, or waited for each other: the one that was ended finds everything there when it comes again. */
const COME_AGAIN = new Set(["23505", "40P01", "40001"]);

type Queue = { readonly waiting: Waiting[]; steps: number; writers: number };

// Next.js loads modules once a bundle; the process must still queue once.
const shared = globalThis as typeof globalThis & { reeveIngest?: Queue };

function queue(): Queue {
  shared.reeveIngest ??= { waiting: [], steps: 0, writers: 0 };
  return shared.reeveIngest;
}

/** Claude Code tells in events what its requests cost; those that came before their steps are waited for here. */
async function withCosts(tx: PgTx, rows: readonly StepRow[]): Promise<readonly StepRow[]> {
  const own = rows.filter(({ dialect }) => dialect === "claude_code");
  if (own.length === 0) return rows;
  const traceIds = own.map(({ traceId }) => traceId);
  await lockTracesOfEvents(tx, traceIds);
  const told = await listCosts(tx, traceIds, around(own.map(({ startUs }) => startUs / 1_000)));
  const costs = new Map(told.map(({ traceId, requestId, cost }) => [`${traceId} ${requestId}`, cost]));
  return rows.map((row) => {
    const cost = row.kind === "llm" && row.reportedCostPicoUsd === null ? costs.get(`${row.traceId} ${row.responseId}`) : undefined;
    return cost === undefined ? row : { ...row, reportedCostPicoUsd: cost };
  });
}

/** What became of steps, by source. */
function outcomes(fresh: readonly StepRow[], duplicates: readonly StepRow[]): Outcome[] {
  const bySource = new Map<string, { accepted: number; duplicate: number; truncated: number }>();
  const sumsOf = (source: string) => {
    const sums = bySource.get(source) ?? { accepted: 0, duplicate: 0, truncated: 0 };
    bySource.set(source, sums);
    return sums;
  };
  for (const { sourceId, marks } of fresh) {
    const sums = sumsOf(sourceId);
    sums.accepted += 1;
    if (marks.includes("truncated")) sums.truncated += 1;
  }
  for (const { sourceId } of duplicates) sumsOf(sourceId).duplicate += 1;
  return [...bySource].flatMap(([source, sums]) => outcomesOf(source, "traces", sums));
}

/** Whether something that a step goes by may be told apart from it: in events, or of its trace. */
const isToldOf = ({ dialect }: StepRow): boolean => dialect === "claude_code" || dialect === "openai_agents";

async function storeOnce(batches: readonly Batch[], now: Date): Promise<void> {
  const { spans, duplicates: copies } = mergeCopies(batches.flatMap(({ rows }) => rows));
  // What was told of their traces counts for what they are booked under, too; it is looked for again under its lock.
  const bookable = spans.some(({ dialect }) => dialect === "openai_agents")
    ? await inPgTransaction((tx) => withToldFacts(tx, spans, now))
    : spans;
  const rows = await bookRows(await withAuthority(bookable));
  await ensureDays(rows.map(({ startUs }) => startUs / 1_000));
  await inPgTransaction(async (tx) => {
    // What is told of traces elsewhere is locked before them, where anything can be; else both locks make one trip.
    const [inForce, locked] = await Promise.all([holdRules(tx), rows.some(isToldOf) ? undefined : lockTraces(tx, rows)]);
    if (batches.some(({ rulesVersion }) => rulesVersion !== inForce)) throw new RulesChanged();
    const told = await withToldFacts(tx, await withCosts(tx, rows), now);
    const { fresh, duplicates } = await storeSteps(tx, told, locked ?? (await lockTraces(tx, told)), now);
    tx.withCommit(insertDeltas(tx, deltasOf(countedRows(fresh)), "ingest"));
    const notes = batches.flatMap((batch) => batch.notes);
    tx.withCommit(insertOutcomes(tx, [...outcomes(fresh, [...copies, ...duplicates]), ...notes], now));
  });
}

const mayComeAgain = (error: unknown): boolean => error instanceof Error && "code" in error && COME_AGAIN.has(String(error.code));

const renew = async (batch: Batch): Promise<Batch> => ({ ...batch, ...(await batch.renewed()) });

async function store(prepared: readonly Batch[], now: Date): Promise<void> {
  let batches = prepared;
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await storeOnce(batches, now);
    } catch (error) {
      if (left === 0) throw error;
      if (error instanceof RulesChanged) batches = await Promise.all(batches.map(renew));
      else if (!mayComeAgain(error)) throw error;
    }
  }
}

/** Writes exports together; if that fails, each by itself, so that one that cannot be stored takes no other with it. */
async function write(group: readonly Waiting[]): Promise<void> {
  const settle = (one: Waiting, storing: Promise<void>) => storing.then(one.resolve, one.reject);
  const [first] = group;
  if (first === undefined) return;
  if (group.length === 1) return settle(first, store(group, first.now));
  try {
    await store(group, first.now);
  } catch {
    for (const one of group) await settle(one, store([one], one.now));
    return;
  }
  for (const one of group) one.resolve();
}

/** The exports that are stored next: those that came first, of one moment, as many as fit. */
function takeGroup({ waiting }: Queue): Waiting[] {
  const [first] = waiting;
  if (first === undefined) return [];
  let steps = 0;
  const until = waiting.findIndex(({ rows, now }) => {
    steps += rows.length;
    return steps > MOST_TOGETHER || Math.abs(now.getTime() - first.now.getTime()) > SAME_MOMENT_MS;
  });
  return waiting.splice(0, until === -1 ? waiting.length : Math.max(until, 1));
}

function pump(): void {
  const own = queue();
  while (own.writers < WRITERS && own.waiting.length > 0) {
    const group = takeGroup(own);
    own.writers += 1;
    void write(group).finally(() => {
      own.writers -= 1;
      own.steps -= group.reduce((sum, { rows }) => sum + rows.length, 0);
      pump();
    });
  }
}

const enqueue = (batch: Batch): Promise<void> =>
  new Promise((resolve, reject) => {
    const own = queue();
    own.waiting.push({ ...batch, resolve, reject });
    own.steps += batch.rows.length;
    pump();
  });

/** A batch in parts that fit into one transaction each; the notes go with the first. */
function partsOf(batch: Batch): Batch[] {
  const parts: Batch[] = [];
  for (let at = 0; at === 0 || at < batch.rows.length; at += MOST_TOGETHER) {
    const part = (rows: readonly StepRow[]) => rows.slice(at, at + MOST_TOGETHER);
    const renewed = async () => {
      const again = await batch.renewed();
      return { ...again, rows: part(again.rows) };
    };
    parts.push({ ...batch, rows: part(batch.rows), notes: at === 0 ? batch.notes : [], renewed });
  }
  return parts;
}

/**
 * Stores what an export adds, together with what others add at the same moment. When it answers well, all of it is stored
 * durably, each step once; it refuses at once when too much is waiting already.
 */
export async function storeBatch(batch: Batch): Promise<Result<void>> {
  if (batch.rows.length === 0 && batch.notes.length === 0) return ok(undefined);
  const { steps } = queue();
  if (steps > 0 && steps + batch.rows.length > MOST_WAITING)
    return refuse("rate_limited", "Reeve is at its limit: send it again in a moment.");
  await Promise.all(partsOf(batch).map(enqueue));
  return ok(undefined);
}
