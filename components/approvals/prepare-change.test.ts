import { expect, test } from "vitest";
import type { QueuePage, QueueRow } from "@/server/approvals/schema";
import { type ChangeEvent, changeWords, openWords, patchPage, patchVoted, undoneWords } from "./prepare-change";

const EVENT: ChangeEvent = {
  kind: "change",
  at: "2026-11-20T15:00:00Z",
  id: "apr_1",
  revision: 2,
  state: "approved",
  change: "approved",
  by: { id: "per_1", name: "Tom Okafor" },
  isMine: false,
  title: "50 % discount for Acme Corp",
  agentName: "sales-agent",
  claim: null,
  claims: [],
  stage: 1,
  stageCount: 1,
  stageName: "Finance",
  quorum: 1,
  votesIn: 0,
};

test("a decision by someone else is said with their name, the clock's without", () => {
  expect(changeWords(EVENT)).toBe("Tom Okafor approved: 50 % discount for Acme Corp.");
  expect(changeWords({ ...EVENT, change: "expired", by: null })).toBe("Expired: 50 % discount for Acme Corp.");
});

test("one's own verdict is not said again when it takes effect: later words would be lost", () => {
  for (const words of [changeWords, openWords]) {
    expect(words({ ...EVENT, isMine: true })).toBeNull();
    expect(words({ ...EVENT, change: "rejected", state: "rejected", isMine: true })).toBeNull();
  }
  expect(changeWords({ ...EVENT, change: "revoked", state: "revoked", isMine: true })).toBe("Taken back: 50 % discount for Acme Corp.");
});

test("who holds what is said of the open request alone", () => {
  expect(changeWords({ ...EVENT, change: "claimed", state: "pending" })).toBeNull();
  expect(openWords({ ...EVENT, change: "claimed", state: "pending" })).toBe("Tom Okafor holds it now: 50 % discount for Acme Corp.");
  expect(openWords({ ...EVENT, change: "renewed", state: "pending" })).toBeNull();
  expect(openWords({ ...EVENT, change: "claimed", state: "pending", isMine: true })).toBeNull();
});

test("votes and stages are said of the open request, with how far it is", () => {
  const voted = { ...EVENT, change: "voted", state: "pending", quorum: 2, votesIn: 1 } as const;
  expect(openWords(voted)).toBe("Tom Okafor approved; 1 of 2 so far: 50 % discount for Acme Corp.");
  expect(openWords({ ...voted, votesIn: 2 })).toBe("Tom Okafor decided; it takes effect in a moment: 50 % discount for Acme Corp.");
  expect(openWords({ ...voted, change: "undone", votesIn: 0 })).toBe("Tom Okafor took the vote back: 50 % discount for Acme Corp.");
  expect(changeWords(voted)).toBeNull();
  const opened = { ...EVENT, change: "stage_opened", state: "pending", stage: 2, stageCount: 2, stageName: "Security" } as const;
  expect(openWords(opened)).toBe("Now with Security (stage 2 of 2): 50 % discount for Acme Corp.");
  expect(changeWords({ ...opened, isMine: true })).toBe(openWords(opened));
  expect(changeWords(opened)).toBeNull();
});

test("an undo says what is undone, and what came too late", () => {
  const late = { ok: false, message: "It has taken effect, so it cannot be undone any more." } as const;
  expect(undoneWords([{ ok: true }], "50 % discount")).toBe("Undone: 50 % discount.");
  expect(undoneWords([late], "50 % discount")).toBe("It has taken effect, so it cannot be undone any more. 50 % discount.");
  expect(undoneWords([{ ok: true }, late, { ok: true }], "3 requests")).toBe("Undone: 2 of 3 requests. 1 had taken effect.");
});

test("a request leaves what waits with the vote that takes its last place, and comes back with the undo", () => {
  const row = { id: "apr_1", state: "pending", revision: 1, quorum: 2, votesIn: 0, waitsForMe: true, mayNotDecide: null } as QueueRow;
  const page: QueuePage = { items: [row], nextCursor: null, asOf: EVENT.at };
  const waits = (event: ChangeEvent, from = page) => patchPage(from, event).items[0]?.waitsForMe;
  const first = { ...EVENT, change: "voted", state: "pending", quorum: 2, votesIn: 1 } as const;
  expect([waits(first), waits({ ...first, isMine: true }), waits({ ...first, votesIn: 2 })]).toEqual([true, false, false]);
  const gone = patchPage(page, { ...first, votesIn: 2 });
  expect(waits({ ...first, change: "undone" }, gone)).toBe(true);

  const own = patchVoted(page, new Map([["apr_1", { state: "pending", revision: 1 }]]), false);
  expect(own.items[0]).toMatchObject({ waitsForMe: false, claim: null });
  expect(patchVoted(page, new Map(), false)).toBe(page);
});

test("a change reaches its row and leaves the others alone; one that is older than the row does nothing", () => {
  const row = { id: "apr_1", state: "pending", revision: 1, claim: null } as QueueRow;
  const other = { ...row, id: "apr_2" };
  const page: QueuePage = { items: [row, other], nextCursor: null, asOf: EVENT.at };
  const after = patchPage(page, EVENT);
  expect(after.items[0]).toMatchObject({ state: "approved", revision: 2 });
  expect(after.items[1]).toBe(other);
  expect(patchPage(page, { ...EVENT, id: "apr_9" })).toBe(page);
  expect(patchPage({ ...page, items: [{ ...row, revision: 3 }] }, EVENT).items[0]).toMatchObject({ state: "pending", revision: 3 });
});
