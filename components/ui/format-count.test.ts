import { expect, test } from "vitest";
import { formatCount, shortCount } from "./format-count";

test("a count is parted by thousands; where there is no room it tells whole thousands and that there are more", () => {
  expect([0, 999, 1_234, 1_234_567].map(formatCount)).toEqual(["0", "999", "1,234", "1,234,567"]);
  expect([0, 999, 1_234, 9_999, 10_000, 12_999, 1_234_567].map(shortCount)).toEqual([
    "0",
    "999",
    "1,234",
    "9,999",
    "10k+",
    "12k+",
    "1,234k+",
  ]);
});
