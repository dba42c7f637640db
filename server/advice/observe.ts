import { inPgTransaction, type PgTx } from "@/server/platform/tx";
import { attribute } from "./core/attribute";
import * as store from "./observation-store";

const TRACES_AT_A_TIME = 500;
const DAY_MS = 86_400_000;
/** The longest window, and a little more. */
const KEPT_MS = 100 * DAY_MS;
/** A trace is marked as settled a moment before others see it: so far back is looked again. */
const OVERLAP_MS = 30_000;

type Place = { readonly at: Date; readonly id: string };
type Looked = { readonly next: Place | null; readonly at: readonly store.SettledTrace[] };

// Of the worker: what it has looked at is, for as long as the overlap reaches, not looked at again.
const lookedAt = new Map<string, number>();
const isLookedAt = ({ id, settledAt }: store.SettledTrace) => lookedAt.get(id) === settledAt.getTime();

function remember(traces: readonly store.SettledTrace[]): void {
  for (const { id, settledAt } of traces) lookedAt.set(id, settledAt.getTime());
}

function forget(now: Date): void {
  const from = now.getTime() - OVERLAP_MS;
  for (const [id, settledMs] of lookedAt) if (settledMs < from) lookedAt.delete(id);
}

/** Looks at some traces that were settled after a place; answers them, and the last of them unless there are no more. */
async function observeSome(tx: PgTx, after: Place | null, now: Date): Promise<Looked> {
  const cursor = await store.takeCursor(tx, new Date(now.getTime() - KEPT_MS));
  if (cursor === null) return { next: null, at: [] };
  const priceVersion = await store.lastRepricing(tx);
  // What was counted again by other prices is looked at again, too.
  const isRepriced = priceVersion > cursor.priceVersion;
  if (isRepriced) lookedAt.clear();
  const from = isRepriced ? new Date(now.getTime() - KEPT_MS) : new Date(cursor.settledTo.getTime() - OVERLAP_MS);
  const traces = await store.listSettled(tx, after === null || isRepriced ? { at: from, id: "" } : after, TRACES_AT_A_TIME);
  const last = traces.at(-1);
  if (last === undefined) {
    if (isRepriced) await store.moveCursor(tx, { settledTo: cursor.settledTo, priceVersion });
    return { next: null, at: [] };
  }
  const unseen = traces.filter((trace) => !isLookedAt(trace));
  if (unseen.length > 0) await observe(tx, unseen);
  const isLast = traces.length < TRACES_AT_A_TIME;
  const settledTo = isLast ? new Date(Math.max(now.getTime(), last.settledAt.getTime())) : last.settledAt;
  await store.moveCursor(tx, { settledTo, priceVersion });
  return { next: isLast ? null : { at: last.settledAt, id: last.id }, at: unseen };
}

async function observe(tx: PgTx, traces: readonly store.SettledTrace[]): Promise<void> {
  const partsOf = Map.groupBy(await store.listParts(tx, traces), ({ traceId }) => traceId);
  const seen = traces.map((trace) => {
    const parts = (partsOf.get(trace.id) ?? []).map((part) => ({ ...part, costPicoUsd: BigInt(part.costPicoUsd) }));
    return { trace, ...attribute(parts) };
  });
  await store.saveObservations(tx, seen);
}

/** Sees to it that every settled trace of a task class stands among the runs that models are compared by. */
export async function observeRuns(now: Date): Promise<void> {
  let place: Place | null = null;
  do {
    const after: Place | null = place;
    const looked: Looked = await inPgTransaction((tx) => observeSome(tx, after, now));
    remember(looked.at);
    place = looked.next;
  } while (place !== null);
  forget(now);
}

/** Forgets runs that are older than any window. */
export async function forgetRuns(now: Date): Promise<void> {
  await inPgTransaction((tx) => store.forgetBefore(tx, new Date(now.getTime() - KEPT_MS)));
}
