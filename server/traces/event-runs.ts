import type { Result } from "@/server/kernel/result";
import { ok } from "@/server/kernel/result";
import type { KeyActor } from "@/server/platform/actor";
import { logFailure } from "@/server/platform/database-away";
import { inPgTransaction, type PgTx } from "@/server/platform/tx";
import { deltasOf } from "./core/cost";
import { sessionOf, spanOfEvent, type Turn, turnOf } from "./core/dialects/claude-events";
import { admit } from "./core/otlp/admit";
import type { LogRecord } from "./core/otlp/model";
import type { Redactor } from "./core/redaction/compile";
import { insertDeltas } from "./cost-store";
import {
  type Among,
  hasRuns,
  listKnownRuns,
  listToldIn,
  listTwiceTold,
  moveRun,
  noteRuns,
  stretchRuns,
  type TwiceTold,
} from "./event-run-store";
import { lockTracesOfEvents, spreadCosts } from "./event-store";
import { type Prepared, storeBatch } from "./ingest-queue";
import { around, windowAt } from "./partitions";
import { fingerprint, prepareRows } from "./prepare";
import { freshRedactor, knownRedactor } from "./redaction-in-force";
import { countedBefore } from "./settle";
import { listCostSteps } from "./settle-store";

/** A log record with the trace that it tells of, and with what stands for it, whichever trace that turns out to be. */
export type Placed = {
  readonly record: LogRecord;
  readonly traceId: string;
  readonly spanId: string;
  readonly about: readonly [traceId: string, spanId: string];
  readonly turn: Turn | null;
};

/** Whether a record tells of something that can be found: a trace, a turn that is read as one, or a session of turns. */
export const isPlaceable = (record: LogRecord): boolean =>
  record.traceId !== "" || turnOf(record, fingerprint) !== null || sessionOf(record, fingerprint) !== null;

/** Finds where records belong: those without a trace to that of their turn's spans, or else to one that is read from them. */
export async function placeRecords(records: readonly LogRecord[]): Promise<readonly Placed[]> {
  const turned = records.map((record) => ({ record, turn: turnOf(record, fingerprint) }));
  const loose = turned.flatMap(({ record, turn }) => (record.traceId === "" && turn !== null ? [turn.traceId] : []));
  const toldIn = await listToldIn([...new Set(loose)]);
  return turned.map(({ record, turn }) => {
    if (record.traceId !== "" || turn === null) {
      // What tells of a session at large stands beside all its turns.
      const traceId = record.traceId || (sessionOf(record, fingerprint) ?? "");
      return { record, traceId, spanId: record.spanId, about: [traceId, record.spanId], turn };
    }
    const span = spanOfEvent(record, turn, fingerprint);
    const isAsking = span?.spanId === turn.rootId;
    const other = toldIn.get(turn.traceId);
    const about = [turn.traceId, ""] as const;
    if (other !== undefined) return { record, traceId: other, spanId: "", about, turn };
    return { record, traceId: turn.traceId, spanId: isAsking ? turn.rootId : "", about, turn };
  });
}

const isReadAsRun = ({ record, traceId, turn }: Placed): boolean => record.traceId === "" && turn?.traceId === traceId;

/** Stores the steps that events tell of where no spans came for them. */
export async function storeRuns(actor: KeyActor, placed: readonly Placed[], now: Date): Promise<Result<void>> {
  const raw = placed.flatMap((one) =>
    isReadAsRun(one) && one.turn !== null ? (spanOfEvent(one.record, one.turn, fingerprint) ?? []) : [],
  );
  if (raw.length === 0) return ok(undefined);
  const { items } = admit(raw, await windowAt(now, "payloads"), BigInt(now.getTime()) * 1_000_000n, raw.length);
  const prepareBy = async (redactor: Redactor): Promise<Prepared> => ({
    rows: await prepareRows(actor, items, now, redactor),
    rulesVersion: redactor.version,
  });
  const prepared = await prepareBy(await knownRedactor());
  return storeBatch({ ...prepared, notes: [], now, renewed: () => freshRedactor().then(prepareBy) });
}

