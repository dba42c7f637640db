import { expect, test } from "vitest";
import type { QueueRow } from "@/server/approvals/schema";
import { capped, highWords, MOST, nextAfter, ranged, toggled } from "./prepare-selection";

const IDS = ["a", "b", "c", "d"];
const set = (...ids: string[]) => new Set(ids);
const rows = (...tiers: QueueRow["riskTier"][]) => tiers.map((riskTier) => ({ riskTier }) as QueueRow);

test("a row goes in and out, a range holds all between, in either direction", () => {
  expect(toggled(set("a"), "b")).toEqual(set("a", "b"));
  expect(toggled(set("a", "b"), "a")).toEqual(set("b"));
  expect(ranged(set("a"), IDS, "d", "b")).toEqual(set("a", "b", "c", "d"));
  expect(ranged(set("a"), IDS, "gone", "c")).toEqual(set("a", "c"));
});

test("never more are selected than can be decided in one go", () => {
  const many = Array.from({ length: 150 }, (_, at) => String(at));
  expect(capped(many).size).toBe(MOST);
  expect(toggled(capped(many), "149").has("149")).toBe(false);
  expect(ranged(set(), many, "0", "149").size).toBe(MOST);
});

test("after the batch the list goes on where the reader was", () => {
  expect(nextAfter(IDS, "b", set("c"))).toBe("b");
  expect(nextAfter(IDS, "b", set("b", "c"))).toBe("d");
  expect(nextAfter(IDS, "d", set("c", "d"))).toBe("b");
  expect(nextAfter(IDS, null, set("a"))).toBe("b");
  expect(nextAfter(IDS, "a", set(...IDS))).toBeNull();
});

test("what will be refused is said before it is sent", () => {
  expect(highWords(rows("low", "medium"))).toBeNull();
  expect(highWords(rows("low", "high"))).toBe("1 of them is high risk: it is refused here, and decided one by one.");
  expect(highWords(rows("high", "high"))).toBe("All of them are high risk: they are refused here, and decided one by one.");
  expect(highWords(rows("high"))).toBe("It is high risk: decide it on its own card.");
});
