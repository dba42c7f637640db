import type { BarPoint, Mark } from "@/components/charts/bar-point";
import type { Anomaly } from "@/server/spend/anomaly-schema";
import { chartDayName } from "./prepare-chart";

const MOST_MARKS = 3;
const excess = ({ costMicroUsd, usualMicroUsd }: Anomaly): number => Number(costMicroUsd) - Number(usualMicroUsd);

/** What is said of a day on which something was out of the ordinary: who, and how far beyond what is usual. */
function markWords(own: readonly Anomaly[]): string {
  const [first, ...others] = own.toSorted((a, b) => excess(b) - excess(a));
  if (first === undefined) return "";
  const times = Number(first.costMicroUsd) / Number(first.usualMicroUsd);
  const far = Number.isFinite(times) && times >= 1.5 ? `, ${times < 10 ? times.toFixed(1) : Math.round(times)} × usual` : ", unusual";
  return `${first.key}${far}${others.length === 0 ? "" : `, and ${others.length} more`}`;
}

/** The days that something out of the ordinary began on, in words. */
export function wordsByDay(anomalies: readonly Anomaly[]): ReadonlyMap<string, string> {
  return new Map([...Map.groupBy(anomalies, ({ day }) => chartDayName(day))].map(([day, own]) => [day, markWords(own)]));
}

/** Marks above the days that were furthest out of the ordinary, in their order, each on a line of its own. */
export function prepareMarks(anomalies: readonly Anomaly[], points: readonly BarPoint[]): readonly Mark[] {
  const byDay = Map.groupBy(anomalies, ({ day }) => chartDayName(day));
  const far = (own: readonly Anomaly[]) => own.reduce((sum, one) => sum + excess(one), 0);
  const shown = new Set(
    [...byDay]
      .filter(([day]) => points.some(({ name }) => name === day))
      .sort((a, b) => far(b[1]) - far(a[1]))
      .slice(0, MOST_MARKS)
      .map(([day]) => day),
  );
  return points
    .flatMap((point, at) => (typeof point.name === "string" && shown.has(point.name) ? [{ point, at, name: point.name }] : []))
    .map(({ point, at, name }, line) => ({
      label: point.label,
      words: markWords(byDay.get(name) ?? []),
      line,
      side: at > points.length / 2 ? "left" : "right",
    }));
}
