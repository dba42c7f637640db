import { z } from "zod";
import type { Dimension, Level } from "./core/rubric";
import type { State } from "./core/state";
import type { Named, Target } from "./schema";

export const REPORT_FORMATS = ["pdf", "csv", "json"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export const ReportQuery = z.object({ format: z.enum(REPORT_FORMATS).default("pdf") });

export type ReportDimension = {
  readonly id: Dimension;
  readonly name: string;
  /** One of those that bound the overall level. */
  readonly isCore: boolean;
  readonly level: Level;
  readonly score: number;
  /** On the first day of the trend; null while there is just one day. */
  readonly before: number | null;
  readonly target: Target | null;
  /** What keeps it from the next level, in words. */
  readonly holds: string;
};

export type ReportRisk = {
  readonly rank: number;
  readonly id: string;
  readonly dimension: Dimension;
  readonly level: Level;
  readonly text: string;
  /** Where it stands, and what is needed. */
  readonly why: string;
  readonly action: string;
  readonly risk: number;
  readonly impact: number;
  readonly effort: number;
  readonly priority: number;
  /** Who closes it by when; null while nobody does. */
  readonly owner: Named | null;
  readonly dueOn: string | null;
};

export type ReportDisagreement = {
  readonly subject: string;
  readonly text: string;
  readonly since: string;
  readonly verdicts: readonly { readonly by: Named; readonly verdict: string; readonly rationale: string }[];
};

export type ReportWaiver = {
  readonly criterion: string;
  readonly text: string;
  readonly owner: Named;
  readonly reason: string;
  /** The last day on which it stands. */
  readonly until: string;
  readonly daysLeft: number;
  readonly isNearEnd: boolean;
  /** The criterion is rated riskier now than when the risk was accepted. */
  readonly isStale: boolean;
};

export type ReportItem = {
  readonly criterion: string;
  readonly text: string;
  readonly owner: Named;
  readonly dueOn: string;
  readonly expectedGain: number;
  readonly state: State | null;
  readonly isDone: boolean;
  readonly isLate: boolean;
};

/** What agents cost beside how well they are run; null where it could not be read. Money is micro-USD. */
export type ReportSpend = {
  readonly asOf: string;
  readonly monthName: string;
  readonly sentences: readonly string[];
  readonly spentMicroUsd: string;
  /** The same days of the month before. */
  readonly beforeMicroUsd: string | null;
  readonly forecast: {
    readonly totalMicroUsd: string;
    readonly lowMicroUsd: string | null;
    readonly highMicroUsd: string | null;
  } | null;
  readonly budgetMicroUsd: string | null;
  readonly budgetWords: string | null;
  readonly unknownCalls: number;
  readonly teams: readonly { readonly team: string | null; readonly microUsd: string; readonly beforeMicroUsd: string | null }[];
};

/** What a board reads: every figure with the moment and the version of the rubric that it stands on. */
export type Report = {
  readonly organisation: string;
  readonly timeZone: string;
  /** When this report was put together, and the day of it in the zone. */
  readonly madeAt: string;
  readonly today: string;
  readonly rubricVersion: string;
  readonly criteria: { readonly all: number; readonly computed: number; readonly attested: number };
  readonly snapshot: {
    readonly id: string;
    readonly day: string;
    readonly at: string;
    readonly measuredAt: string;
    readonly digest: string;
  };
  readonly headline: string;
  readonly lead: string;
  readonly level: Level;
  readonly score: number;
  /** What the whole aims at, the lowest level first. */
  readonly targets: readonly Target[];
  /** Since the first day of the trend, and within the last week. */
  readonly since: { readonly day: string; readonly level: Level; readonly score: number } | null;
  readonly lately: number | null;
  readonly trend: readonly { readonly day: string; readonly level: Level; readonly score: number }[];
  /** The last day of the trend that was made up for the demo; null where every day was measured. */
  readonly inventedUntil: string | null;
  readonly dimensions: readonly ReportDimension[];
  /** Of all criteria. */
  readonly states: readonly { readonly state: State; readonly words: string; readonly count: number; readonly share: number }[];
  readonly risks: readonly ReportRisk[];
  readonly gaps: number;
  readonly disagreements: readonly ReportDisagreement[];
  readonly waivers: readonly ReportWaiver[];
  readonly exclusions: readonly {
    readonly criterion: string;
    readonly text: string;
    readonly reason: string;
    readonly by: Named;
    readonly confirmedBy: Named;
  }[];
  readonly roadmap: {
    readonly quarters: readonly { readonly quarter: string; readonly items: readonly ReportItem[] }[];
    /** Where the organisation would stand once all that is open on it is met. */
    readonly whenDone: { readonly level: Level; readonly score: number } | null;
  };
  /** How many of each there are beside those above: a report is no list. */
  readonly more: { readonly disagreements: number; readonly waivers: number; readonly exclusions: number; readonly items: number };
  readonly spend: ReportSpend | null;
};
