import { expect, test } from "vitest";
import { FLAGS } from "@/server/traces/schema";
import { callBefore } from "./read-skeleton";
import { isOdd, oddWords } from "./read-skeleton-odd";
import { madeSkeleton } from "./testing/made-skeleton";

test("the call before is the last of the same tool that began earlier, wherever it stands in the tree", () => {
  const skeleton = madeSkeleton([
    { id: "root", kind: "agent", offsetUs: 0 },
    { id: "a", parent: 0, tool: "read", offsetUs: 10 },
    { id: "b", parent: 0, tool: "read", offsetUs: 30 },
    { id: "c", parent: 0, tool: "write", offsetUs: 35 },
    { id: "d", parent: 3, tool: "read", offsetUs: 20 },
  ]);
  expect([0, 1, 2, 3, 4].map((index) => callBefore(skeleton, index))).toEqual([-1, -1, 4, -1, 1]);
});

test("what is odd is said in words; being ungoverned or an orphan is not odd about its time", () => {
  expect(oddWords(FLAGS.reversed | FLAGS.early)).toHaveLength(2);
  expect(isOdd(FLAGS.ungoverned | FLAGS.orphan | FLAGS.counted)).toBe(false);
  expect(isOdd(FLAGS.endless)).toBe(true);
});
