import { logFailure } from "@/server/platform/database-away";
import * as store from "./store";

/** A change as the table tells it; the stream puts names to it for each reader. */
export type Told = store.ChangeRow;
type Listener = {
  /** Told what changed since the last time; null when that was too much to tell one by one. */
  readonly onChanges: (changes: readonly Told[] | null) => void;
  /** Told that no look at the table has worked for a while, and when one works again. */
  readonly onAway: (isAway: boolean) => void;
};

const POLL_MS = 300;
/** A transaction commits later than the moment it writes: each look goes back this far and skips what it has told. */
const OVERLAP_MS = 5_000;
const LIMIT = 1_000;
/** After so long without a look that worked the database counts as away. */
const AWAY_AFTER_MS = 3_000;

type Hub = {
  readonly listeners: Set<Listener>;
  /** The newest change that was seen, on the database's clock: the clocks of the processes do not matter. */
  newest: Date;
  /** The changes within the overlap that were told: request to moment. */
  told: Map<string, number>;
  timer: NodeJS.Timeout | null;
  isAway: boolean;
  /** Runs out when no look works. */
  patience: NodeJS.Timeout | null;
  starting: Promise<void> | null;
};

// Next.js loads modules once a bundle; the process must still ask the database only once for all readers.
const shared = globalThis as typeof globalThis & { reeveApprovalHub?: Hub };

function hub(): Hub {
  shared.reeveApprovalHub ??= {
    listeners: new Set(),
    newest: new Date(0),
    told: new Map(),
    timer: null,
    isAway: false,
    patience: null,
    starting: null,
  };
  return shared.reeveApprovalHub;
}

/** What changed after `since`, oldest first, `limit` at most. */
export const listSince = (since: Date, limit: number): Promise<Told[]> => store.listChangedSince(since, limit);

/**
 * Calls `listener` with every change that commits after this promise is kept, until the answer is called. One query a
 * few times a second serves all listeners of the process; with none there is no query. It also tells whether the
 * database is away, and at once to a listener who comes meanwhile.
 */
export async function watch(listener: Listener): Promise<() => void> {
  const own = hub();
  own.listeners.add(listener);
  const unwatch = () => {
    own.listeners.delete(listener);
    if (own.listeners.size === 0) stop(own);
  };
  if (own.isAway) listener.onAway(true);
  if (own.timer === null) own.starting ??= start(own).finally(() => (own.starting = null));
  await own.starting?.catch((error: Error) => {
    unwatch();
    throw error;
  });
  return unwatch;
}

async function start(own: Hub): Promise<void> {
  await skipToNow(own);
  if (own.listeners.size === 0) return;
  noteLook(own);
  schedule(own);
}

function stop(own: Hub): void {
  if (own.timer !== null) clearTimeout(own.timer);
  if (own.patience !== null) clearTimeout(own.patience);
  own.timer = null;
  own.patience = null;
  own.isAway = false;
}

/** A look has worked. One that hangs says nothing by itself, so that the time is what tells. */
function noteLook(own: Hub): void {
  setAway(own, false);
  if (own.patience !== null) clearTimeout(own.patience);
  own.patience = setTimeout(() => setAway(own, true), AWAY_AFTER_MS);
  own.patience.unref();
}

function setAway(own: Hub, isAway: boolean): void {
  if (own.isAway === isAway) return;
  own.isAway = isAway;
  for (const listener of own.listeners) listener.onAway(isAway);
}

function schedule(own: Hub): void {
  const timer = setTimeout(async () => {
    await look(own);
    // Stopped meanwhile, or stopped and started anew: then another one goes on.
    if (own.timer === timer) schedule(own);
  }, POLL_MS);
  timer.unref();
  own.timer = timer;
}

/** Everything up to now counts as told. */
async function skipToNow(own: Hub): Promise<void> {
  own.newest = await store.newestChange();
  remember(own, await listSince(overlapStart(own), LIMIT));
}

const overlapStart = (own: Hub): Date => new Date(own.newest.getTime() - OVERLAP_MS);

function remember(own: Hub, rows: readonly Told[]): void {
  own.told = new Map(rows.map((row) => [row.id, row.updatedAt.getTime()]));
}

/** One look at the table. While the database is away there is nothing to tell, and the next look misses nothing. */
async function look(own: Hub): Promise<void> {
  try {
    const rows = await listSince(overlapStart(own), LIMIT);
    if (own.timer !== null) noteLook(own);
    const fresh = rows.filter((row) => own.told.get(row.id) !== row.updatedAt.getTime());
    if (fresh.length === 0) return;
    if (rows.length === LIMIT) await skipToNow(own);
    else {
      own.newest = rows.at(-1)?.updatedAt ?? own.newest;
      remember(own, rows);
    }
    for (const listener of own.listeners) listener.onChanges(rows.length === LIMIT ? null : fresh);
  } catch (error) {
    logFailure(error, "changes of the queue could not be read");
  }
}
