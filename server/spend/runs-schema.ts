import { z } from "zod";
import type { RunOutcome } from "./core/runs";
import { ExploreInput } from "./schema";

export const RUN_ORDERS = ["dearest", "newest"] as const;
export const MOST_RUNS = 200;
/** The runs of the days and of what they are narrowed to. */
export const RunListInput = z.object({
  of: ExploreInput,
  order: z.enum(RUN_ORDERS).default("dearest"),
  limit: z.int().min(1).max(MOST_RUNS).default(20),
});
export type RunListInput = z.infer<typeof RunListInput>;

/** Runs of one kind: how many, how they ended, what they cost. */
export type RunSums = {
  readonly runs: number;
  /** Those that are over. */
  readonly ended: number;
  readonly succeeded: number;
  readonly tokens: string;
  readonly costMicroUsd: string;
};

export type RunGroup = RunSums & {
  readonly key: string | null;
  /** Over the days before; null where the record does not reach back. */
  readonly before: RunSums | null;
};

/** Of the page's breakdown, with what it is made of, where runs are of one of these alone. */
export type BrokenRuns = RunGroup & { readonly parts: readonly RunGroup[] };

export type RunLine = {
  readonly traceId: string;
  readonly name: string;
  readonly agent: string | null;
  readonly taskClass: string | null;
  readonly outcome: RunOutcome;
  readonly startedAt: string;
  readonly costMicroUsd: string;
};

export type RunList = { readonly total: number; readonly runs: readonly RunLine[] };

/** What was spent for nothing, of one kind; each amount is in one kind alone. */
export const WASTES = ["retries", "refused", "stopped", "abandoned"] as const;
export type Waste = {
  readonly kind: (typeof WASTES)[number];
  readonly costMicroUsd: string;
  readonly beforeMicroUsd: string | null;
  readonly runs: number;
  /** The agents that it is most of. */
  readonly agents: readonly string[];
  /** The dearest of its runs. */
  readonly dearest: readonly RunLine[];
};

export type RunBin = { readonly fromMicroUsd: string; readonly toMicroUsd: string | null; readonly runs: number };

export type Runs = {
  readonly between: { readonly from: string; readonly until: string };
  readonly total: RunSums;
  readonly before: RunSums | null;
  readonly tasks: readonly RunGroup[];
  readonly agents: readonly RunGroup[];
  /** By what the page is broken down; null where a run may be of several, as of models and tools. */
  readonly groups: readonly BrokenRuns[] | null;
  /** What one run cost, over runs of which a cost is known; null when there are none. */
  readonly spread: {
    readonly runs: number;
    readonly medianMicroUsd: string;
    readonly p90MicroUsd: string;
    readonly p99MicroUsd: string;
    readonly bins: readonly RunBin[];
    /** Runs beyond the p99 that cost ten times the median and more, the dearest first. */
    readonly outliers: readonly RunLine[];
  } | null;
  readonly wastes: readonly Waste[];
};
