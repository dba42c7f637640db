import { z } from "zod";
import { ACTS, MEASURES, type Measure, SCOPES, type ScopeKind, type Standing, type Threshold, type Window } from "./core/terms";

export type { Act, Measure, ScopeKind, Standing, Threshold, Window } from "./core/terms";

const id = z.string().min(1).max(64);
/** In the unit of the measure (micro-USD, tokens, steps, seconds, repeats), a string since money may pass 2^53. */
const Amount = z.string().regex(/^[1-9]\d{0,17}$/, "Enter a whole amount above zero.");
const Reason = z.string().trim().min(1, "Say why.").max(500, "Use at most 500 characters.");

export const MAX_THRESHOLDS = 6;
const ThresholdInput = z.object({
  percent: z.int("Enter a whole percentage.").min(1, "Enter at least 1 %.").max(200, "Enter at most 200 %."),
  act: z.enum(ACTS),
  groupIds: z.array(id).max(10, "Choose at most 10 groups.").readonly(),
  perMinute: z.int("Enter a whole number of calls.").min(1, "Enter at least 1 call a minute.").max(600).nullable(),
});

const WindowInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("calendar"), unit: z.enum(["day", "week", "month"]) }),
  z.object({ kind: z.literal("rolling"), hours: z.int().min(1, "Enter at least 1 hour.").max(744, "Enter at most 744 hours, 31 days.") }),
  z.object({ kind: z.literal("run") }),
]);

const terms = {
  limit: Amount,
  window: WindowInput,
  thresholds: z
    .array(ThresholdInput)
    .min(1, "Say what happens at the limit.")
    .max(MAX_THRESHOLDS, `At most ${MAX_THRESHOLDS} thresholds.`)
    .readonly(),
};

/** `id` of a scope: null for the organisation; a team's id; an agent's name; a task class; an agent's name, or null for every run. */
export const CreateBudgetInput = z.object({
  scope: z.object({ kind: z.enum(SCOPES), id: z.string().min(1).max(128).nullable() }),
  measure: z.enum(MEASURES),
  ...terms,
  reason: Reason,
});
export type CreateBudgetInput = z.infer<typeof CreateBudgetInput>;

/** What it is of and what it counts stays: that would be another budget. */
export const EditBudgetInput = z.object({ id, revision: z.int().min(1), ...terms, reason: Reason });
export type EditBudgetInput = z.infer<typeof EditBudgetInput>;

export const RetireBudgetInput = z.object({ id, revision: z.int().min(1), reason: Reason });
export type RetireBudgetInput = z.infer<typeof RetireBudgetInput>;

/** Asks for more until the window's end. */
export const ExtendBudgetInput = z.object({ id, amount: Amount, reason: Reason });
export type ExtendBudgetInput = z.infer<typeof ExtendBudgetInput>;

export const ListBudgetsInput = z.object({ state: z.enum(["active", "retired"]).default("active") });
export const BudgetInput = z.object({ id });
export const CutOffsInput = z.object({ id: id.optional(), limit: z.int().min(1).max(100).default(20) });

export type NamedGroup = { readonly id: string; readonly name: string };
export type ShownThreshold = Omit<Threshold, "groupIds"> & { readonly groups: readonly NamedGroup[] };

/**
 * Where a window stands. Amounts are strings in the measure's unit. `from` and `to` are null for budgets of runs: each run
 * has a window of its own.
 */
export type BudgetNow = {
  readonly from: string | null;
  readonly to: string | null;
  /** The limit with what was added to this window by extensions. */
  readonly limit: string;
  readonly extended: string;
  readonly spent: string;
  /** Held for calls that are under way. */
  readonly reserved: string;
  /** What is left of the limit; "0" when it is passed. */
  readonly remaining: string;
  /** Spent and reserved of the limit, a whole percentage rounded down. */
  readonly percent: number;
  readonly standing: Standing;
  /** Calls that were refused in this window. */
  readonly refused: number;
};

