import { type Breakdown, toMicro, WITHIN } from "./explore";

/**
 * How a run ended: `open`, it goes on or waits for people; `succeeded`, it ended without a failure and all that it asked for
 * was carried out; `refused`, something it asked for was denied, or nobody answered in time; `stopped`, by the limit of loops
 * or by a budget; `failed`; `abandoned`, it never ended and was silent for a day.
 */
export const RUN_OUTCOMES = ["succeeded", "failed", "refused", "stopped", "abandoned", "open"] as const;
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

/** What a run is of as a whole; it may call several models and tools. */
export const RUN_DIMENSIONS = ["team", "agent", "taskClass", "person", "costCentre"] as const;
export type RunDimension = (typeof RUN_DIMENSIONS)[number];
export const isOfRuns = (by: Breakdown): by is RunDimension => RUN_DIMENSIONS.some((name) => name === by);

/** Runs of one kind that ended one way; whose they are by person only where that is asked for. */
export type RunCell = { readonly [D in RunDimension]: string | null } & {
  readonly isNow: boolean;
  readonly outcome: RunOutcome;
  /** Whether anything of what they asked for was carried out. */
  readonly hasDone: boolean;
  readonly runs: number;
  readonly tokens: bigint;
  readonly costPicoUsd: bigint;
};

export type RunTally = {
  readonly runs: number;
  readonly ended: number;
  readonly succeeded: number;
  readonly tokens: string;
  readonly costMicroUsd: string;
};

/** What runs sum up to. */
export function sumRuns(cells: readonly RunCell[]): RunTally {
  let [runs, ended, succeeded, tokens, cost] = [0, 0, 0, 0n, 0n];
  for (const cell of cells) {
    runs += cell.runs;
    if (cell.outcome !== "open") ended += cell.runs;
    if (cell.outcome === "succeeded") succeeded += cell.runs;
    tokens += cell.tokens;
    cost += cell.costPicoUsd;
  }
  return { runs, ended, succeeded, tokens: tokens.toString(), costMicroUsd: toMicro(cost) };
}

/** Runs by what they are of, the dearest first, what does not say it last. */
export function groupRuns(cells: readonly RunCell[], by: RunDimension, hasBefore: boolean) {
  return [...Map.groupBy(cells, (cell) => cell[by])]
    .map(([key, own]) => ({
      key,
      ...sumRuns(own.filter(({ isNow }) => isNow)),
      before: hasBefore ? sumRuns(own.filter(({ isNow }) => !isNow)) : null,
    }))
    .filter(({ runs, before }) => runs > 0 || (before?.runs ?? 0) > 0)
    .sort(
      (a, b) =>
        Number(a.key === null) - Number(b.key === null) ||
        Number(BigInt(b.costMicroUsd) - BigInt(a.costMicroUsd)) ||
        String(a.key).localeCompare(String(b.key)),
    );
}

/** Runs by a breakdown of the page, each with those that it is made of; null where a run is not of one of them alone. */
export function breakRuns(cells: readonly RunCell[], by: Breakdown, hasBefore: boolean) {
  if (!isOfRuns(by)) return null;
  const within = WITHIN[by];
  return groupRuns(cells, by, hasBefore).map((group) => ({
    ...group,
    parts: isOfRuns(within)
      ? groupRuns(
          cells.filter((cell) => cell[by] === group.key),
          within,
          hasBefore,
        )
      : [],
  }));
}

/** Whether what a run cost bought nothing: it was stopped or left, or was refused before anything was carried out. */
export const isWasted = ({ outcome, hasDone }: Pick<RunCell, "outcome" | "hasDone">): boolean =>
  outcome === "stopped" || outcome === "abandoned" || (outcome === "refused" && !hasDone);

/** Bounds of bins in micro-USD, in steps of 1, 2 and 5: a run of a cent and one of a dollar are both seen. */
export const BIN_EDGES: readonly bigint[] = [2n, 3n, 4n, 5n, 6n, 7n].flatMap((power) => [1n, 2n, 5n].map((step) => step * 10n ** power));

/** The bins from the first to the last that holds a run; `counts` has one more than there are bounds. */
export function binsOf(counts: readonly number[]) {
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  return counts
    .map((runs, i) => ({
      fromMicroUsd: (i === 0 ? 0n : (BIN_EDGES[i - 1] ?? 0n)).toString(),
      toMicroUsd: BIN_EDGES[i]?.toString() ?? null,
      runs,
    }))
    .slice(Math.max(0, first), last + 1);
}
