/** How bad it is that something is open, by the risk that the organisation gives it, from 1 to 5. */
export const SEVERITIES = ["high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const severityOf = (risk: number): Severity => (risk >= 5 ? "high" : risk >= 3 ? "medium" : "low");

type Counts = { readonly inTime: number; readonly late: number; readonly expired: number; readonly overdue: number };
export type SharePoint = { readonly day: string; readonly share: number };

const CHUNK_DAYS = 5;

/** The share that was decided in time, over five days at a time; a stretch without any has no point. The last day of each names it. */
export function sharesOf(steps: readonly { readonly day: string; readonly counts: Counts | null }[]): SharePoint[] {
  const points: SharePoint[] = [];
  for (let end = steps.length; end > 0; end -= CHUNK_DAYS) {
    const chunk = steps.slice(Math.max(0, end - CHUNK_DAYS), end);
    const sum = (measure: keyof Counts) => chunk.reduce((total, { counts }) => total + (counts?.[measure] ?? 0), 0);
    const all = sum("inTime") + sum("late") + sum("expired") + sum("overdue");
    const day = chunk.at(-1)?.day;
    if (all > 0 && day !== undefined) points.unshift({ day, share: sum("inTime") / all });
  }
  return points;
}

type Placed = { readonly id: string; readonly level: number };
type Day = { readonly at: string; readonly day: string; readonly dimensions: readonly Placed[] };
export type Fall = { readonly id: string; readonly from: number; readonly to: number };

const WEEK_MS = 7 * 86_400_000;

/** Dimensions that stand at a lower level than a week ago. */
export function fallsOf(trend: readonly Day[]): Fall[] {
  const last = trend.at(-1);
  const then = trend.findLast(({ at }) => last !== undefined && Date.parse(at) <= Date.parse(last.at) - WEEK_MS);
  const was = new Map(then?.dimensions.map(({ id, level }) => [id, level]));
  return (last?.dimensions ?? []).flatMap(({ id, level }) => {
    const from = was.get(id);
    return from !== undefined && from > level ? [{ id, from, to: level }] : [];
  });
}
