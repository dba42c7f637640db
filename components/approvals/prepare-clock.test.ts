import { expect, test } from "vitest";
import type { ActSeen } from "@/server/approvals/escalation-schema";
import { clockLines, fewLines, someNames } from "./prepare-clock";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 16, minute)).toISOString();
const card = { createdAt: at(2), dueAt: at(60), expiresAt: at(600) };
const act = (minute: number, kind: ActSeen["kind"], whom: readonly string[], step = 1): ActSeen => ({
  at: at(minute),
  kind,
  step,
  loop: 0,
  whom,
  isImportant: false,
});
const say = (lines: ReturnType<typeof clockLines>) => lines.map(({ words, state }) => `${state}: ${words}`);

test("tells who was and will be told, in order, with what comes next marked and the due moment in its place", () => {
  const seen = {
    past: [{ ...act(2, "asked", ["Ana Ruiz"], 0), stage: 1 }],
    next: [act(50, "step", ["Ana Ruiz", "Noor Haddad"]), act(75, "page", ["Helena Brandt"], 2)],
  };
  expect(say(clockLines(card, seen, Date.parse(at(10))))).toEqual([
    "done: Proposed, held since",
    "done: Ana Ruiz asked",
    "next: Ana Ruiz and Noor Haddad told",
    "later: Due, breached from then on",
    "later: Helena Brandt paged",
    "later: Refused, cause timeout",
  ]);
});

test("says a breach, a gap, and nothing after a chain that ends the request", () => {
  const seen = { past: [], next: [act(70, "step", []), act(80, "expire", [], 2)] };
  expect(say(clockLines(card, seen, Date.parse(at(65))))).toEqual([
    "done: Proposed, held since",
    "done: Breached: it was due",
    "next: Nobody to tell",
    "later: Refused, cause timeout",
  ]);
});

test("before the chain is read the three moments stand, and a long one is cut but for its end", () => {
  expect(clockLines(card, undefined, Date.parse(at(10)))).toHaveLength(3);
  const long = { past: [], next: Array.from({ length: 12 }, (_, step) => act(61 + step, "step", ["Ana Ruiz"], step)) };
  const few = fewLines(clockLines(card, long, Date.parse(at(10))));
  expect(few).toHaveLength(7);
  expect(few.at(-1)?.words).toBe("Refused, cause timeout");
});

test("names a few people and counts the rest", () => {
  expect(someNames(["A", "B", "C", "D"])).toBe("A, B, C and D");
  expect(someNames(["A", "B", "C", "D", "E"])).toBe("A, B, C and 2 others");
});
