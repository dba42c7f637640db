import { expect, test } from "vitest";
import type { InboxEntry } from "@/server/notifications/schema";
import { isUnread, prepareInbox } from "./prepare-inbox";
import { fromTime, toTime } from "./words";

const entry = (id: string, createdAt: string, groupKey = id): InboxEntry => ({
  ...{ id, createdAt, groupKey, kind: "approval.asked", title: id, body: "", quote: null, because: "you approve", path: `/queue/${id}` },
  ...{ isImportant: false, readAt: null, settled: null },
});
const now = Date.parse("2026-11-22T00:30:00Z");

test("days are the reader's own, the newest first", () => {
  const entries = [entry("c", "2026-11-22T00:10:00Z"), entry("b", "2026-11-21T23:50:00Z"), entry("a", "2026-11-19T12:00:00Z")];
  const inUtc = prepareInbox(entries, now, "UTC").map(({ label, rows }) => [label, rows.map(({ entry: { id } }) => id)]);
  expect(inUtc).toEqual([
    ["Today", ["c"]],
    ["Yesterday", ["b"]],
    ["Thursday, 19 November 2026", ["a"]],
  ]);
  expect(prepareInbox(entries, now, "Europe/Berlin").map(({ label }) => label)).toEqual(["Today", "Thursday, 19 November 2026"]);
});

test("several notices about one thing on one day are one row under the newest", () => {
  const entries = [entry("3", "2026-11-22T00:20:00Z", "g"), entry("2", "2026-11-22T00:15:00Z"), entry("1", "2026-11-22T00:10:00Z", "g")];
  const [day] = prepareInbox([...entries, entry("0", "2026-11-21T10:00:00Z", "g")], now, "UTC");
  expect(day?.rows.map(({ entry: { id }, earlier }) => [id, earlier.map((one) => one.id)])).toEqual([
    ["3", ["1"]],
    ["2", []],
  ]);
});

test("what is settled needs nobody and is not unread", () => {
  expect(isUnread(entry("a", "2026-11-22T00:10:00Z"))).toBe(true);
  expect(isUnread({ ...entry("a", "2026-11-22T00:10:00Z"), settled: { at: "2026-11-22T00:11:00Z", words: "Approved" } })).toBe(false);
});

test("times of day are written and read back", () => {
  expect([toTime(0), toTime(1_339), fromTime("22:19"), fromTime("")]).toEqual(["00:00", "22:19", 1_339, null]);
});
