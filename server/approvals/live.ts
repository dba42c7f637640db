import { linesFor } from "@/server/actions/veils";
import { actorOfSession } from "@/server/identity/sessions";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { isDatabaseAway } from "@/server/platform/database-away";
import { access } from "./access";
import { listSince, type Told, watch } from "./change-hub";
import type { ApprovalEvent } from "./change-schema";
import { claimsFor, mainClaim, type Names, namesOf, personRef, placeOf } from "./rows";

/** How often a stream looks whether its reader may still read, and says that it lives. */
const HEARTBEAT_MS = 5_000;
/** While the database is away: how often it is looked for. */
const BLIND_MS = 1_000;
/** A reader who was away longer reads afresh instead. */
const CATCH_UP_MS = 10 * 60_000;
const CATCH_UP_LIMIT = 200;
/** More waiting than this, and the reader is told to read afresh. */
const BACKLOG_LIMIT = 500;

export type TrackedEvent = readonly [id: string, event: ApprovalEvent];

/**
 * Every change of the queue from now on, each within a second of its commit, for one reader. First comes `hello`: what
 * is read after it misses nothing. A reader who comes back with the id of the last event is told what happened in
 * between. While the database is away the reader is told that, and afterwards to read afresh. The stream ends when the
 * reader's session ends or the signal says so.
 */
export async function* watchChanges(actor: PersonActor, lastEventId: string | null, signal: AbortSignal): AsyncGenerator<TrackedEvent> {
  const inbox = await openInbox(signal);
  try {
    const startedAt = clock.now();
    yield tracked(startedAt, { kind: "hello", at: startedAt.toISOString() });
    yield* catchUp(actor, lastEventId, startedAt);
    yield* follow(inbox, actor, signal);
  } finally {
    inbox.close();
  }
}

type Inbox = Awaited<ReturnType<typeof openInbox>>;

async function* follow(inbox: Inbox, actor: PersonActor, signal: AbortSignal): AsyncGenerator<TrackedEvent> {
  let isBlind = false;
  for (;;) {
    await (isBlind ? inbox.pause(BLIND_MS) : inbox.wait(HEARTBEAT_MS));
    if (signal.aborted) return;
    const may = inbox.isAway() ? null : await Promise.race([mayStillRead(actor), inbox.untilAway()]);
    if (may === false) return;
    const now = clock.now();
    if (may === null) yield tracked(now, { kind: "away", at: now.toISOString() });
    else yield* newsOf(inbox, isBlind, actor, now);
    isBlind = may === null;
  }
}

/** What came in meanwhile; a reader who was blind reads afresh. */
async function* newsOf(inbox: Inbox, wasBlind: boolean, actor: PersonActor, now: Date): AsyncGenerator<TrackedEvent> {
  const { told, isOverflown } = inbox.take();
  if (isOverflown || wasBlind) yield tracked(now, { kind: "resync", at: now.toISOString() });
  else if (told.length === 0) yield tracked(now, { kind: "heartbeat", at: now.toISOString() });
  else yield* eventsOf(told, actor, now);
}

/** Rights are read again before anything is told: they may have gone since. Null when the database is not there to tell. */
async function mayStillRead(actor: PersonActor): Promise<boolean | null> {
  try {
    const present = actor.sessionId === undefined ? null : await actorOfSession(actor.sessionId);
    return present !== null && access.read(present);
  } catch (error) {
    if (isDatabaseAway(error)) return null;
    throw error;
  }
}

const tracked = (at: Date, event: ApprovalEvent): TrackedEvent => [String(at.getTime()), event];

async function* catchUp(actor: PersonActor, lastEventId: string | null, now: Date): AsyncGenerator<TrackedEvent> {
  if (lastEventId === null || !/^\d{1,15}$/.test(lastEventId)) return;
  const since = new Date(Number(lastEventId));
  // `hello` has already made the reader read afresh; only the words of what happened are left to tell.
  if (now.getTime() - since.getTime() > CATCH_UP_MS) return;
  const told = await listSince(since, CATCH_UP_LIMIT);
  if (told.length < CATCH_UP_LIMIT) yield* eventsOf(told, actor, now);
}

async function* eventsOf(told: readonly Told[], actor: PersonActor, now: Date): AsyncGenerator<TrackedEvent> {
  const people = told.flatMap((change) => [change.changedById, ...Object.keys(change.claims)]);
  const [names, lines] = await Promise.all([namesOf(people), linesFor(actor, told)]);
  for (const change of told) {
    const title = lines.title(change.actionId, change.title);
    yield tracked(change.updatedAt, toEvent({ ...change, title }, names, actor, now));
  }
}

function toEvent(change: Told, names: Names, actor: PersonActor, now: Date): ApprovalEvent {
  const claims = change.state === "pending" ? claimsFor(change, names, actor.id, now) : [];
  return {
    kind: "change",
    at: change.updatedAt.toISOString(),
    id: change.id,
    revision: change.revision,
    state: change.state,
    change: change.change,
    by: change.changedById === null ? null : personRef(change.changedById, names),
    isMine: change.changedById === actor.id,
    title: change.title,
    agentName: change.agentName,
    claim: mainClaim(claims),
    claims,
    ...placeOf(change),
  };
}

/**
 * What was told and not yet taken; `wait` ends when something is there, the database goes or comes back, the time is
 * over or the reader is gone.
 */
async function openInbox(signal: AbortSignal) {
  let told: Told[] = [];
  let isOverflown = false;
  let isAway = false;
  let wake: () => void = () => undefined;
  let wakeAway: () => void = () => undefined;
  const onAbort = () => wake();
  signal.addEventListener("abort", onAbort);
  const unwatch = await watch({
    onChanges: (changes) => {
      if (changes !== null && told.length + changes.length <= BACKLOG_LIMIT) told.push(...changes);
      else isOverflown = true;
      wake();
    },
    onAway: (next) => {
      isAway = next;
      if (isAway) wakeAway();
      wake();
    },
  });
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    pause,
    wait: async (ms: number): Promise<void> => {
      if (told.length === 0 && !isOverflown && !isAway && !signal.aborted) await pause(ms);
    },
    isAway: () => isAway,
    untilAway: (): Promise<null> =>
      new Promise((resolve) => {
        wakeAway = () => resolve(null);
      }),
    take: () => {
      const taken = { told, isOverflown };
      told = [];
      isOverflown = false;
      return taken;
    },
    close: () => {
      unwatch();
      signal.removeEventListener("abort", onAbort);
    },
  };
}
