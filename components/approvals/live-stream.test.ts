import { expect, test, vi } from "vitest";
import { joinLive, type LiveState, type Meeting, type Message, type OpenStream, type Told } from "./live-stream";

const told = (id: string): Told => ({ id, event: { kind: "heartbeat", at: "2026-11-20T15:00:00Z" } });

/** A browser whose tabs meet in this process. */
function browser() {
  const tabs = new Set<(message: Message) => void>();
  let turn = Promise.resolve();
  return (): Meeting => {
    let own: ((message: Message) => void) | null = null;
    return {
      elect: (lead, signal) => {
        const gone = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
        turn = turn.then(() => (signal.aborted ? undefined : lead(gone)));
      },
      post: (message) => {
        for (const tab of tabs) if (tab !== own) tab(message);
      },
      listen: (onMessage) => {
        own = onMessage;
        tabs.add(onMessage);
        return () => tabs.delete(onMessage);
      },
    };
  };
}

function server() {
  const opened: { lastEventId: string | null; tell: (told: Told) => void; fail: (isEnded: boolean) => void; isOpen: boolean }[] = [];
  const open: OpenStream = (lastEventId, { onTold, onTrouble }) => {
    const stream = { lastEventId, tell: onTold, fail: onTrouble, isOpen: true };
    opened.push(stream);
    return () => {
      stream.isOpen = false;
    };
  };
  return { open, opened };
}

function tab(open: OpenStream, meeting: Meeting) {
  const heard: string[] = [];
  const states: LiveState[] = [];
  const leave = joinLive(open, meeting, { onTold: ({ id }) => heard.push(id), onState: (state) => states.push(state) });
  return { heard, states, leave };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("several tabs share one stream and all hear everything", async () => {
  const { open, opened } = server();
  const meet = browser();
  const [first, second] = [tab(open, meet()), tab(open, meet())];
  await settled();
  opened[0]?.tell(told("1"));
  expect(opened).toHaveLength(1);
  expect([first.heard, second.heard]).toEqual([["1"], ["1"]]);
  expect([first.states, second.states]).toEqual([["live"], ["live"]]);
  first.leave();
  second.leave();
});

test("when the leading tab goes another goes on from the last event", async () => {
  const { open, opened } = server();
  const meet = browser();
  const [first, second] = [tab(open, meet()), tab(open, meet())];
  await settled();
  opened[0]?.tell(told("7"));
  first.leave();
  await settled();
  expect(opened.map(({ lastEventId, isOpen }) => [lastEventId, isOpen])).toEqual([
    [null, false],
    ["7", true],
  ]);
  opened[1]?.tell(told("8"));
  expect([first.heard, second.heard]).toEqual([["7"], ["7", "8"]]);
  second.leave();
});

test("a tab that joins later learns that the stream is down", async () => {
  const { open, opened } = server();
  const meet = browser();
  const first = tab(open, meet());
  await settled();
  opened[0]?.fail(false);
  const second = tab(open, meet());
  expect([first.states, second.states]).toEqual([["paused"], ["paused"]]);
  first.leave();
  second.leave();
});

test("a stream that fell silent is opened again from the last event on", async () => {
  vi.useFakeTimers();
  const { open, opened } = server();
  const only = tab(open, browser()());
  await vi.advanceTimersByTimeAsync(1);
  opened[0]?.tell(told("3"));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(opened.map(({ lastEventId, isOpen }) => [lastEventId, isOpen])).toEqual([
    [null, false],
    ["3", true],
  ]);
  expect(only.states).toEqual(["live", "paused"]);
  only.leave();
  vi.useRealTimers();
});
