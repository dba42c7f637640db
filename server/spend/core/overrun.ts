import { usdWords } from "@/server/kernel/money";

/** What people expect of an agent. */
export type Estimate = { readonly runsPerMonth: number; readonly costPerRunMicroUsd: bigint };
/** What it did in its last days, thirty at most. */
export type Actual = { readonly days: number; readonly runs: number; readonly costMicroUsd: bigint };

const MONTH_DAYS = 30;
/** Fewer say nothing of what comes. */
export const LEAST_DAYS = 3;
export const LEAST_RUNS = 10;
/** Above this share of its estimate it is said. */
export const PERCENT = 125n;

export type Measured = {
  readonly perRunMicroUsd: bigint | null;
  readonly runsPerMonth: number;
  readonly perMonthMicroUsd: bigint;
  readonly expectedPerMonthMicroUsd: bigint;
};

/** Its pace, as of a month of thirty days. */
export function measure({ runsPerMonth, costPerRunMicroUsd }: Estimate, { days, runs, costMicroUsd }: Actual): Measured {
  const over = BigInt(Math.max(1, days));
  return {
    perRunMicroUsd: runs === 0 ? null : costMicroUsd / BigInt(runs),
    runsPerMonth: Math.round((runs * MONTH_DAYS) / Math.max(1, days)),
    perMonthMicroUsd: (costMicroUsd * BigInt(MONTH_DAYS)) / over,
    expectedPerMonthMicroUsd: BigInt(runsPerMonth) * costPerRunMicroUsd,
  };
}

const count = new Intl.NumberFormat("en-GB");
const times = (now: number, then: number): string => `${(now / then).toFixed(1)} times`;

/**
 * Whether an agent costs more than a quarter beyond its estimate, in words with the figures; null while it keeps to it, or
 * while three days or ten runs are not there yet.
 */
export function overrun(estimate: Estimate, actual: Actual): string | null {
  if (actual.days < LEAST_DAYS || actual.runs < LEAST_RUNS) return null;
  const { perRunMicroUsd, runsPerMonth, perMonthMicroUsd, expectedPerMonthMicroUsd } = measure(estimate, actual);
  if (perRunMicroUsd === null || perMonthMicroUsd * 100n <= expectedPerMonthMicroUsd * PERCENT) return null;
  const { costPerRunMicroUsd } = estimate;
  const isDearer = perRunMicroUsd * 10n > costPerRunMicroUsd * 11n;
  const isBusier = runsPerMonth * 10 > estimate.runsPerMonth * 11;
  const why = [
    ...(isDearer
      ? [
          `A run costs ${usdWords(perRunMicroUsd)}, ${times(Number(perRunMicroUsd), Number(costPerRunMicroUsd))} the ${usdWords(costPerRunMicroUsd)} estimated.`,
        ]
      : []),
    ...(isBusier
      ? [
          `It makes ${count.format(runsPerMonth)} runs a month, ${times(runsPerMonth, estimate.runsPerMonth)} the ${count.format(estimate.runsPerMonth)} estimated.`,
        ]
      : []),
  ].join(" ");
  return `At this pace it costs ${usdWords(perMonthMicroUsd)} a month, where ${usdWords(expectedPerMonthMicroUsd)} was estimated. ${why} Counted over ${actual.days} days, ${count.format(actual.runs)} runs.`;
}
