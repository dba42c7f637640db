import { z } from "zod";
import { type Counts, MAX_DAYS } from "./core/attainment";
import type { ApprovalState } from "./core/transitions";
import { type RiskTier, RiskTierSchema } from "./schema";

// What the page of the SLA's attainment asks and gets. Days are of the organisation's zone, times ISO 8601 strings.

/** Stands for what has no team, or was asked by the policy's default instead of a rule. */
export const NONE = "-";

const tooMany = `A range holds ${MAX_DAYS} days at most.`;

export const AttainmentInput = z.object({
  range: z.union([z.object({ days: z.number().int().min(1).max(MAX_DAYS, tooMany) }), z.object({ from: z.iso.date(), to: z.iso.date() })]),
  team: z.string().max(100).optional(),
  agent: z.string().trim().min(1).max(200).optional(),
  rule: z.string().max(100).optional(),
  risk: RiskTierSchema.optional(),
});
export type AttainmentInput = z.infer<typeof AttainmentInput>;

export type Named = { readonly id: string; readonly name: string };
export type TeamAttainment = Named & { readonly counts: Counts };
export type RuleAttainment = Named & { readonly version: number | null; readonly counts: Counts };
export type RiskAttainment = { readonly id: RiskTier; readonly counts: Counts };
export type ApproverAttainment = Named & { readonly isMe: boolean; readonly counts: Counts };

/** A request that was not decided in time, told once however many of its stages were late. */
export type Breach = {
  readonly id: string;
  readonly title: string;
  readonly agentName: string;
  readonly riskTier: RiskTier;
  readonly state: ApprovalState;
  readonly createdAt: string;
  /** When its last stage was due. */
  readonly dueAt: string;
  /** When it was decided or ran out; null while it is open. */
  readonly endedAt: string | null;
  /** How many stages before the last one were late. */
  readonly lateStages: number;
};
export type Breaches = { readonly total: number; readonly items: readonly Breach[] };

export type Attainment = {
  readonly asOf: string;
  readonly timeZone: string;
  readonly from: string;
  readonly to: string;
  /** Whether the range ends today, so that its last day is not over. */
  readonly isUpToNow: boolean;
  readonly unit: "day" | "week";
  readonly counts: Counts;
  /** The same length just before; null while the record does not reach back that far. */
  readonly before: { readonly from: string; readonly to: string; readonly counts: Counts } | null;
  /** By the day that the step begins with, oldest first; null for steps before the first request on record. */
  readonly steps: readonly { readonly day: string; readonly counts: Counts | null }[];
  readonly teams: readonly TeamAttainment[];
  readonly rules: readonly RuleAttainment[];
  readonly risks: readonly RiskAttainment[];
  readonly approvers: {
    /** Whom the reader may see: everyone who decided enough, or themself alone. */
    readonly scope: "everyone" | "self";
    readonly rows: readonly ApproverAttainment[];
  };
  /** How long decisions took by the clock on the wall, in the classes of `TOOK_MINUTES`. */
  readonly took: { readonly classes: readonly number[]; readonly medianMs: number | null; readonly p90Ms: number | null };
  /** Of the range, the newest first. */
  readonly breaches: Breaches;
  /** Past due and undecided now, whenever they were asked, the longest first. */
  readonly pastDue: Breaches;
  readonly choices: { readonly teams: readonly Named[]; readonly rules: readonly Named[] };
};
