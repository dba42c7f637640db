import { type Cell, type Group, type Labels, type Tally, tally, toMicro } from "./explore";
import { roundTogether } from "./round";

/** What calls under a tool cost on one day of those looked at, or, with none, over the days before. */
export type ToolCell = Tally & { readonly tool: string; readonly day: number | null; readonly dimensionId: number };
export type PlacedCell = Cell & { readonly dimensionId: number };

const MICRO = 1_000_000n;
const add = (a: Tally, b: Tally): Tally => ({
  calls: a.calls + b.calls,
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  costPicoUsd: a.costPicoUsd + b.costPicoUsd,
});
const NOTHING: Tally = { calls: 0, inputTokens: 0n, outputTokens: 0n, costPicoUsd: 0n };
const sumOf = (cells: readonly Tally[]): Tally => cells.reduce(add, NOTHING);
const less = (a: Tally, b: Tally): Tally => ({
  calls: Math.max(0, a.calls - b.calls),
  inputTokens: a.inputTokens - b.inputTokens,
  outputTokens: a.outputTokens - b.outputTokens,
  costPicoUsd: a.costPicoUsd - b.costPicoUsd,
});

const asCell = (labels: Labels, { calls, inputTokens, outputTokens, costPicoUsd }: Tally, day: number | null): Cell => ({
  day,
  labels,
  bucket: "priced",
  calls,
  inputTokens,
  outputTokens,
  costPicoUsd,
});

/** Priced cost of calls that came after one tool, or after none: with that of all tools this adds up to the whole. */
export function narrowToTool(cells: readonly PlacedCell[], tools: readonly ToolCell[], tool: string | null): readonly Cell[] {
  const priced = cells.filter(({ bucket }) => bucket === "priced");
  if (tool !== null) {
    const labels = new Map(priced.map((cell) => [cell.dimensionId, cell.labels]));
    return tools.flatMap((cell) => {
      const own = labels.get(cell.dimensionId);
      return cell.tool !== tool || own === undefined ? [] : [asCell(own, cell, cell.day)];
    });
  }
  const keyOf = ({ day, dimensionId }: { readonly day: number | null; readonly dimensionId: number }) => `${day} ${dimensionId}`;
  const under = Map.groupBy(tools, keyOf);
  return [...Map.groupBy(priced, keyOf)].flatMap(([key, own]) => {
    const [first] = own;
    const rest = less(sumOf(own), sumOf(under.get(key) ?? []));
    return first === undefined || (rest.costPicoUsd === 0n && rest.calls === 0) ? [] : [asCell(first.labels, rest, first.day)];
  });
}

type Part = { readonly key: string | null; readonly now: Tally; readonly before: Tally; readonly perDay: readonly bigint[] };

/**
 * Priced cost by tool, the dearest first. What stands under no tool is last and is all the rest, so that the parts add up
 * to the total that is counted by the hour, whatever of the steps is still on record.
 */
export function groupByTool(tools: readonly ToolCell[], cells: readonly Cell[], days: number): readonly Group[] {
  const priced = cells.filter(({ bucket }) => bucket === "priced");
  const dayOf = (rows: readonly (Tally & { readonly day: number | null })[]) => {
    const perDay = Array.from({ length: days }, () => 0n);
    for (const { day, costPicoUsd } of rows) if (day !== null) perDay[day] = (perDay[day] ?? 0n) + costPicoUsd;
    return perDay;
  };
  const split = <R extends { readonly day: number | null }>(rows: readonly R[]) => ({
    now: rows.filter(({ day }) => day !== null),
    before: rows.filter(({ day }) => day === null),
  });
  const named = [...Map.groupBy(tools, ({ tool }) => tool)].map(([key, own]): Part => {
    const { now, before } = split(own);
    return { key, now: sumOf(now), before: sumOf(before), perDay: dayOf(own) };
  });
  named.sort((a, b) => Number(b.now.costPicoUsd - a.now.costPicoUsd) || String(a.key).localeCompare(String(b.key)));
  const all = split(priced);
  const sums = dayOf(priced);
  const rest: Part = {
    key: null,
    now: less(tally(all.now), sumOf(named.map(({ now }) => now))),
    before: less(tally(all.before), sumOf(named.map(({ before }) => before))),
    perDay: sums.map((sum, day) => named.reduce((left, { perDay }) => left - (perDay[day] ?? 0n), sum)),
  };
  const parts = [...named, rest].filter(({ now, before }) => now.costPicoUsd !== 0n || before.costPicoUsd !== 0n || now.calls > 0);
  const costs = roundTogether(
    parts.map(({ now }) => now.costPicoUsd),
    MICRO,
  );
  return parts.map(({ perDay, ...part }, i) => ({
    ...part,
    costMicroUsd: costs[i]?.toString() ?? toMicro(part.now.costPicoUsd),
    perDayMicroUsd: roundTogether(perDay, MICRO).map(String),
  }));
}
