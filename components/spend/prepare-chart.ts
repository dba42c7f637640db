import { aheadOf, type BarPoint, type BarSeries } from "@/components/charts/bar-point";
import { formatCount } from "@/components/ui/format-count";
import type { DayToCome, MonthForecast, PartToCome } from "@/server/spend/forecast-schema";
import type { Spend, SpendGroup } from "@/server/spend/schema";
import { formatCents, nameWords, UNATTRIBUTED_LABEL } from "./prepare-spend";

const OTHERS = "~others";
const MOST_SERIES = 7;
const HUES = ["var(--s1)", "var(--s2)", "var(--s3)", "var(--s4)", "var(--s5)", "var(--s6)", "var(--s7)"] as const;
const GREY = "var(--s8)";

/** A number that a name always has. */
const hashOf = (name: string): number => [...name].reduce((hash, letter) => (hash * 31 + (letter.codePointAt(0) ?? 0)) % 65_521, 7);

/** A hue for each name: the one that it always has, or the next that is free. */
export function huesOf(names: readonly string[]): ReadonlyMap<string, string> {
  const hues = new Map<string, string>();
  const free = new Set<number>(HUES.keys());
  for (const name of [...names].sort().slice(0, HUES.length)) {
    let at = hashOf(name) % HUES.length;
    while (!free.has(at)) at = (at + 1) % HUES.length;
    free.delete(at);
    hues.set(name, HUES[at] ?? GREY);
  }
  return hues;
}

/** What is drawn: money by a dimension, by day. */
export type Drawn = Pick<Spend, "days" | "recordedSince"> & {
  readonly groups: readonly Pick<SpendGroup, "key" | "costMicroUsd" | "perDayMicroUsd">[];
};
type DrawnGroup = Drawn["groups"][number];

const DAY_LABEL = { day: "numeric", month: "short", timeZone: "UTC" } as const;
const dayLabel = (day: string) => new Intl.DateTimeFormat("en-GB", DAY_LABEL).format(Date.parse(day));
export const chartDayName = (day: string) =>
  new Intl.DateTimeFormat("en-GB", { ...DAY_LABEL, weekday: "short", year: "numeric" }).format(Date.parse(day));

type Keyed = Pick<SpendGroup, "key" | "costMicroUsd">;
const isNamed = ({ key, costMicroUsd }: Keyed): boolean => key !== null && BigInt(costMicroUsd) > 0n;

/** The colour of each group that the chart draws by its own name: the dearest. Each keeps it wherever it is drawn. */
export function colorsOf(groups: readonly Keyed[]): ReadonlyMap<string, string> {
  const named = groups.filter(isNamed);
  return huesOf(named.slice(0, named.length > MOST_SERIES ? MOST_SERIES - 1 : MOST_SERIES).flatMap(({ key }) => key ?? []));
}

type Beside = {
  /** What is still to come in this month, where these are its days. */
  readonly ahead?: MonthForecast["ahead"];
  /** The colours that groups have on the page, where it draws them elsewhere too. */
  readonly colors?: ReadonlyMap<string, string>;
  /** How what has no key is called. */
  readonly none?: string;
};

type Part = { readonly series: BarSeries; readonly own: readonly DrawnGroup[]; readonly ahead: readonly PartToCome[] };

/** Those with a colour by name, the others as one, and what is unattributed apart, with what is to come of each. */
function partsOf(
  groups: readonly DrawnGroup[],
  ahead: readonly PartToCome[],
  { colors, none }: Required<Pick<Beside, "colors" | "none">>,
): readonly Part[] {
  const isShown = ({ key }: { readonly key: string | null }) => key !== null && colors.has(key);
  const isOther = ({ key }: { readonly key: string | null }) => key !== null && !colors.has(key);
  const shown = groups.filter((group) => isNamed(group) && isShown(group));
  const others = groups.filter((group) => isNamed(group) && isOther(group));
  const othersToCome = ahead.filter((part) => isOther(part) && Number(part.endMicroUsd) > 0);
  const count = new Set([...others, ...othersToCome].map(({ key }) => key)).size;
  const unnamed = groups.filter(({ key, costMicroUsd }) => key === null && BigInt(costMicroUsd) > 0n);
  return [
    ...shown.map((group, i) => ({
      series: { key: `g${i}`, label: nameWords(group.key ?? ""), color: colors.get(group.key ?? "") ?? GREY },
      own: [group],
      ahead: ahead.filter(({ key }) => key === group.key),
    })),
    ...(count === 0
      ? []
      : [
          {
            series: { key: OTHERS, label: `${formatCount(count)} ${count === 1 ? "other" : "others"}`, color: GREY },
            own: others,
            ahead: othersToCome,
          },
        ]),
    ...(unnamed.length === 0
      ? []
      : [
          {
            series: { key: "~none", label: none, color: GREY, isHatched: true },
            own: unnamed,
            ahead: ahead.filter(({ key }) => key === null),
          },
        ]),
  ];
}