/** Notes of which turns these records tell; the first steps of those that were read from them last as long as they tell. */
export async function keepRuns(tx: PgTx, placed: readonly Placed[], now: Date): Promise<void> {
  const runs = new Map(
    placed.flatMap(({ record, turn }) =>
      turn === null || turn.promptId === null
        ? []
        : [[turn.traceId, { turn, toldIn: record.traceId === "" ? null : record.traceId }] as const],
    ),
  );
  const rows = [...runs].map(([traceId, { turn, toldIn }]) => ({ traceId, conversationId: turn.sessionId, toldIn }));
  if (rows.length > 0) await noteRuns(tx, rows, now);
  const own = placed.filter(isReadAsRun);
  const roots = new Map(own.flatMap(({ turn }) => (turn === null ? [] : [[turn.traceId, turn.rootId] as const])));
  if (roots.size === 0) return;
  const moments = own.map(({ record }) => Number(record.at / 1_000_000n));
  await stretchRuns(
    tx,
    [...roots].map(([traceId, rootId]) => ({ traceId, rootId })),
    around(moments),
  );
}

/** How long after something came its turn is looked at again. */
const LATE_MS = 3_600_000;
const AT_A_TIME = 100;
const MOST_STEPS = 50_000;

async function moveOne(tx: PgTx, run: TwiceTold): Promise<void> {
  const { traceId, toldIn, firstAt, lastAt } = run;
  await lockTracesOfEvents(tx, [traceId, toldIn]);
  const whole = { id: traceId, firstAt, lastAt, agent: null, team: null, taskClass: null, initiatorType: null, initiatorId: null };
  const counted = await Promise.all((await listCostSteps(tx, [whole], MOST_STEPS)).map(countedBefore));
  const removed = counted.flatMap((one) => one ?? []);
  const within = around([firstAt.getTime(), lastAt.getTime()]);
  await moveRun(tx, run, within);
  await insertDeltas(tx, deltasOf([], removed), "settled");
  await spreadCosts(tx, [toldIn], within);
}

async function joinAmong(among: Among): Promise<void> {
  const joinSome = async (tx: PgTx): Promise<number> => {
    const runs = await listTwiceTold(tx, among, AT_A_TIME);
    for (const run of runs) await moveOne(tx, run);
    return runs.length;
  };
  while ((await inPgTransaction(joinSome)) === AT_A_TIME);
}

/**
 * Joins turns that were read from events with the spans that came for them all the same: which of the two came first, and how
 * long before the other, must make no difference, and no call may be counted twice.
 */
export const joinTwiceTold = (now: Date): Promise<void> => joinAmong({ since: new Date(now.getTime() - LATE_MS) });

/**
 * The same for conversations of which something was stored just now, so that nobody sees them twice meanwhile. What was stored
 * stays stored if this fails: the next round of `joinTwiceTold` finds it.
 */
export async function joinAtOnce(conversationIds: readonly string[]): Promise<void> {
  try {
    if (conversationIds.length > 0 && (await hasRuns(conversationIds))) await joinAmong({ conversationIds });
  } catch (error) {
    logFailure(error, "a conversation that was told in events and in spans is not joined yet");
  }
}

/** The conversations of turns that are read from these events and were not known before. */
export async function begunIn(placed: readonly Placed[]): Promise<readonly string[]> {
  const turns = placed.flatMap((one) => (isReadAsRun(one) && one.turn !== null ? [one.turn] : []));
  const known = await listKnownRuns([...new Set(turns.map(({ traceId }) => traceId))]);
  return [...new Set(turns.flatMap(({ traceId, sessionId }) => (known.has(traceId) ? [] : [sessionId])))];
}
