import { formatCount } from "@/components/ui/format-count";
import { roundTogether } from "@/server/spend/core/round";
import type { Spend, SpendGroup } from "@/server/spend/schema";

const MICROS_PER_CENT = 10_000n;
const grouped = (digits: string) => digits.replace(/\B(?=(\d{3})+$)/g, ",");

/** Whole cents as money: "$42,511.85". */
export function moneyOfCents(cents: bigint): string {
  const size = cents < 0n ? -cents : cents;
  return `${cents < 0n ? "−" : ""}$${grouped((size / 100n).toString())}.${(size % 100n).toString().padStart(2, "0")}`;
}

/** Amounts in whole cents that add up to their sum in cents: what is shown can be added by hand. */
export const centsTogether = (micros: readonly string[]): readonly bigint[] => roundTogether(micros.map(BigInt), MICROS_PER_CENT);

/** One amount in cents; less than a cent is said to be that, never nothing. */
export function formatCents(micro: string): string {
  const micros = BigInt(micro);
  const cents = roundTogether([micros], MICROS_PER_CENT)[0] ?? 0n;
  return cents === 0n && micros !== 0n ? "< $0.01" : moneyOfCents(cents);
}

const signs = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1, minimumFractionDigits: 1, signDisplay: "never" });

/** How much more or less in percent: "+12.7 %". Null against nothing: no share of it can be told. */
export function formatChange(now: string, before: string | null): string | null {
  if (before === null || BigInt(before) === 0n) return null;
  const change = (Number(BigInt(now) - BigInt(before)) / Number(BigInt(before))) * 100;
  if (Math.abs(change) < 0.05) return "same";
  if (change >= 1_000) return `${signs.format(change / 100 + 1)} ×`;
  return `${change > 0 ? "+" : "−"}${signs.format(Math.abs(change))} %`;
}

/** A part of the whole: "52.1 %". */
export function formatShare(part: string, whole: string): string {
  if (BigInt(whole) === 0n) return "–";
  const share = (Number(part) / Number(whole)) * 100;
  return share > 0 && share < 0.1 ? "< 0.1 %" : `${signs.format(share)} %`;
}

const shorts = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
/** A count of tokens: "3.9M". */
export const formatTokens = (tokens: string | bigint): string => shorts.format(Number(tokens));

/** What one call cost: to a hundredth of a cent where it is that small. */
export function formatPerCall({ costMicroUsd, calls }: { readonly costMicroUsd: string; readonly calls: number }): string {
  if (calls === 0) return "–";
  const usd = Number(costMicroUsd) / calls / 1e6;
  return usd > 0 && usd < 0.1 ? `$${usd < 0.0001 ? "<0.0001" : usd.toFixed(4)}`.replace("$<", "< $") : `$${usd.toFixed(2)}`;
}

export const UNATTRIBUTED_LABEL = "Unattributed";
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

export type Series = { readonly key: string; readonly label: string; readonly color: string; readonly isHatched?: boolean };
export type ChartPoint = { readonly label: string; readonly name: string; readonly [series: string]: string | number | null };

const DAY_LABEL = { day: "numeric", month: "short", timeZone: "UTC" } as const;
const dayLabel = (day: string) => new Intl.DateTimeFormat("en-GB", DAY_LABEL).format(Date.parse(day));
const dayName = (day: string) =>
  new Intl.DateTimeFormat("en-GB", { ...DAY_LABEL, weekday: "short", year: "numeric" }).format(Date.parse(day));

/** The dearest groups by name, the others as one, and what is unattributed apart. Each keeps its colour wherever it is drawn. */
function partsOf(groups: readonly SpendGroup[]) {
  const named = groups.filter(({ key, costMicroUsd }) => key !== null && BigInt(costMicroUsd) > 0n);
  const [shown, others] = named.length > MOST_SERIES ? [named.slice(0, MOST_SERIES - 1), named.slice(MOST_SERIES - 1)] : [named, []];
  const none = groups.filter(({ key, costMicroUsd }) => key === null && BigInt(costMicroUsd) > 0n);
  return { shown, others, none };
}

/** The colour of each group that the chart draws by its own name. */
export const colorsOf = (groups: readonly SpendGroup[]): ReadonlyMap<string, string> =>
  huesOf(partsOf(groups).shown.flatMap(({ key }) => key ?? []));

/**
 * Money a day as stacked bars, in US dollars. A day before the record began has no figures: it is a gap, not a zero. The
 * series lie in the order of their size, the largest at the foot.
 */
export function prepareChart({ groups, days, recordedSince }: Pick<Spend, "groups" | "days" | "recordedSince">): {
  readonly series: readonly Series[];
  readonly points: readonly ChartPoint[];
} {
  const { shown, others, none } = partsOf(groups);
  const hues = colorsOf(groups);
  const parts = [
    ...shown.map((group, i) => ({ key: `g${i}`, label: group.key ?? "", color: hues.get(group.key ?? "") ?? GREY, own: [group] })),
    ...(others.length === 0 ? [] : [{ key: OTHERS, label: `${formatCount(others.length)} others`, color: GREY, own: others }]),
    ...(none.length === 0 ? [] : [{ key: "~none", label: UNATTRIBUTED_LABEL, color: GREY, isHatched: true, own: none }]),
  ];
  const points = days.map((day, i): ChartPoint => {
    const about = { label: dayLabel(day), name: dayName(day) };
    if (recordedSince === null || day < recordedSince) return about;
    const sumOf = (own: readonly SpendGroup[]) => own.reduce((sum, { perDayMicroUsd }) => sum + BigInt(perDayMicroUsd[i] ?? 0), 0n);
    const costs = parts.map(({ key, own }) => [key, Number(sumOf(own)) / 1e6] as const);
    const total = parts.reduce((sum, { own }) => sum + sumOf(own), 0n);
    return { ...about, ...Object.fromEntries(costs), note: `Total ${formatCents(total.toString())}` };
  });
  return { points, series: parts.map(({ own: _, ...series }) => series) };
}
