import { formatCount } from "@/components/ui/format-count";
import type { BurnDown, Measure, ScopeKind, ShownBudget, ShownThreshold, Standing, Window } from "@/server/budgets/schema";
import { listWords } from "@/server/kernel/list-words";
import { usdWords } from "@/server/kernel/money";
import type { DayToCome, Outlook } from "@/server/spend/forecast-schema";

export const SCOPE_WORDS = {
  organisation: "The organisation",
  team: "A team",
  agent: "An agent",
  task_class: "A task class",
  run: "Each run",
} as const satisfies Record<ScopeKind, string>;

export const MEASURE_WORDS = {
  money: "Money",
  tokens: "Tokens",
  steps: "Calls of the gate",
  wall_time: "Time of a run",
  repeats: "The very same call",
} as const satisfies Record<Measure, string>;

/** Seconds in the largest unit that shows them whole: "2 h", "90 s". */
function timeWords(seconds: number): string {
  if (seconds % 3_600 === 0 && seconds > 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 && seconds > 0 ? `${seconds / 60} min` : `${formatCount(seconds)} s`;
}

/** An amount of what a budget counts: "$400", "1,200 tokens". */
export function amountWords(measure: Measure, amount: string | bigint): string {
  switch (measure) {
    case "money":
      return usdWords(amount);
    case "tokens":
      return `${formatCount(Number(amount))} tokens`;
    case "steps":
      return `${formatCount(Number(amount))} calls`;
    case "wall_time":
      return timeWords(Number(amount));
    case "repeats":
      return `${formatCount(Number(amount))} repeats`;
  }
}

/** Over what it counts: "each month", "the last 24 hours". */
export function windowWords(window: Window): string {
  switch (window.kind) {
    case "calendar":
      return `each ${window.unit}`;
    case "rolling":
      return window.hours === 1 ? "the last hour" : `the last ${window.hours} hours`;
    case "run":
      return "each run";
  }
}

function thresholdWords({ percent, act, groups, perMinute }: ShownThreshold): string {
  const whom =
    groups.length === 0
      ? ""
      : ` ${listWords(
          groups.map(({ name }) => name),
          "and",
        )}`;
  switch (act) {
    case "notify":
      return `tells${whom === "" ? " the owner" : whom} at ${percent} %`;
    case "require_approval":
      return `asks${whom === "" ? " the owner" : whom} at ${percent} %`;
    case "throttle":
      return `slows to ${perMinute ?? 1} a minute at ${percent} %`;
    case "cut_off":
      return `cuts off at ${percent} %`;
  }
}

/** What happens at its thresholds, the lowest first. */
export const limitWords = (thresholds: readonly ShownThreshold[]): string =>
  thresholds
    .toSorted((a, b) => a.percent - b.percent)
    .map(thresholdWords)
    .join(", ");

export const ACTS_WORDS = {
  before_each_call: "before each call",
  next_gate_call: "at the next gate call: its agents call their provider directly",
} as const satisfies Record<ShownBudget["acts"], string>;

export const STANDING_WORDS = {
  within: { label: "Within", tone: "" },
  notified: { label: "People were told", tone: "text-warn" },
  asks: { label: "Each call asks", tone: "text-warn" },
  throttled: { label: "Slowed", tone: "text-warn" },
  cut_off: { label: "Cut off", tone: "text-danger" },
} as const satisfies Record<Standing, { label: string; tone: string }>;

const DIMENSION = { organisation: null, team: "team", agent: "agent", task_class: "taskClass" } as const;

const dayIn = (at: number, timeZone: string): string => new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(at);

/** What of a budget can be forecast: money within a window that has an end. */
export function outlookOf(budget: ShownBudget, timeZone: string) {
  const { scope, measure, window, now, name, id } = budget;
  if (measure !== "money" || window.kind !== "calendar" || scope.kind === "run" || now.to === null || scope.isGone) return null;
  const key = scope.kind === "team" ? name : scope.id;
  return { id, dimension: DIMENSION[scope.kind], key, until: dayIn(Date.parse(now.to) - 1, timeZone) };
}

const dayName = (day: string): string =>
  new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" }).format(Date.parse(day));

export type Fate = { readonly lead: string; readonly rest: string; readonly tone: string; readonly day: string | null };

const NO_FATE = { tone: "text-ink-3", day: null } as const;

/** What comes of a window: on which day it passes its limit, or what will be left at its end; and how little that may rest on. */
export function fateOf(budget: ShownBudget, outlook: Outlook | undefined): Fate {
  const { now, measure, window } = budget;
  if (now.standing === "cut_off")
    return { lead: "Cut off", rest: `${formatCount(now.refused)} calls refused`, tone: "text-danger", day: null };
  if (measure !== "money" || window.kind !== "calendar")
    return { ...NO_FATE, lead: "Not forecast", rest: "only money of calendar windows is" };
  if (outlook === undefined) return { ...NO_FATE, lead: "…", rest: "" };
  const last = outlook?.days.at(-1);
  if (outlook === null || last === undefined) return { ...NO_FATE, lead: "Not forecast", rest: "less than a week is on record" };
  const left = BigInt(now.limit) - BigInt(now.spent);
  const end = left - BigInt(last.sumMicroUsd);
  const thin = outlook.basis.isThin ? ", a first guess" : "";
  const day = left < 0n ? null : (outlook.days.find(({ sumMicroUsd }) => BigInt(sumMicroUsd) > left)?.day ?? null);
  if (left < 0n) return { lead: "Passed", rest: `by ${usdWords(-left)}`, tone: "text-danger", day: null };
  return day === null
    ? { lead: `Ends at ${usdWords(BigInt(now.spent) + BigInt(last.sumMicroUsd))}`, rest: `${usdWords(end)} left${thin}`, tone: "", day }
    : { lead: `Passes on ${dayName(day)}`, rest: `over by ${usdWords(-end)} at its end${thin}`, tone: "text-warn", day };
}

export type LeftPoint = { readonly at: number; readonly left: number; readonly low?: number; readonly high?: number };

/** What is left at the end of each slice, as a share of the window's time (0 to 1); then what is to be left, day by day. */
export function prepareLeft(burn: NonNullable<BurnDown>, ahead: readonly DayToCome[]) {
  const [from, to, asOf, limit] = [Date.parse(burn.from), Date.parse(burn.to), Date.parse(burn.asOf), Number(burn.limit)];
  const share = (at: number): number => Math.min(1, Math.max(0, (at - from) / Math.max(1, to - from)));
  let left = limit;
  const past: LeftPoint[] = [{ at: 0, left }];
  for (const [i, { spent }] of burn.slices.entries()) {
    left -= Number(spent);
    past.push({ at: share(Math.min(asOf, Date.parse(burn.slices[i + 1]?.at ?? burn.asOf))), left });
  }
  const lastAt = past.at(-1)?.at ?? 0;
  const rest = ahead.length === 0 ? 0 : (1 - lastAt) / ahead.length;
  const future = ahead.map(
    ({ sumMicroUsd, sumLowMicroUsd, sumHighMicroUsd }, i): LeftPoint => ({
      at: lastAt + rest * (i + 1),
      left: left - Number(sumMicroUsd),
      ...(sumLowMicroUsd === null || sumHighMicroUsd === null
        ? {}
        : { high: left - Number(sumLowMicroUsd), low: left - Number(sumHighMicroUsd) }),
    }),
  );
  return { limit, past, future: future.length === 0 ? [] : [{ at: lastAt, left }, ...future] };
}

/** What people type as an amount, in the unit that is stored; null when it is none. */
export function amountOf(measure: Measure, typed: string): string | null {
  const text = typed.replaceAll(/[,\s$]/g, "");
  if (measure !== "money") return /^[1-9]\d{0,14}$/.test(text) ? text : null;
  const parts = /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(text);
  if (parts === null) return null;
  const micros = BigInt(parts[1] ?? 0) * 1_000_000n + BigInt((parts[2] ?? "").padEnd(6, "0"));
  return micros === 0n ? null : micros.toString();
}

/** The same the other way round: what stands in the form of an amount. */
export const typedOf = (measure: Measure, amount: string): string =>
  measure === "money" ? (Number(amount) / 1e6).toFixed(2).replace(/[.]00$/, "") : amount;

export const UNIT_HINTS = {
  money: "US dollars.",
  tokens: "Tokens, input and output.",
  steps: "Calls of the gate.",
  wall_time: "Seconds from a run’s first call to its last.",
  repeats: "How often one run may make the very same call.",
} as const satisfies Record<Measure, string>;