export type ShownBudget = {
  readonly id: string;
  /** Who or what it is of, in words: "Organisation", "Support", "data-export-agent", "Each run of sales-agent". */
  readonly name: string;
  readonly scope: { readonly kind: ScopeKind; readonly id: string | null; readonly isGone: boolean };
  readonly measure: Measure;
  readonly limit: string;
  readonly window: Window;
  readonly thresholds: readonly ShownThreshold[];
  readonly state: "active" | "retired";
  readonly revision: number;
  readonly createdAt: string;
  readonly now: BudgetNow;
  /** Whether it stops a call before it is made, or only at the gate call after it: the agents call their provider directly. */
  readonly acts: "before_each_call" | "next_gate_call";
  /** An extension that waits for a person. */
  readonly pendingExtension: { readonly amount: string; readonly approvalId: string; readonly askedAt: string } | null;
  /** The newest time it cut off; null when it never did. */
  readonly lastCutOff: CutOff | null;
};

/** Once for each window in which a budget cut off. */
export type CutOff = {
  readonly id: string;
  readonly budgetId: string;
  readonly name: string;
  readonly measure: Measure;
  readonly at: string;
  /** When calls passed again: a new window, an extension, a higher limit. Null while it lasts. */
  readonly endedAt: string | null;
  readonly endedBy: "window" | "extension" | "edit" | "retired" | null;
  readonly spent: string;
  readonly limit: string;
  /** Calls that were refused with the cause `budget`, and the agents that made them. */
  readonly refused: number;
  readonly agents: readonly string[];
  /** Why, in words. */
  readonly words: string;
};

export type BudgetEventKind = "created" | "edited" | "retired" | "reached" | "extension_asked" | "extended";
export type BudgetEvent = {
  readonly id: string;
  readonly at: string;
  readonly kind: BudgetEventKind;
  /** Null when the system did it. */
  readonly by: { readonly id: string; readonly name: string } | null;
  readonly words: string;
  readonly reason: string | null;
};

export type BudgetPage = {
  readonly budgets: readonly ShownBudget[];
  readonly can: { readonly edit: boolean; readonly extend: boolean };
  readonly timeZone: string;
  readonly asOf: string;
};

export type BudgetDetail = {
  readonly budget: ShownBudget;
  readonly events: readonly BudgetEvent[];
  readonly cutOffs: readonly CutOff[];
  readonly can: { readonly edit: boolean; readonly extend: boolean };
  readonly timeZone: string;
  readonly asOf: string;
};

/** What was spent in each slice of the running window, oldest first, the last up to now; null where a budget is of single runs. */
export type BurnDown = {
  readonly budgetId: string;
  readonly measure: Measure;
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  readonly limit: string;
  /** `at` is the beginning of the slice: an hour in windows of up to two days, a day of the organisation's zone in others. */
  readonly slices: readonly { readonly at: string; readonly spent: string }[];
} | null;

/** What may be chosen in the form. */
export type BudgetChoices = {
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  readonly agents: readonly string[];
  readonly taskClasses: readonly string[];
  readonly groups: readonly NamedGroup[];
};

/** `GET /api/v1/budgets`: what a key may see of what binds its agent. */
export const BudgetsQuery = z.strictObject({ agent: z.string().min(1).max(128).optional() });
const amount = z.string().meta({ description: "In the unit: micro-USD, tokens, steps, seconds or repeats" });
export const BudgetItem = z.object({
  id: z.string(),
  scope: z.object({ kind: z.enum(SCOPES), id: z.string().nullable(), name: z.string() }),
  measure: z.enum(MEASURES),
  unit: z.enum(["micro_usd", "tokens", "steps", "seconds", "repeats"]),
  limit: amount,
  spent: amount,
  reserved: amount,
  remaining: amount,
  window: z.object({
    kind: z.enum(["day", "week", "month", "rolling", "run"]),
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
  state: z.enum(["within", "notified", "asks", "throttled", "cut_off"]),
  acts: z.enum(["before_each_call", "next_gate_call"]),
});
export type BudgetItem = z.infer<typeof BudgetItem>;
export const BudgetItems = z.object({ items: z.array(BudgetItem), nextCursor: z.null(), asOf: z.string() });
export type BudgetItems = z.infer<typeof BudgetItems>;
