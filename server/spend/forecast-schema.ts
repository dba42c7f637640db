import { z } from "zod";
import { DIMENSIONS } from "./core/explore";
import type { ModelName } from "./core/forecast-models";

const name = z.string().min(1).max(256);
const day = z.iso.date();

/** This month of everything, or of what fits; `by` parts it. */
export const ForecastInput = z.object({
  by: z.enum(DIMENSIONS).default("team"),
  agent: name.optional(),
  team: name.optional(),
  taskClass: name.optional(),
  model: name.optional(),
  provider: name.optional(),
  environment: name.optional(),
  person: name.optional(),
  costCentre: name.optional(),
});
export type ForecastInput = z.infer<typeof ForecastInput>;

export const MAX_OUTLOOKS = 60;
export const MOST_DAYS_AHEAD = 62;

/** What is left of some stretches of days: of everything, or of one team, agent or task class. `until` is included. */
export const OutlooksInput = z.object({
  of: z
    .array(
      z.object({
        id: z.string().min(1).max(64),
        dimension: z.enum(["team", "agent", "taskClass"]).nullable(),
        key: name.nullable(),
        until: day,
      }),
    )
    .max(MAX_OUTLOOKS),
});
export type OutlooksInput = z.infer<typeof OutlooksInput>;

/** A day that is still to come; of today only what is left of it. Money is micro-USD. Without a past to check by there is no band. */
export type DayToCome = {
  readonly day: string;
  readonly microUsd: string;
  readonly lowMicroUsd: string | null;
  readonly highMicroUsd: string | null;
  /** Summed up from now on. */
  readonly sumMicroUsd: string;
  readonly sumLowMicroUsd: string | null;
  readonly sumHighMicroUsd: string | null;
};

/** What it goes by, and how well it would have done. */
export type Basis = {
  readonly model: ModelName;
  readonly days: number;
  /** From less than two weeks: it may not be shown without saying so. */
  readonly isThin: boolean;
  /** Null while the past is too short to be forecast in hindsight. Shares: 0.068 is 6.8 %. */
  readonly backtest: {
    readonly errorShare: number;
    readonly naiveErrorShare: number;
    readonly origins: number;
    readonly horizonDays: number;
  } | null;
};

/** Null where less than a week is on record. */
export type Outlook = { readonly id: string; readonly days: readonly DayToCome[]; readonly basis: Basis } | null;
export type Outlooks = {
  readonly asOf: string;
  readonly timeZone: string;
  readonly outlooks: readonly { readonly id: string; readonly outlook: Outlook }[];
};

export type PartToCome = {
  /** Null is unattributed. */
  readonly key: string | null;
  /** One a day up to today. */
  readonly spentMicroUsd: readonly string[];
  /** One a day from today on, of today only what is left. */
  readonly perDayMicroUsd: readonly string[];
  readonly endMicroUsd: string;
};

export type MonthForecast = {
  readonly asOf: string;
  readonly timeZone: string;
  /** The days of this month, oldest first. */
  readonly days: readonly string[];
  readonly today: string;
  /** One a day up to today, which may not be over; null is a day of which nothing is on record. */
  readonly spentMicroUsd: readonly (string | null)[];
  readonly spentSoFarMicroUsd: string;
  /** The same of the month before, whole. */
  readonly beforeMicroUsd: readonly (string | null)[];
  /** Null where less than a week is on record. */
  readonly ahead: {
    readonly days: readonly DayToCome[];
    /** What the month comes to. */
    readonly totalMicroUsd: string;
    readonly lowMicroUsd: string | null;
    readonly highMicroUsd: string | null;
    readonly basis: Basis;
    /** The parts of the days to come, which add up to them, and what each comes to by the month's end. */
    readonly groups: readonly PartToCome[];
  } | null;
  /** Days on record before today, when they are less than a week. */
  readonly basisDays: number;
};
