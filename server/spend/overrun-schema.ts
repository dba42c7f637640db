import { z } from "zod";

const AgentName = z.string().min(1).max(128);

export const EstimateOfInput = z.object({ agent: AgentName });

/** What an agent is expected to do and to cost: runs in a month, and micro-USD a run. */
export const ExpectedOfAgent = z.strictObject({
  runsPerMonth: z
    .int("Enter a whole number of runs.")
    .min(1, "Expect at least one run a month.")
    .max(100_000_000, "Enter at most 100,000,000 runs."),
  /** Micro-USD, above nothing. */
  costPerRunMicroUsd: z.string().regex(/^[1-9]\d{0,14}$/, "Enter an amount above zero."),
});
export type ExpectedOfAgent = z.infer<typeof ExpectedOfAgent>;

/** The same, as a person sets it. `revision` is the one that the editor saw; 0 where there is none yet. */
export const SetEstimateInput = z.object({ agent: AgentName, revision: z.int().min(0), ...ExpectedOfAgent.shape });
export type SetEstimateInput = z.infer<typeof SetEstimateInput>;

/** What an agent is expected to cost and what it does. Money is micro-USD; months have thirty days. */
export type AgentEstimate = {
  readonly agent: string;
  readonly estimate: {
    readonly runsPerMonth: number;
    readonly costPerRunMicroUsd: string;
    readonly revision: number;
    readonly by: string;
    readonly at: string;
  } | null;
  /** Over its last days, thirty at most; null where nothing priced is on record. */
  readonly actual: {
    readonly days: number;
    readonly runs: number;
    readonly perRunMicroUsd: string | null;
    readonly runsPerMonth: number;
    readonly perMonthMicroUsd: string;
  } | null;
  /** What it costs beyond its estimate, in words; null while it keeps to it. */
  readonly overrun: string | null;
  readonly can: { readonly edit: boolean };
};

export type Overruns = { readonly items: readonly { readonly agent: string; readonly words: string }[]; readonly estimated: number };
