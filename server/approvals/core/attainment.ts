import { DateTime } from "luxon";
import { ok, type Result, refuse } from "@/server/kernel/result";

/** How a request stands against its SLA. Overdue: past due, and nobody has decided yet. */
export const MEASURES = ["inTime", "late", "expired", "overdue"] as const;
export type Measure = (typeof MEASURES)[number];
export type Counts = Readonly<Record<Measure, number>>;

export const NO_COUNTS: Counts = { inTime: 0, late: 0, expired: 0, overdue: 0 };

/** How many requests were measured: what is still in time is not yet, what was withdrawn never is. */
export const measuredIn = (counts: Counts): number => MEASURES.reduce((sum, measure) => sum + counts[measure], 0);

/** How many were not decided in time. */
export const missedIn = (counts: Counts): number => measuredIn(counts) - counts.inTime;

export type Tally = { readonly measure: Measure; readonly count: number };

export function countsOf(tallies: readonly Tally[]): Counts {
  const counts: Record<Measure, number> = { ...NO_COUNTS };
  for (const { measure, count } of tallies) counts[measure] += count;
  return counts;
}

/** Nothing is said about someone who decided fewer than this many: it would be about single decisions. */
export const FEWEST_DECISIONS = 5;

/** Where the classes of time to decide part, in minutes. The first holds what is faster than the first of these. */
export const TOOK_MINUTES = [5, 15, 60, 240, 480, 1_440, 4_320] as const;

export const MAX_DAYS = 400;
/** More days than this are drawn by week. */
const MAX_BARS_BY_DAY = 45;

/** Days of the organisation, both counted: so many up to today, or from one to another. */
export type Range = { readonly days: number } | { readonly from: string; readonly to: string };

export type Step = { readonly day: string; readonly startsAt: Date };
export type Span = { readonly from: string; readonly to: string; readonly startsAt: Date; readonly endsAt: Date };
export type Period = Span & {
  readonly unit: "day" | "week";
  /** Where its days or weeks begin, oldest first; weeks begin on Monday, the first one with the range. */
  readonly steps: readonly Step[];
  /** The same length just before; up to the same hour when the range ends today. */
  readonly before: Span;
};

const dayOf = (at: DateTime): string => at.toISODate() ?? "";

function boundsOf(range: Range, today: DateTime): Result<{ first: DateTime; last: DateTime }> {
  if ("days" in range) return ok({ first: today.minus({ days: range.days - 1 }), last: today });
  const zone = today.zone;
  const first = DateTime.fromISO(range.from, { zone }).startOf("day");
  const last = DateTime.fromISO(range.to, { zone }).startOf("day");
  if (first > last) return refuse("invalid_request", "The range ends before it begins. Choose a later last day.");
  if (first > today) return refuse("invalid_request", "The range has not begun yet. Choose an earlier first day.");
  return ok({ first, last: last > today ? today : last });
}

/** The range as moments of the zone, whose days may have 23 or 25 hours, with its steps and the range before it. */
export function periodOf(range: Range, now: Date, zone: string): Result<Period> {
  const local = DateTime.fromJSDate(now, { zone });
  const today = local.startOf("day");
  const bounds = boundsOf(range, today);
  if (!bounds.ok) return bounds;
  const { first, last } = bounds.value;
  const days = Math.round(last.diff(first, "days").days) + 1;
  if (days > MAX_DAYS) return refuse("invalid_request", `A range holds ${MAX_DAYS} days at most. Choose fewer.`);
  const unit = days > MAX_BARS_BY_DAY ? "week" : "day";
  const end = last < today ? last.plus({ days: 1 }) : local;
  const beforeFirst = first.minus({ days });
  return ok({
    from: dayOf(first),
    to: dayOf(last),
    startsAt: first.toJSDate(),
    endsAt: end.toJSDate(),
    unit,
    steps: stepsOf(first, last, unit),
    before: {
      from: dayOf(beforeFirst),
      to: dayOf(first.minus({ days: 1 })),
      startsAt: beforeFirst.toJSDate(),
      endsAt: end.minus({ days }).toJSDate(),
    },
  });
}

function stepsOf(first: DateTime, last: DateTime, unit: "day" | "week"): Step[] {
  const steps: Step[] = [];
  for (let at = first; at <= last; at = unit === "day" ? at.plus({ days: 1 }) : at.startOf("week").plus({ weeks: 1 })) {
    steps.push({ day: dayOf(at), startsAt: at.toJSDate() });
  }
  return steps;
}
