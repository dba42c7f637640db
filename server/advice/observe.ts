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

/** Looks at some traces that were settled after a place; answers the last of them, or null when there are no more. */
async function observeSome(tx: PgTx, after: Place | null, now: Date): Promise<Place | null> {
  const cursor = await store.takeCursor(tx, new Date(now.getTime() - KEPT_MS));
  if (cursor === null) return null;
  const priceVersion = await store.lastRepricing(tx);
  // What was counted again by other prices is looked at again, too.
  const isRepriced = priceVersion > cursor.priceVersion;
  const from = isRepriced ? new Date(now.getTime() - KEPT_MS) : new Date(cursor.settledTo.getTime() - OVERLAP_MS);
  const traces = await store.listSettled(tx, after === null || isRepriced ? { at: from, id: "" } : after, TRACES_AT_A_TIME);
  const last = traces.at(-1);
  if (last === undefined) {
    if (isRepriced) await store.moveCursor(tx, { settledTo: cursor.settledTo, priceVersion });
    return null;
  }
  const partsOf = Map.groupBy(await store.listParts(tx, traces), ({ traceId }) => traceId);
  const seen = traces.map((trace) => {
    const parts = (partsOf.get(trace.id) ?? []).map((part) => ({ ...part, costPicoUsd: BigInt(part.costPicoUsd) }));
    return { trace, ...attribute(parts) };
  });
  await store.saveObservations(tx, seen);
  const isLast = traces.length < TRACES_AT_A_TIME;
  const settledTo = isLast ? new Date(Math.max(now.getTime(), last.settledAt.getTime())) : last.settledAt;
  await store.moveCursor(tx, { settledTo, priceVersion });
  return isLast ? null : { at: last.settledAt, id: last.id };
}

/** Sees to it that every settled trace of a task class stands among the runs that models are compared by. */
export async function observeRuns(now: Date): Promise<void> {
  let place: Place | null = null;
  do {
    const after: Place | null = place;
    place = await inPgTransaction((tx) => observeSome(tx, after, now));
  } while (place !== null);
}

/** Forgets runs that are older than any window. */
export async function forgetRuns(now: Date): Promise<void> {
  await inPgTransaction((tx) => store.forgetBefore(tx, new Date(now.getTime() - KEPT_MS)));
}
