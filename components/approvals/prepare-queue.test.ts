import { expect, test } from "vitest";
import type { QueueCounts, QueueRow } from "@/server/approvals/schema";
import { clockFace, escalatedWords, groupOf, keepOpen, leaseWords, neighbour, prepareLines, stakeWords, stateWords } from "./prepare-queue";

// A Friday, 16:00 in Paris.
const NOW = Date.parse("2026-11-20T15:00:00Z");
const ZONE = "Europe/Paris";
const minutes = (count: number) => new Date(NOW + count * 60_000).toISOString();

const row = (id: string, dueInMinutes: number, more: Partial<QueueRow> = {}): QueueRow => ({
  id,
  actionId: `act_${id}`,
  state: "pending",
  title: id,
  agentName: "sales-agent",
  toolName: "crm.apply_discount",
  riskTier: "low",
  stake: { amountMicroUsd: null, records: null, text: null },
  hasLookAlike: false,
  agentsWaiting: 1,
  createdAt: minutes(-60),
  dueAt: minutes(dueInMinutes),
  expiresAt: minutes(4_000),
  breachedAt: null,
  frozenAt: null,
  claim: null,
  claims: [],
  stage: 1,
  stageCount: 1,
  stageName: "Approval",
  quorum: 1,
  votesIn: 0,
  settlesAt: null,
  escalated: null,
  waitsForMe: true,
  mayNotDecide: null,
  groupNames: [],
  revision: 1,
  ...more,
});

test.each([
  [-22, "22 min over", "danger"],
  [0, "0 s over", "danger"],
  [0.5, "30 s left", "warn"],
  [12, "12 min left", "warn"],
  [34, "34 min left", "plain"],
  [70, "1 h 10 min", "plain"],
  [65 * 60 + 40, "Mon 09:40", "plain"],
  [14 * 24 * 60, "4 Dec 16:00", "plain"],
])("due in %d min the clock says %s", (due, words, tone) => {
  expect(clockFace(row("a", due), NOW, ZONE)).toMatchObject({ words, tone });
});

test("the ring shows the share of the time until due that has gone, and stands still while the agent is stopped", () => {
  expect(clockFace(row("a", 60), NOW, ZONE).share).toBe(0.5);
  expect(clockFace(row("a", -10), NOW, ZONE).share).toBe(1);
  expect(clockFace(row("a", 60, { state: "frozen", frozenAt: minutes(-30) }), NOW, ZONE)).toEqual({
    words: "Agent stopped",
    tone: "still",
    share: 0.25,
  });
});

test("a day is the reader's: what is today in Los Angeles is tomorrow in Paris", () => {
  const late = row("a", 9 * 60);
  expect(groupOf(late, NOW, "America/Los_Angeles").label).toBe("Today");
  expect(groupOf(late, NOW, ZONE).label).toBe("Saturday");
});

test("headings stand in the order of time, and under each the order of urgency stays", () => {
  const rows = [row("high", 90), row("late", -5), row("soon", 30), row("sooner", 20), row("monday", 65 * 60)];
  const lines = prepareLines(rows, { isGrouped: true, hasMore: false, nowMs: NOW, timeZone: ZONE });
  expect(lines.map((line) => (line.kind === "head" ? `${line.group.label} ${line.count}` : line.row.id))).toEqual([
    "Breached 1",
    "late",
    "Within the hour 2",
    "soon",
    "sooner",
    "Today 1",
    "high",
    "Monday 1",
    "monday",
  ]);
});

test("while more rows follow a heading counts only what the server counted", () => {
  const shape = { isGrouped: true, hasMore: true, nowMs: NOW, timeZone: ZONE, known: { breached: 7 } };
  const heads = prepareLines([row("a", -5), row("b", 90)], shape).filter((line) => line.kind === "head");
  expect(heads.map((head) => head.count)).toEqual([7, null]);
});

test("the open row keeps its place after it left the list", () => {
  const [a, b, c] = [row("a", 1), row("b", 2), row("c", 3)];
  expect(keepOpen([a, c], { row: b, index: 1 }).map(({ id }) => id)).toEqual(["a", "b", "c"]);
  expect(keepOpen([a, b], { row: b, index: 0 })).toEqual([a, b]);
  expect(keepOpen([], { row: b, index: 5 })).toEqual([b]);
});

test("moving goes one row on, stops at the ends, and begins at the first", () => {
  const ids = ["a", "b", "c"];
  expect([
    neighbour(ids, null, 1),
    neighbour(ids, "a", 1),
    neighbour(ids, "c", 1),
    neighbour(ids, "a", -1),
    neighbour([], null, 1),
  ]).toEqual(["a", "b", null, null, null]);
});

test("the stake is money before records before a word", () => {
  expect(stakeWords({ amountMicroUsd: "1200000000000", records: 1, text: "Irreversible" })).toMatchObject({
    main: "$1,200,000",
    more: "1 record",
  });
  expect(stakeWords({ amountMicroUsd: null, records: 48_210, text: "External" })).toMatchObject({
    main: "48,210",
    unit: "records",
    more: "External",
  });
  expect(stakeWords({ amountMicroUsd: null, records: null, text: "External" })).toMatchObject({ main: "External", isFigure: false });
});

test("the sentence says what waits, what is breached and what is due", () => {
  const counts: QueueCounts = { forMe: 14, heldByMe: 1, all: 37, breached: 3, dueWithinHour: 6, forMeBreached: 2, forMeDueWithinHour: 5 };
  expect(stateWords(counts, true)).toEqual({
    waiting: "14 wait for you.",
    breached: "2 are breached",
    soon: "5 more are due within the hour",
  });
  expect(stateWords({ ...counts, forMe: 1, forMeBreached: 0, forMeDueWithinHour: 1 }, true)).toEqual({
    waiting: "1 waits for you.",
    breached: null,
    soon: "1 is due within the hour",
  });
  expect(stateWords({ ...counts, forMe: 0, forMeBreached: 0, forMeDueWithinHour: 0 }, true).waiting).toBe("Nothing waits for you.");
});

test("a lease is told in minutes and seconds", () => {
  expect(leaseWords(NOW + 161_000, NOW)).toBe("2:41 left");
  expect(leaseWords(NOW - 1_000, NOW)).toBe("0:00 left");
});

test("an escalated request says which step was taken and whom it told, short in its row", () => {
  expect(escalatedWords({ kind: "step", step: 2, told: ["Ana Ruiz", "Tom Okafor"] })).toEqual({
    short: "step 2 told Ana + 1",
    full: "Escalated, step 2: told Ana Ruiz, Tom Okafor",
  });
  expect(escalatedWords({ kind: "page", step: 3, told: [] }).short).toBe("paged nobody");
});
