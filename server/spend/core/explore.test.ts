import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byModel, type Cell, groupBy, type Labels, moversOf } from "./explore";
import { roundTogether } from "./round";

const labels = (over: Partial<Labels>): Labels => ({
  team: null,
  agent: null,
  taskClass: null,
  model: null,
  provider: null,
  environment: null,
  person: null,
  costCentre: null,
  ...over,
});
const cell = (day: number | null, over: Partial<Labels>, costPicoUsd: bigint, bucket: Cell["bucket"] = "priced"): Cell => ({
  day,
  labels: labels(over),
  bucket,
  calls: 1,
  inputTokens: 10n,
  outputTokens: 1n,
  costPicoUsd,
});

describe("what is shown adds up", () => {
  test("amounts rounded together add up to their rounded sum, none off by a unit or more", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), { minLength: 1, maxLength: 30 }), (amounts) => {
        const unit = 1_000_000n;
        const rounded = roundTogether(amounts, unit);
        const sum = amounts.reduce((all, one) => all + one, 0n);
        const off = rounded.reduce((all, one) => all + one, 0n) * unit - sum;
        expect(off > -unit && off <= unit / 2n).toBe(true);
        for (const [i, amount] of amounts.entries()) {
          const difference = (rounded[i] ?? 0n) * unit - amount;
          expect(difference > -unit && difference <= unit).toBe(true);
        }
      }),
    );
  });
  test("three thirds of a dollar are a dollar", () => {
    expect(roundTogether([333_333n, 333_333n, 333_334n], 10_000n)).toEqual([33n, 33n, 34n]);
  });
});

describe("by a dimension", () => {
  const cells = [
    cell(0, { team: "Sales" }, 1_500_000n),
    cell(1, { team: "Sales" }, 2_500_000n),
    cell(1, { team: "Support" }, 9_000_000n),
    cell(0, {}, 3_000_000n),
    cell(null, { team: "Sales" }, 1_000_000n),
    cell(0, { team: "Sales" }, 0n, "unpriced"),
  ];
  test("the dearest first, unattributed last; the days before apart; only what is priced", () => {
    const groups = groupBy(cells, "team", 2);
    expect(groups.map(({ key, costMicroUsd, perDayMicroUsd }) => [key, costMicroUsd, perDayMicroUsd])).toEqual([
      ["Support", "9", ["0", "9"]],
      ["Sales", "4", ["2", "2"]],
      [null, "3", ["3", "0"]],
    ]);
    expect(groups.map(({ now, before }) => [now.calls, before.calls])).toEqual([
      [1, 0],
      [2, 1],
      [1, 0],
    ]);
  });
  test("what moved the total comes by its size, up or down", () => {
    const moved = moversOf(
      [cell(0, { agent: "a", model: "m" }, 5n), cell(null, { agent: "a", model: "m" }, 1n), cell(null, { agent: "b", model: "m" }, 9n)],
      2,
    );
    expect(moved.map(({ dimension, key, difference }) => [dimension, key, difference])).toEqual([
      ["agent", "b", -9n],
      ["model", "m", -5n],
    ]);
  });
  test("what has no price is told by its model", () => {
    const found = byModel(
      [
        cell(0, { model: "x", agent: "a" }, 0n, "unpriced"),
        cell(1, { model: "x", agent: "b" }, 0n, "unpriced"),
        cell(null, { model: "y" }, 0n, "unpriced"),
      ],
      "unpriced",
    );
    expect(found).toMatchObject([{ model: "x", agents: ["a", "b"], calls: 2, inputTokens: 20n }]);
  });
});
