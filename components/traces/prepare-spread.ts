import { listWords } from "@/server/kernel/list-words";
import { counted } from "@/server/traces/core/words";
import { FRAMES, type Frame, type Spread } from "@/server/traces/spread-schema";
import { isNarrowed, startOf, type TracesParams } from "./trace-address";

const FRAME_NAMES = Object.keys(FRAMES) as Frame[]; // from the shortest

/** The span that runs are laid out over: the one that is asked for, or the shortest that holds the moments that are. */
export function frameOf({ span, from, to }: Pick<TracesParams, "span" | "from" | "to">, nowMs: number): Frame {
  if (span !== null) return span;
  const since = Date.parse(from ?? to ?? "");
  if (Number.isNaN(since)) return "week";
  return FRAME_NAMES.find((frame) => Date.parse(startOf(frame, nowMs)) <= since) ?? "quarter";
}

/** The bars from one, up to another that is no more within. */
export type Window = { readonly first: number; readonly end: number };

const momentOf = ({ from, barMs }: Pick<Spread, "from" | "barMs">, bar: number): number => Date.parse(from) + bar * barMs;

/** The bars that the address asks for; null when it asks for all of them. */
export function windowOf(spread: Pick<Spread, "from" | "barMs" | "runs">, { from, to }: Pick<TracesParams, "from" | "to">): Window | null {
  const [fromMs, toMs] = [Date.parse(from ?? ""), Date.parse(to ?? "")];
  if (Number.isNaN(fromMs) && Number.isNaN(toMs)) return null;
  const length = spread.runs.length;
  const barAt = (ms: number, round: (n: number) => number) =>
    Math.max(0, Math.min(length, round((ms - Date.parse(spread.from)) / spread.barMs)));
  const first = Number.isNaN(fromMs) ? 0 : barAt(fromMs, Math.floor);
  const end = Number.isNaN(toMs) ? length : barAt(toMs, Math.ceil);
  return end > first ? { first, end } : null;
}

/** What the address says for bars: the last of them goes on, since time does. */
export function rangeOf(spread: Spread, frame: Frame, { first, end }: Window): Pick<TracesParams, "span" | "from" | "to"> {
  const at = (bar: number) => new Date(momentOf(spread, bar)).toISOString();
  const isToEnd = end >= spread.runs.length;
  if (first <= 0 && isToEnd) return { span: frame, from: null, to: null };
  return { span: frame, from: at(Math.max(0, first)), to: isToEnd ? null : at(end) };
}

const HOUR_MS = 3_600_000;
const TICKS_MS = { today: 3 * HOUR_MS, week: 24 * HOUR_MS, month: 120 * HOUR_MS, quarter: 360 * HOUR_MS } as const satisfies Record<
  Frame,
  number
>;
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", weekday: "short", day: "numeric" });
const exact = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" });

/** A moment on the axis, as exact as the axis is. */
export function momentWords(ms: number, frame: Frame): string {
  if (frame === "today") return clock.format(ms);
  return frame === "week" || frame === "month" ? `${day.format(ms)}, ${clock.format(ms)}` : day.format(ms);
}

/** How much of the axis, from its beginning, was not counted. */
export const uncountedShare = ({ from, barMs, runs, countedFrom }: Pick<Spread, "from" | "barMs" | "runs" | "countedFrom">): number =>
  countedFrom === null ? 0 : Math.max(0, Math.min(1, (Date.parse(countedFrom) - Date.parse(from)) / (runs.length * barMs)));

export type AxisTick = { readonly share: number; readonly words: string };

/** Where the axis names a moment. */
export function ticksOf(spread: Pick<Spread, "from" | "barMs" | "runs">, frame: Frame): readonly AxisTick[] {
  const lengthMs = spread.runs.length * spread.barMs;
  const format = { today: clock, week: weekday, month: day, quarter: day }[frame];
  const ticks: AxisTick[] = [];
  for (let ms = 0; ms < lengthMs * 0.92; ms += TICKS_MS[frame]) {
    ticks.push({ share: ms / lengthMs, words: format.format(Date.parse(spread.from) + ms) });
  }
  return ticks;
}

/** What one bar says, or several. */
export function barWords(spread: Spread, frame: Frame, { first, end }: Window): string {
  const sum = (counts: readonly number[]) => counts.slice(first, end).reduce((total, count) => total + count, 0);
  const unfinished = sum(spread.unfinished);
  const span = `${momentWords(momentOf(spread, first), frame)} to ${momentWords(momentOf(spread, end), frame)}`;
  if (momentOf(spread, end) <= Date.parse(spread.countedFrom ?? "")) return `${span}: not counted`;
  return `${span}: ${counted(sum(spread.runs), "run")}${unfinished === 0 ? "" : `, ${unfinished.toLocaleString("en-GB")} did not finish`}`;
}

const WHEN = {
  today: "today",
  week: "in the last 7 days",
  month: "in the last 30 days",
  quarter: "in the last 90 days",
} as const satisfies Record<Frame, string>;

const doing = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [`${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`];

/** How many runs there were as far as they were counted, and what became of those that need a look. */
export function spreadSentence({ total, countedFrom }: Pick<Spread, "total" | "countedFrom">, frame: Frame, params: TracesParams): string {
  const { span: _, from: __, to: ___, ...asked } = params;
  const isAsked = isNarrowed({ ...asked, span: null, from: null, to: null });
  const fitting = isAsked ? (total.runs === 1 ? " that fits" : " that fit") : "";
  const when = countedFrom === null ? WHEN[frame] : `since ${exact.format(Date.parse(countedFrom))} UTC`;
  const older = countedFrom === null ? "" : " Older ones are not counted.";
  if (total.runs === 0) return `No runs${fitting} ${when}.${older}`;
  const notes = [
    ...doing(total.waiting, "waits for people", "wait for people"),
    ...doing(total.unfinished, "did not finish", "did not finish"),
    ...doing(total.ungoverned, "ran a step ungoverned", "ran steps ungoverned"),
  ];
  const state = notes.length === 0 ? "All came to their end, and none ran ungoverned" : listWords(notes, "and");
  return `${counted(total.runs, "run")}${fitting} ${when}. ${state}.${older}`;
}
