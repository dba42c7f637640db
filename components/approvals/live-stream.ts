import type { ApprovalEvent } from "@/server/approvals/change-schema";

export type LiveState = "connecting" | "live" | "paused" | "ended";
export type Told = { readonly id: string; readonly event: ApprovalEvent };

type Handlers = {
  readonly onTold: (told: Told) => void;
  /** `isEnded`: the reader is no longer signed in, and asking again does not help. */
  readonly onTrouble: (isEnded: boolean) => void;
};
/** Opens the stream of the server from after an event on; the answer closes it. */
export type OpenStream = (lastEventId: string | null, handlers: Handlers) => () => void;

/** Where several tabs of one browser meet. */
export type Meeting = {
  /** Calls `lead` in one tab at a time, until the signal says so. */
  readonly elect: (lead: (untilAborted: Promise<void>) => Promise<void>, signal: AbortSignal) => void;
  readonly post: (message: Message) => void;
  readonly listen: (onMessage: (message: Message) => void) => () => void;
};

export type Message =
  | { readonly kind: "told"; readonly told: Told }
  | { readonly kind: "state"; readonly state: LiveState }
  | { readonly kind: "ask" };

const WATCH_EVERY_MS = 4_000;
/** The server says something every five seconds: after three times that the stream is dead, whatever the socket says. */
const SILENCE_MS = 15_000;
/** One that broke is opened again sooner. */
const BROKEN_MS = 3_000;

export type Listener = { readonly onTold: (told: Told) => void; readonly onState: (state: LiveState) => void };

/**
 * The changes of the queue in this tab. One tab of the browser leads: it holds the stream and passes on what it hears;
 * when it goes, another takes over where the last one was. The answer ends this tab's part.
 */
export function joinLive(open: OpenStream, meeting: Meeting, listener: Listener): () => void {
  const leaving = new AbortController();
  let lastEventId: string | null = null;
  let state: LiveState = "connecting";
  let isLeader = false;

  const hear = (told: Told) => {
    lastEventId = told.id;
    listener.onTold(told);
  };
  const setState = (next: LiveState) => {
    if (next === state) return;
    state = next;
    listener.onState(next);
  };
  const unlisten = meeting.listen((message) => {
    if (message.kind === "ask") {
      if (isLeader) meeting.post({ kind: "state", state });
    } else if (isLeader) return;
    else if (message.kind === "told") {
      hear(message.told);
      setState("live");
    } else setState(message.state);
  });

  const lead = async (untilAborted: Promise<void>) => {
    isLeader = true;
    const say = (next: LiveState) => {
      if (next !== state) meeting.post({ kind: "state", state: next });
      setState(next);
    };
    const stop = keepStream(open, () => lastEventId, {
      onTold: (told) => {
        say("live");
        hear(told);
        meeting.post({ kind: "told", told });
      },
      onTrouble: (isEnded) => say(isEnded ? "ended" : "paused"),
    });
    await untilAborted;
    stop();
    isLeader = false;
  };
  meeting.elect(lead, leaving.signal);
  meeting.post({ kind: "ask" });
  return () => {
    leaving.abort();
    unlisten();
  };
}

/** Holds a stream open: one that broke or fell silent is opened again, from the last event on. */
function keepStream(open: OpenStream, lastEventId: () => string | null, handlers: Handlers): () => void {
  let heardAt = Date.now();
  let isEnded = false;
  let isBroken = false;
  const start = () =>
    open(lastEventId(), {
      onTold: (told) => {
        heardAt = Date.now();
        isBroken = false;
        handlers.onTold(told);
      },
      onTrouble: (ended) => {
        isEnded = ended;
        isBroken = true;
        handlers.onTrouble(ended);
      },
    });
  let close = start();
  const watch = setInterval(() => {
    if (isEnded || Date.now() - heardAt < (isBroken ? BROKEN_MS : SILENCE_MS)) return;
    handlers.onTrouble(false);
    close();
    heardAt = Date.now();
    isBroken = false;
    close = start();
  }, WATCH_EVERY_MS);
  return () => {
    clearInterval(watch);
    close();
  };
}

const NAME = "reeve-approvals";

/** Where the tabs of this browser meet; where it has no such place (plain http away from localhost) each tab leads itself. */
export function browserMeeting(): Meeting {
  const hasPlace = "locks" in navigator && typeof BroadcastChannel === "function";
  const untilAborted = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener("abort", () => resolve(), { once: true });
    });
  if (!hasPlace) return { elect: (lead, signal) => void lead(untilAborted(signal)), post: () => undefined, listen: () => () => undefined };
  const channel = new BroadcastChannel(NAME);
  return {
    elect: (lead, signal) => {
      const asked = navigator.locks.request(NAME, { signal }, () => lead(untilAborted(signal)));
      // Giving up the wait for the lead is no failure.
      asked.catch((error: Error) => {
        if (error.name !== "AbortError") throw error;
      });
    },
    post: (message) => channel.postMessage(message),
    listen: (onMessage) => {
      const take = ({ data }: MessageEvent<Message>) => onMessage(data);
      channel.addEventListener("message", take);
      return () => {
        channel.removeEventListener("message", take);
        channel.close();
      };
    },
  };
}
