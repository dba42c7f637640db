import fc from "fast-check";
import { expect, test } from "vitest";
import { formatMicroUsd } from "./format-money";

test.each([
  ["0", "$0"],
  ["1200000000000", "$1,200,000"],
  ["-410000000", "−$410"],
  ["320000", "$0.32"],
  ["2000000", "$2.00"],
  ["1215500000", "$1,215.50"],
  ["4980000000", "$4,980"],
  ["9999", "$0.0100"],
  ["4200", "$0.0042"],
  ["40", "<$0.0001"],
  ["9007199254740993000000", "$9,007,199,254,740,993"],
])("%s micro-USD reads %s", (amount, words) => {
  expect(formatMicroUsd(amount)).toBe(words);
});

test("an amount that is not zero is never shown as zero", () => {
  fc.assert(
    fc.property(
      fc.bigInt(1n, 10n ** 15n),
      (amount) => /[1-9]/.test(formatMicroUsd(amount)) && formatMicroUsd(-amount) === `−${formatMicroUsd(amount)}`,
    ),
  );
});
