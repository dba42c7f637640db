import { expect, test } from "vitest";
import type { MonthForecast } from "@/server/spend/forecast-schema";
import { basisWords, missedWords, passDay, prepareSums, roughly } from "./prepare-forecast";

const to = (day: string, value: number, sum: number) => ({
  day,
  microUsd: String(value),
  lowMicroUsd: String(value / 2),
  highMicroUsd: String(value * 2),
  sumMicroUsd: String(sum),
  sumLowMicroUsd: String(sum / 2),
  sumHighMicroUsd: String(sum * 2),
});
const backtest = { errorShare: 0.0684, naiveErrorShare: 0.11, origins: 24, horizonDays: 8 };
const basis = { model: "weekday", days: 90, isThin: false, backtest } as const;

const month: MonthForecast = {
  asOf: "2026-11-03T12:00:00Z",
  timeZone: "UTC",
  days: ["2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04"],
  today: "2026-11-03",
  spentMicroUsd: ["1000000", null, "500000"],
  spentSoFarMicroUsd: "1500000",
  beforeMicroUsd: ["2000000", "2000000", null, "1000000"],
  basisDays: 90,
  ahead: {
    days: [to("2026-11-03", 500_000, 500_000), to("2026-11-04", 1_000_000, 1_500_000)],
    totalMicroUsd: "3000000",
    lowMicroUsd: "2250000",
    highMicroUsd: "4500000",
    basis,
    groups: [],
  },
};

test("sums go on from where the month stands, and the band opens from there", () => {
  const sums = prepareSums(month);
  expect(sums.map(({ actual }) => actual)).toEqual([1, undefined, 1.5, undefined]);
  expect(sums[2]).toMatchObject({ ahead: 1.5, band: [1.5, 1.5] });
  expect(sums[3]).toMatchObject({ ahead: 3, band: [2.25, 4.5], against: 5 });
});

test("a limit is passed on the first day that takes what is left", () => {
  const days = month.ahead?.days ?? [];
  expect(passDay(days, 1_000_000n)).toBe("2026-11-04");
  expect(passDay(days, 1_500_000n)).toBeNull();
  expect(passDay(days, -1n)).toBe("2026-11-03");
});

test("how far past forecasts missed is said, or why it cannot be", () => {
  expect(missedWords(basis)).toBe("Past forecasts missed by 6.8 %.");
  expect(missedWords({ ...basis, backtest: null, days: 15 })).toContain("too few to check it against");
  expect(missedWords({ ...basis, backtest: null, days: 9, isThin: true })).toContain("A first guess: only 9 days");
  expect(basisWords(basis)).toContain("Checked on 24 past days: sums over 8 days");
});

test("a forecast is shown no more exact than it is", () => {
  expect(roughly("60143210000")).toBe("$60,143");
  expect(roughly("12345678")).toBe("$12.35");
});
