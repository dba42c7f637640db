import { expect, test } from "vitest";
import { gapsIn } from "./gaps";

const [JANUARY, MARCH, APRIL, MAY] = ["01", "03", "04", "05"].map((month) => `2026-${month}-01T00:00:00.000Z`) as [
  string,
  string,
  string,
  string,
];
const price = (startsAt: string | null, endsAt: string | null, of: { model?: string; serviceTier?: string } = {}) => ({
  provider: "openai",
  model: "gpt-5",
  serviceTier: "standard",
  startsAt,
  endsAt,
  ...of,
});
const GPT = { provider: "openai", model: "gpt-5", serviceTier: "standard" };

test.each([
  ["one that lasts", [price(JANUARY, null)], []],
  ["one after the other", [price(MARCH, null), price(JANUARY, MARCH)], []],
  ["a month between two", [price(JANUARY, MARCH), price(APRIL, null)], [{ ...GPT, from: MARCH, to: APRIL }]],
  ["one that ended", [price(null, MAY)], [{ ...GPT, from: MAY, to: null }]],
  [
    "the next one is of another tier",
    [price(JANUARY, MARCH), price(MARCH, null, { serviceTier: "batch" })],
    [{ ...GPT, from: MARCH, to: null }],
  ],
  [
    "the next one is of another model",
    [price(JANUARY, MARCH), price(MARCH, null, { model: "gpt-6" })],
    [{ ...GPT, from: MARCH, to: null }],
  ],
])("agreed prices leave off where no other begins: %s", (_, prices, gaps) => {
  expect(gapsIn(prices)).toEqual(gaps);
});
