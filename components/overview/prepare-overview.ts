import { formatCount } from "@/components/ui/format-count";
import { listWords } from "@/server/kernel/list-words";
import { type Outcome, type Outcomes, proposedIn } from "@/server/overview/core/outcomes";
import type { Decisions, Overview } from "@/server/overview/schema";

type Series = { readonly outcome: Outcome; readonly label: string; readonly note: string; readonly color: string };

/** The outcomes in words. Each keeps its colour wherever it is drawn. */
const SERIES: readonly Series[] = [
  { outcome: "unasked", label: "Allowed without asking", note: "by a rule", color: "var(--s1)" },
  { outcome: "approved", label: "Approved", note: "by a person", color: "var(--s3)" },
  { outcome: "waiting", label: "Still waiting", note: "for a person", color: "var(--s6)" },
  { outcome: "rejected", label: "Rejected", note: "by a person", color: "var(--s2)" },
  {
    outcome: "refused",
    label: "Refused without asking",
    note: "by a rule, or because the agent was stopped or not registered",
    color: "var(--s7)",
  },
  { outcome: "expired", label: "Expired", note: "nobody answered in time", color: "var(--s4)" },
  { outcome: "withdrawn", label: "Withdrawn", note: "by the agent", color: "var(--s8)" },
];
/** What is left out when there is none of it; the others say 0. */
const RARE: readonly Outcome[] = ["waiting", "withdrawn"];

const percents = new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 0 });

/** A part of a whole: "94 %". Never 100 % nor 0 % unless it is all or nothing. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return "–";
  const share = part / whole;
  if (share > 0 && share < 0.01) return "< 1 %";
  if (share < 1 && share > 0.99) return "> 99 %";
  return percents.format(share).replace("%", " %");
}

/** "+12", "−3", "same": against nothing there is no change to tell. */
export function formatChange(now: number, before: number | null): string | null {
  if (before === null) return null;
  if (now === before) return "same";
  return `${now > before ? "+" : "−"}${formatCount(Math.abs(now - before))}`;
}

export type OutcomeRow = Series & { readonly count: number; readonly share: string; readonly change: string | null };

/** The counts that make up what was asked, in the order of the chart. */
export function prepareOutcomes({ outcomes, before }: Pick<Overview, "outcomes" | "before">): readonly OutcomeRow[] {
  const all = proposedIn(outcomes);
  return SERIES.flatMap((series) => {
    const count = outcomes[series.outcome];
    const was = before?.outcomes[series.outcome] ?? null;
    if (RARE.includes(series.outcome) && count === 0 && !was) return [];
    return [{ ...series, count, share: formatShare(count, all), change: formatChange(count, was) }];
  });
}

export type ChartDay = { readonly day: string; readonly label: string; readonly total: number | null } & Partial<Record<Outcome, number>>;

/** "Mon 16" while the days of a week are told apart, "16 Nov" further back. */
function labelOf(day: string, count: number): string {
  const parts: Intl.DateTimeFormatOptions = count <= 7 ? { weekday: "short", day: "numeric" } : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: "UTC" }).format(Date.parse(`${day}T00:00:00Z`));
}

/** Actions a day by outcome. A day before the record began has no figures: it is a gap, not a zero. */
export const prepareChart = ({ perDay }: Pick<Overview, "perDay">): readonly ChartDay[] =>
  perDay.map(({ day, outcomes }) => ({
    day,
    label: labelOf(day, perDay.length),
    total: outcomes === null ? null : proposedIn(outcomes),
    ...(outcomes ?? {}),
  }));

/** The outcomes that any day has: the others would be a legend of nothing. */
export const drawnIn = (perDay: Overview["perDay"]): readonly Series[] =>
  SERIES.filter(({ outcome }) => perDay.some(({ outcomes }) => (outcomes?.[outcome] ?? 0) > 0));

/** How many requests kept their due moment or missed it: those still undecided past it have missed it, too. */
export const measuredOf = ({ decided, expired, overdue }: Decisions): number => decided + expired + overdue;

const several = (count: number, one: string, many: string): string => `${formatCount(count)} ${count === 1 ? one : many}`;

/** The one sentence that the page opens with: what presses now, or that nothing does. */
export function prepareSentence({ waiting, agents }: Pick<Overview, "waiting" | "agents">): string {
  const { suspended, shadow } = agents.states;
  const pressing = [
    waiting.pastDue > 0 ? several(waiting.pastDue, "request is past due", "requests are past due") : "",
    suspended > 0 ? several(suspended, "agent is stopped", "agents are stopped") : "",
    shadow > 0 ? several(shadow, "agent is not registered", "agents are not registered") : "",
  ].filter((part) => part !== "");
  if (pressing.length > 0) return `${listWords(pressing, "and")}.`;
  return waiting.all > 0
    ? `${several(waiting.all, "request waits", "requests wait")} for people, none past due, and every agent runs.`
    : "Nothing waits for people, and every agent runs.";
}

/** "+22 (+21 %) on the 7 days before": sign, size, and against what. */
export function prepareTotalChange(outcomes: Outcomes, before: Overview["before"], days: number): string {
  if (before === null) return `No full ${days} days before these are on record`;
  const [now, was] = [proposedIn(outcomes), proposedIn(before.outcomes)];
  const against = `the ${days} days before`;
  if (now === was) return `The same as in ${against}`;
  const size = was === 0 ? "" : ` (${now > was ? "+" : "−"}${formatShare(Math.abs(now - was), was)})`;
  return `${formatChange(now, was)}${size} on ${against}`;
}
