import { formatCount } from "@/components/ui/format-count";
import { formatDuration } from "@/components/ui/format-time";
import type { Attainment, Breach, RuleAttainment } from "@/server/approvals/attainment-schema";
import { type Counts, measuredIn, missedIn, TOOK_MINUTES } from "@/server/approvals/core/attainment";
import { listWords } from "@/server/kernel/list-words";

const tenths = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A share in time: "96.4 %". Never 100 % nor 0 % unless it is all or nothing. */
export function formatShare(counts: Counts): string {
  const all = measuredIn(counts);
  if (all === 0) return "–";
  const percent = (counts.inTime / all) * 100;
  if (percent === 0 || percent === 100) return `${percent} %`;
  if (percent > 99.9) return "> 99.9 %";
  return percent < 0.1 ? "< 0.1 %" : `${tenths.format(percent)} %`;
}

/** The same as a part of one, for bars. */
export const shareOf = (counts: Counts): number => (measuredIn(counts) === 0 ? 0 : counts.inTime / measuredIn(counts));

/** What was decided late, and what is late and still undecided. */
export const lateIn = ({ late, overdue }: Counts): number => late + overdue;

const several = (count: number, one: string, many: string): string => `${formatCount(count)} ${count === 1 ? one : many}`;

const dayFormat = (isYearShown: boolean) =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", ...(isYearShown ? { year: "numeric" } : {}), timeZone: "UTC" });

/** "16 Nov", or "16 Nov 2026". */
export const formatDay = (day: string, isYearShown = false): string => dayFormat(isYearShown).format(Date.parse(`${day}T00:00:00Z`));

/** "24 Oct to 22 Nov": both days counted. */
export const formatSpan = ({ from, to }: { readonly from: string; readonly to: string }): string =>
  from === to
    ? formatDay(from)
    : `${formatDay(from, from.slice(0, 4) !== to.slice(0, 4))} to ${formatDay(to, from.slice(0, 4) !== to.slice(0, 4))}`;

/** The one sentence of consequence that the page opens with. */
export function prepareSentence({ counts }: Pick<Attainment, "counts">): string {
  const all = measuredIn(counts);
  const missed = missedIn(counts);
  if (missed === 0) return all === 1 ? "The one request was decided in time." : `All ${formatCount(all)} requests were decided in time.`;
  const parts = [
    counts.late > 0 ? `${several(counts.late, "was", "were")} decided late` : "",
    counts.expired > 0 ? `${formatCount(counts.expired)} expired (the agent was refused)` : "",
    counts.overdue > 0 ? several(counts.overdue, "still waits", "still wait") : "",
  ].filter((part) => part !== "");
  return `${formatCount(missed)} of ${several(all, "request was", "requests were")} not decided in time: ${listWords(parts, "and")}.`;
}

/** Where most of what was missed came from, when one rule stands out. */
export function prepareCause(rules: readonly RuleAttainment[], counts: Counts): { readonly name: string; readonly words: string } | null {
  const missed = missedIn(counts);
  const byId = new Map<string, { name: string; missed: number }>();
  for (const { id, name, counts: own } of rules) byId.set(id, { name, missed: (byId.get(id)?.missed ?? 0) + missedIn(own) });
  const [most] = [...byId.values()].sort((a, b) => b.missed - a.missed);
  if (most === undefined || byId.size < 2 || missed < 3 || most.missed * 2 < missed) return null;
  return { name: most.name, words: `explains ${formatCount(most.missed)} of the ${formatCount(missed)}.` };
}

/** "+1.2 points on 24 Sep to 23 Oct (95.2 %)": sign, size, and against what. */
export function prepareChange({ counts, before }: Pick<Attainment, "counts" | "before">): string {
  if (before === null) return "The record does not reach back far enough to compare.";
  if (measuredIn(before.counts) === 0) return `Nothing was measured from ${formatSpan(before)} to compare with.`;
  const against = `${formatSpan(before)} (${formatShare(before.counts)})`;
  const points = (shareOf(counts) - shareOf(before.counts)) * 100;
  const size = tenths.format(Math.abs(points));
  if (points === 0) return `The same as from ${against}`;
  const sign = points > 0 ? "+" : "−";
  return size === "0.0" ? `${sign}0.1 points or less on ${against}` : `${sign}${size} ${size === "1.0" ? "point" : "points"} on ${against}`;
}

export type StepPoint = {
  readonly key: string;
  readonly label: string;
  readonly name: string;
  readonly inTime: number | null;
  readonly late: number | null;
  readonly expired: number | null;
  readonly share: string;
  readonly note: string;
};

/** The steps as they are drawn. One before the record began has no figures: it is a gap, not a zero. */
export const prepareSteps = ({ steps, unit }: Pick<Attainment, "steps" | "unit">): readonly StepPoint[] =>
  steps.map(({ day, counts }) => ({
    key: day,
    label: formatDay(day),
    name: unit === "week" ? `Week from ${formatDay(day, true)}` : formatDay(day, true),
    inTime: counts?.inTime ?? null,
    late: counts && lateIn(counts),
    expired: counts?.expired ?? null,
    ...(counts === null
      ? { share: "not on record", note: "Not on record" }
      : { share: formatShare(counts), note: `In time: ${formatShare(counts)}` }),
  }));

const minutesWords = (minutes: number): string =>
  minutes < 60 ? `${minutes} min` : minutes < 1_440 ? `${minutes / 60} h` : `${minutes / 1_440} d`;

/** The classes of the time to decide, in words. */
export const TOOK_LABELS: readonly string[] = [...TOOK_MINUTES, null].map((upTo, i) => {
  const from = TOOK_MINUTES[i - 1];
  if (from === undefined) return `under ${minutesWords(TOOK_MINUTES[0])}`;
  if (upTo === null) return `over ${minutesWords(from)}`;
  const [low, lowUnit] = minutesWords(from).split(" ");
  const [high, highUnit] = minutesWords(upTo).split(" ");
  return lowUnit === highUnit ? `${low}–${high} ${highUnit}` : `${low} ${lowUnit}–${high} ${highUnit}`;
});

export type TookPoint = { readonly key: string; readonly label: string; readonly name: string; readonly decisions: number };

export const prepareTook = (classes: readonly number[]): readonly TookPoint[] =>
  TOOK_LABELS.map((label, i) => ({ key: label, label, name: label, decisions: classes[i] ?? 0 }));

/** By how much a request was missed: "2 h 5 min late", "expired", "past due for 3 h", or an earlier stage of it alone. */
export function prepareBreach({ state, dueAt, endedAt, lateStages }: Breach, asOf: string): string {
  if (state === "expired") return "Expired undecided";
  const lateMs = Date.parse(endedAt ?? asOf) - Date.parse(dueAt);
  if (lateMs > 0) return endedAt === null ? `Past due for ${formatDuration(lateMs)}` : `Decided ${formatDuration(lateMs)} late`;
  return lateStages === 1 ? "An earlier stage was late" : `${lateStages} earlier stages were late`;
}