const usd = (micros: bigint): number => Number(micros) / 1e6;
const sumAt = (rows: readonly (readonly string[])[], at: number): bigint => rows.reduce((sum, row) => sum + BigInt(row[at] ?? 0), 0n);

/** What is to come on a day, by part, with how far the whole may lie below and above it. */
function pointToCome(parts: readonly Part[], day: DayToCome, at: number): Partial<BarPoint> {
  const { microUsd, lowMicroUsd: low, highMicroUsd: high } = day;
  const figures = parts.map(({ series, ahead }) => [
    aheadOf(series.key),
    usd(
      sumAt(
        ahead.map(({ perDayMicroUsd }) => perDayMicroUsd),
        at,
      ),
    ),
  ]);
  const band = low !== null && high !== null;
  return {
    ...Object.fromEntries(figures),
    ...(band ? { spread: [usd(BigInt(microUsd) - BigInt(low)), usd(BigInt(high) - BigInt(microUsd))] as const } : {}),
    note: `${at === 0 ? "Still to come today" : "Forecast"}: about ${formatCents(microUsd)}${band ? `, ${formatCents(low)} to ${formatCents(high)} (p10 to p90)` : ""}`,
  };
}

/**
 * Money a day as stacked bars, in US dollars. A day before the record began has no figures: it is a gap, not a zero. The
 * series lie in the order of their size, the largest at the foot; what is to come lies on what was.
 */
export function prepareChart(
  { groups, days, recordedSince }: Drawn,
  { ahead = null, colors = colorsOf(groups), none = UNATTRIBUTED_LABEL }: Beside = {},
): { readonly series: readonly BarSeries[]; readonly points: readonly BarPoint[] } {
  const parts = partsOf(groups, ahead?.groups ?? [], { colors, none });
  const was = days.map((day, i): BarPoint => {
    const about = { label: dayLabel(day), name: chartDayName(day) };
    if (recordedSince === null || day < recordedSince) return about;
    const costs = parts.map(({ series, own }) => [
      series.key,
      sumAt(
        own.map(({ perDayMicroUsd }) => perDayMicroUsd),
        i,
      ),
    ]) as [string, bigint][];
    const total = costs.reduce((sum, [, cost]) => sum + cost, 0n);
    return {
      ...about,
      ...Object.fromEntries(costs.map(([key, cost]) => [key, usd(cost)])),
      note: `Total ${formatCents(total.toString())}`,
    };
  });
  const last = days.at(-1);
  const toCome = (ahead?.days ?? []).map((day, at): BarPoint => {
    const point = pointToCome(parts, day, at);
    const before = day.day === last ? was.at(-1) : undefined;
    return {
      label: dayLabel(day.day),
      name: chartDayName(day.day),
      ...before,
      ...point,
      note: [before?.note, point.note].filter(Boolean).join(". "),
    };
  });
  const isTodayIn = ahead?.days[0]?.day === last;
  return { points: [...(isTodayIn ? was.slice(0, -1) : was), ...toCome], series: parts.map(({ series }) => series) };
}

/** This month as it can be drawn where the page shows other days. */
export function drawnMonth({ days, today, spentMicroUsd, ahead }: MonthForecast): Drawn {
  const soFar = days.filter((day) => day <= today);
  return {
    days: soFar,
    recordedSince: soFar.find((_, i) => typeof spentMicroUsd[i] === "string") ?? null,
    groups: (ahead?.groups ?? []).map(({ key, spentMicroUsd: perDayMicroUsd, endMicroUsd }) => ({
      key,
      perDayMicroUsd,
      costMicroUsd: endMicroUsd,
    })),
  };
}
