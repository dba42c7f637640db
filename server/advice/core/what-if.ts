import type { Sample } from "./compare";
import { type Estimate, meanDifferenceOf, mixOf } from "./intervals";

const DAYS_OF_MONTH = 365.25 / 12;

export type WhatIf = {
  /** Runs of the model now in an average month, and how many of them would move. */
  readonly monthlyRuns: number;
  readonly movedRuns: number;
  /** Micro-USD a month. */
  readonly saving: Estimate;
  /** Success of what runs on the model now, once part of it has moved. */
  readonly success: Estimate;
  /** More successful runs a month, or fewer. */
  readonly succeeded: number;
};

/** What it would come to if a part of the runs of the model now went to another one, both going on as they did. */
export function whatIf(current: Sample, candidate: Sample, part: number, days: number): WhatIf {
  const monthlyRuns = (current.runs / days) * DAYS_OF_MONTH;
  const movedRuns = monthlyRuns * part;
  const each = meanDifferenceOf(current.cost, candidate.cost);
  const success = mixOf(current.outcome, candidate.outcome, part);
  const [p, q] = [current.outcome, candidate.outcome].map(({ of, count }) => (of === 0 ? 0 : count / of)) as [number, number];
  return {
    monthlyRuns,
    movedRuns,
    saving: { value: each.value * movedRuns, low: each.low * movedRuns, high: each.high * movedRuns },
    success,
    succeeded: movedRuns * (q - p),
  };
}
