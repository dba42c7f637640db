import { log } from "@/server/platform/log";
import * as store from "./store";

/** A change as the table tells it; the stream puts names to it for each reader. */
export type Told = store.ChangeRow;
/** Told what changed since the last time; null when that was too much to tell one by one. */
type Listener = (changes: readonly Told[] | null) => void;

const POLL_MS = 300;
/** A transaction commits later than the moment it writes: each look goes back this far and skips what it has told. */
const OVERLAP_MS = 5_000;
const LIMIT = 1_000;

type Hub = {
  readonly listeners: Set<Listener>;
  /** The newest change that was seen, on the database's clock: the clocks of the processes do not matter. */
  newest: Date;
  /** The changes within the overlap that were told: request to moment. */
  told: Map<string, number>;
  timer: NodeJS.Timeout | null;
  starting: Promise<void> | null;
};

// Next.js loads modules once a bundle; the process must still ask the database only once for all readers.
const shared = globalThis as typeof globalThis & { reeveApprovalHub?: Hub };

function hub(): Hub {
  shared.reeveApprovalHub ??= { listeners: new Set(), newest: new Date(0), told: new Map(), timer: null, starting: null };
  return shared.reeveApprovalHub;
}

/** What changed after `since`, oldest first, `limit` at most. */
export const listSince = (since: Date, limit: number): Promise<Told[]> => store.listChangedSince(since, limit);

/**
 * Calls `listener` with every change that commits after this promise is kept, until the answer is called. One query a
 * few times a second serves all listeners of the process; with none there is no query.
 */
export async function watch(listener: Listener): Promise<() => void> {
  const own = hub();
  own.listeners.add(listener);
  const unwatch = () => {
    own.listeners.delete(listener);
    if (own.listeners.size === 0 && own.timer !== null) {
      clearTimeout(own.timer);
      own.timer = null;
    }
  };
  if (own.timer === null) own.starting ??= start(own).finally(() => (own.starting = null));
  await own.starting?.catch((error: Error) => {
    unwatch();
    throw error;
  });
  return unwatch;
}

async function start(own: Hub): Promise<void> {
  await skipToNow(own);
  if (own.listeners.size > 0) schedule(own);
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
    const fresh = rows.filter((row) => own.told.get(row.id) !== row.updatedAt.getTime());
    if (fresh.length === 0) return;
    if (rows.length === LIMIT) await skipToNow(own);
    else {
      own.newest = rows.at(-1)?.updatedAt ?? own.newest;
      remember(own, rows);
    }
    for (const listener of own.listeners) listener(rows.length === LIMIT ? null : fresh);
  } catch (error) {
    log.warn({ err: error }, "changes of the queue could not be read");
  }
}
