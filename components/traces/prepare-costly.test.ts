import { expect, test } from "vitest";
import { costlyOf } from "./prepare-costly";

test("costly is what about one in twenty cost, in a round figure; of few runs nothing is said", () => {
  const costs = Array.from({ length: 200 }, (_, i) => i * 1_000); // up to 20 cents
  expect(costlyOf(costs)).toBe(0.1);
  expect(costlyOf(costs.map((cost) => cost * 3))).toBe(0.5);
  expect(costlyOf(costs.slice(0, 19))).toBeNull();
  expect(costlyOf(costs.map(() => 0))).toBeNull();
});
