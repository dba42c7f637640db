import { z } from "zod";
import type { AgentCounts } from "@/server/fleet/schema";
import type { Outcomes } from "./core/outcomes";

/** How many days the overview may look back, today counted. */
export const SPANS = [7, 30, 90] as const;
export type Span = (typeof SPANS)[number];

export const OverviewInput = z.object({ days: z.literal(SPANS).default(7) });
export type OverviewInput = z.infer<typeof OverviewInput>;

/** How people answered the requests that were opened in a span. */
export type Decisions = {
  /** Decided by a person. */
  readonly decided: number;
  readonly withinDue: number;
  /** Ended because nobody decided. */
  readonly expired: number;
  /** Open and past due: late however they end. */
  readonly overdue: number;
  readonly medianMs: number | null;
};

export type NamedAgent = { readonly name: string; readonly since: string; readonly reason: string | null };

/** What the executive reads. Spans are whole days of the organisation's zone, today as far as it has come. Times are ISO strings. */
export type Overview = {
  readonly asOf: string;
  readonly timeZone: string;
  readonly days: Span;
  readonly outcomes: Outcomes;
  readonly decisions: Decisions;
  /** The same length of time just before, up to the same hour; null while the record does not reach back that far. */
  readonly before: { readonly outcomes: Outcomes; readonly decisions: Decisions } | null;
  /** One a day, oldest first, by local date (2026-11-22); null for days before the first action on record. */
  readonly perDay: readonly { readonly day: string; readonly outcomes: Outcomes | null }[];
  readonly waiting: { readonly all: number; readonly pastDue: number; readonly dueWithinHour: number };
  readonly agents: {
    readonly states: AgentCounts["states"];
    readonly suspended: readonly NamedAgent[];
    readonly shadow: readonly NamedAgent[];
  };
  /** The agents that asked most. `refused` counts what a rule, a stop or a person refused. */
  readonly askedMost: readonly { readonly agent: string; readonly proposed: number; readonly refused: number }[];
};
