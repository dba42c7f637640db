import { expect, test } from "vitest";
import { madeSkeleton } from "./testing/made-skeleton";
import { findSteps, holds } from "./timeline-search";

const skeleton = madeSkeleton([
  { id: "aa", name: "invoke_agent sales" },
  { id: "bb", parent: 0, name: "execute_tool", tool: "crm.Read_Account" },
  { id: "cc", parent: 0, name: "chat" },
]);

test("a step is found by its name, its tool or its id, however it is written", () => {
  expect([...(findSteps(skeleton, " READ_acc ") ?? [])]).toEqual([1]);
  expect([...(findSteps(skeleton, "a") ?? [])]).toEqual([0, 1, 2]);
  expect([...(findSteps(skeleton, "cc") ?? [])]).toEqual([1, 2]);
  expect([...(findSteps(skeleton, "nothing") ?? [])]).toEqual([]);
});

test("without a text nothing is looked for", () => expect(findSteps(skeleton, "  ")).toBeNull());

test("a sorted list is asked by halves", () => {
  const list = Int32Array.from([1, 4, 9]);
  expect([0, 1, 2, 4, 9, 10].map((figure) => holds(list, figure))).toEqual([false, true, false, true, true, false]);
});
