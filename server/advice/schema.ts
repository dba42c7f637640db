import { z } from "zod";
import { ReasonSchema } from "@/server/fleet/schema";
import type { Sample } from "./core/compare";

export const WINDOWS = [30, 90] as const;
export type WindowDays = (typeof WINDOWS)[number];

/** In hundredths of a point: success may be so much worse where nobody said otherwise. */
export const DEFAULT_MARGIN = 300;

const name = z.string().min(1).max(256);
const window = z.union([z.literal(30), z.literal(90)]).default(90);

export const ReadAdviceInput = z.object({ days: window });
export type ReadAdviceInput = z.infer<typeof ReadAdviceInput>;

export const DecideSwitchInput = z.object({
  taskClass: name,
  from: name,
  to: name,
  days: window,
  verdict: z.enum(["accepted", "declined"]),
  /** Of the traffic, in percent. */
  share: z.int("Enter whole percent.").min(1, "Enter at least 1 %.").max(100, "Enter at most 100 %."),
  reason: ReasonSchema,
});
export type DecideSwitchInput = z.infer<typeof DecideSwitchInput>;

export const SetMarginInput = z.object({
  taskClass: name,
  /** Revision 0 is one that was never set. */
  revision: z.int().min(0),
  points: z
    .number("Enter a number of points.")
    .min(0.5, "Enter at least half a point.")
    .max(20, "Enter at most 20 points.")
    .refine((points) => Number.isInteger(Math.round(points * 1e6) / 1e4), "Enter at most two decimals."),
});
export type SetMarginInput = z.infer<typeof SetMarginInput>;

/** What one model did in a task class. `outcome` counts the runs whose outcome is known; `cost` is micro-USD a run. */
export type ModelView = Sample & {
  readonly tookMs: { readonly median: number; readonly p95: number };
  readonly agents: readonly string[];
};

/** What really happened since a switch was accepted. */
export type Aftermath = {
  readonly runs: number;
  /** The model that was switched to; null while it has no run. */
  readonly to: ModelView | null;
};

export type DecisionView = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly verdict: "accepted" | "declined";
  readonly share: number;
  readonly reason: string;
  readonly by: string | null;
  readonly at: string;
  /** The two models as they stood then. */
  readonly evidence: { readonly from: Sample; readonly to: Sample };
  /** Of a switch that was accepted. */
  readonly since: Aftermath | null;
};

export type TaskView = {
  readonly taskClass: string;
  readonly margin: { readonly points: number; readonly revision: number };
  readonly models: readonly ModelView[];
  /** Runs that say nothing about one model: two did much of them each, or no call was counted. */
  readonly mixed: number;
  readonly unattributed: number;
  /** Days that the runs are spread over. */
  readonly observedDays: number;
  /** The newest first. */
  readonly decisions: readonly DecisionView[];
};

export type AdvicePage = {
  readonly asOf: string;
  readonly days: WindowDays;
  /** The most runs first. */
  readonly tasks: readonly TaskView[];
  readonly can: { readonly decide: boolean; readonly setMargin: boolean };
};
