import { expect, test } from "vitest";
import type { QueuePage, QueueRow } from "@/server/approvals/schema";
import { type ChangeEvent, changeWords, openWords, patchPage } from "./prepare-change";

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
};

test("a decision by someone else is said with their name, one's own and the clock's without", () => {
  expect(changeWords(EVENT)).toBe("Tom Okafor approved: 50 % discount for Acme Corp.");
  expect(changeWords({ ...EVENT, isMine: true })).toBe("Approved: 50 % discount for Acme Corp.");
  expect(changeWords({ ...EVENT, change: "expired", by: null })).toBe("Expired: 50 % discount for Acme Corp.");
});

test("who holds what is said of the open request alone", () => {
  expect(changeWords({ ...EVENT, change: "claimed", state: "pending" })).toBeNull();
  expect(openWords({ ...EVENT, change: "claimed", state: "pending" })).toBe("Tom Okafor holds it now: 50 % discount for Acme Corp.");
  expect(openWords({ ...EVENT, change: "renewed", state: "pending" })).toBeNull();
  expect(openWords({ ...EVENT, change: "claimed", state: "pending", isMine: true })).toBeNull();
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
