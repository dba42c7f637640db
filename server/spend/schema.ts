import { z } from "zod";
import { BREAKDOWNS } from "./core/explore";

const day = z.iso.date();
const name = z.string().min(1).max(256);

/** Stands for what is not attributed, where a filter asks for it. */
export const UNATTRIBUTED = "~none";

/** As far as one look may reach. */
export const MAX_DAYS = 400;
const DAY_MS = 86_400_000;

/** Days of the organisation's zone: the months so far and past, or so many up to today. */
export const SPANS = ["month", "last-month", "7d", "30d", "90d"] as const;
export type Span = (typeof SPANS)[number];

export const ExploreInput = z
  .object({
    span: z.enum(SPANS).default("month"),
    /** Instead of a span: both days are included. */
    from: day.optional(),
    to: day.optional(),
    /** The days to hold against these, both included; without them as many days before, or the month before. */
    vsFrom: day.optional(),
    vsTo: day.optional(),
    by: z.enum(BREAKDOWNS),
    agent: name.optional(),
    team: name.optional(),
    taskClass: name.optional(),
    model: name.optional(),
    provider: name.optional(),
    environment: name.optional(),
    person: name.optional(),
    costCentre: name.optional(),
    /** What calls that came after this tool cost; or after none. */
    tool: name.optional(),
  })
  .refine(({ vsFrom, vsTo }) => (vsFrom === undefined) === (vsTo === undefined), { path: ["vsTo"], message: "goes with a start" })
  .refine(({ vsFrom = "", vsTo = "" }) => vsFrom <= vsTo, { path: ["vsTo"], message: "is before the start" })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), { path: ["to"], message: "goes with a start" })
  .refine(({ from = "", to = "" }) => from <= to, { path: ["to"], message: "is before the start" })
  .refine(({ from, to }) => from === undefined || to === undefined || Date.parse(to) - Date.parse(from) < MAX_DAYS * DAY_MS, {
    path: ["to"],
    message: `is more than ${MAX_DAYS} days after the start`,
  });
export type ExploreInput = z.infer<typeof ExploreInput>;

/** Why something was counted otherwise later: the trace was whole, it turned out whose it was, prices changed. */
export type CorrectionCause = "settled" | "attributed" | "repriced";

/** What is counted of some calls. Money is micro-USD; what is shown of one page adds up. */
export type Sums = {
  readonly costMicroUsd: string;
  readonly calls: number;
  readonly inputTokens: string;
  readonly outputTokens: string;
};

export type SpendGroup = Sums & {
  /** Null is unattributed. */
  readonly key: string | null;
  /** The same over the days before; null where nothing was on record then. */
  readonly beforeMicroUsd: string | null;
  /** One a day. */
  readonly perDayMicroUsd: readonly string[];
};

export type UnpricedModel = {
  readonly provider: string | null;
  readonly model: string | null;
  readonly agents: readonly string[];
  readonly calls: number;
  readonly inputTokens: string;
  readonly outputTokens: string;
};

/** What one agent, model or task class moved. */
export type Mover = {
  readonly dimension: "agent" | "model" | "taskClass";
  readonly key: string | null;
  readonly differenceMicroUsd: string;
  readonly calls: { readonly before: number; readonly now: number };
  readonly tokens: { readonly before: string; readonly now: string };
  readonly cost: { readonly before: string; readonly now: string };
};

export type Spend = {
  readonly asOf: string;
  readonly timeZone: string;
  /** The days looked at, oldest first; the last may not be over. */
  readonly days: readonly string[];
  /** The moments at which they begin and end. */
  readonly between: { readonly from: string; readonly until: string };
  /** The first day of which anything is on record; what is before it is unknown, not zero. */
  readonly recordedSince: string | null;
  readonly total: Sums;
  /** As many days before, up to the same hour; null where the record does not reach back so far. */
  readonly before: (Sums & { readonly from: string; readonly to: string }) | null;
  readonly movers: readonly Mover[];
  readonly groups: readonly SpendGroup[];
  /** Of tools only: the moment from which steps were read, where those before it are too many; what is older stands under no tool. */
  readonly toolsSince: string | null;
  /** Of the total, what is said to be whose. */
  readonly attributed: { readonly [K in "agent" | "team" | "taskClass"]: string };
  /** Cost by class of tokens; none of one tool alone, of which it is not known. */
  readonly classes: readonly { readonly tokenClass: string; readonly costMicroUsd: string; readonly tokens: string }[];
  readonly unpriced: readonly UnpricedModel[];
  readonly missing: { readonly calls: number; readonly models: readonly string[] };
  readonly failed: { readonly calls: number };
  /** What senders said that the calls counted here cost; null where none of them says. */
  readonly reportedMicroUsd: string | null;
  readonly corrections: readonly { readonly cause: CorrectionCause; readonly costMicroUsd: string }[];
  /** Traces of which steps came in the last minutes: what they cost may still be corrected. */
  readonly unsettled: number;
};

/**
 * Why what a sender says is not what is counted: `container`, a step around others said their sum again; `told_twice`, two
 * instrumentations told of one call; `cache`, more is said of calls that read from a cache or wrote to it; `rate`, another
 * price; `unpriced`, no price is known here; `missing`, a cost without tokens; `silent`, the sender says none.
 */
export const REPORTED_REASONS = ["container", "told_twice", "cache", "rate", "unpriced", "missing", "silent", "same"] as const;
type ReportedReason = Exclude<(typeof REPORTED_REASONS)[number], "same">;

export type Reported = {
  readonly countedMicroUsd: string;
  /** All that senders say; null where none says anything. */
  readonly reportedMicroUsd: string | null;
  /** What is counted more (or, below zero, less) than said, by its reason. */
  readonly reasons: readonly {
    readonly reason: ReportedReason;
    /** Null where that is not counted step by step. */
    readonly steps: number | null;
    readonly differenceMicroUsd: string;
    /** The steps that differ most. */
    readonly traces: readonly { readonly traceId: string; readonly spanId: string; readonly differenceMicroUsd: string }[];
  }[];
  /** Calls of which both say the same. */
  readonly same: number;
};
