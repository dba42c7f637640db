import { expect, test } from "vitest";
import { reachOf, stageWithoutOthers } from "./reach";

test.each<[always: string[], oneOf: string[][], count: number]>([
  [[], [], 0],
  [["a", "b", "a"], [], 2],
  [["a"], [["a"]], 1],
  [["a"], [["a", "b", "c"]], 2],
  [[], [["b"], ["b"]], 1],
  [[], [["b", "c"], ["b"], []], 2],
])("%j always, one of each of %j: %i people at most", (always, oneOf, count) => {
  expect(reachOf({ always, oneOf })).toBe(count);
});

const stage = (quorum: number, ...always: string[]) => ({ quorum, always, oneOf: [] });

test("a stage that only those could decide who decided before is found, and none that others could fill", () => {
  expect(stageWithoutOthers([stage(1, "a"), stage(1, "a")])).toBe(1);
  expect(stageWithoutOthers([stage(1, "a", "b"), stage(1, "a")])).toBeNull();
  expect(stageWithoutOthers([stage(2, "a", "b"), stage(1, "c"), stage(1, "a", "c")])).toBe(2);
  expect(stageWithoutOthers([stage(1, "a", "b", "c"), stage(1, "a", "b"), stage(1, "a")])).toBeNull();
});
