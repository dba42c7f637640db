import { expect, test } from "vitest";
import { gapWords, heldWords, progressOf, rateWords, versionWords } from "./prepare-prices";

test("a unit price is told exactly, with its context tiers", () => {
  expect(rateWords({ base: "75000", tiers: [{ above: 200_000, rate: "150000" }] })).toEqual({
    price: "$0.075",
    tiers: ["$0.15 above 200,000"],
  });
  expect(rateWords(undefined)).toBeNull();
});

test.each([
  [{ startsAt: null, endsAt: null, hours: null }, "always"],
  [{ startsAt: "2026-11-01T00:00:00Z", endsAt: null, hours: null }, "since 1 Nov 2026"],
  [{ startsAt: "2026-11-01T00:00:00Z", endsAt: "2027-01-01T00:00:00Z", hours: null }, "1 Nov 2026 to 1 Jan 2027"],
  [{ startsAt: null, endsAt: null, hours: { from: 1_800, to: 59_400 } }, "00:30 to 16:30 UTC"],
])("%j holds %s", (held, words) => expect(heldWords(held)).toBe(words));

test.each([
  [{ to: null, countedBy: "list" }, "gpt-5: from 1 Nov 2026 on no contract holds, so the list price counts."],
  [
    { to: "2026-11-15T00:00:00Z", countedBy: "nothing", serviceTier: "batch" },
    "gpt-5, tier batch: from 1 Nov 2026 to 15 Nov 2026 no contract holds, so its calls have no price and stand under Unpriced.",
  ],
] as const)("days without a contract are told with how calls are counted then: %j", (of, words) => {
  const gap = { provider: "openai", model: "gpt-5", serviceTier: "standard", from: "2026-11-01T00:00:00Z", ...of };
  expect(gapWords(gap)).toBe(words);
});

test("a version says what made it, and a repricing how far it is", () => {
  const version = { version: 2, at: "", catalogue: "genai-prices 0.1.8", by: null, repricing: null };
  expect(versionWords({ ...version, cause: "contract", added: 0, removed: 1 })).toBe("Price of a contract taken out");
  const progress = { stepsInAll: "200", stepsSeen: "50", stepsChanged: "0", differenceMicroUsd: "0" };
  expect([progressOf({ ...progress, state: "running" }), progressOf({ ...progress, state: "done" })]).toEqual([0.25, 1]);
});
