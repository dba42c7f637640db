import type { RunOutcome } from "@/server/spend/core/runs";
import type { RunGroup, RunSums, Runs } from "@/server/spend/runs-schema";
import { formatCents } from "./prepare-spend";

/** An amount divided by a count, to a hundredth of a cent where it is that small; a dash where there is nothing to divide by. */
export function formatEach(micro: string, count: number): string {
  if (count === 0) return "–";
  const each = Number(micro) / count;
  return each > 0 && each < 100_000 ? `$${(each / 1e6).toFixed(4)}` : formatCents(String(Math.round(each)));
}

/** Of a hundred that ended, how many succeeded: "73.1 %". */
export const formatSuccess = ({ succeeded, ended }: Pick<RunSums, "succeeded" | "ended">): string =>
  ended === 0 ? "–" : `${((succeeded / ended) * 100).toFixed(1)} %`;

/** What a success costs: of all runs, divided by those that succeeded. Null where none did. */
export const perSuccess = ({ costMicroUsd, succeeded }: RunSums): number | null =>
  succeeded === 0 ? null : Math.round(Number(costMicroUsd) / succeeded);

/** What a success costs against before: "+51.1 %". Null where either is not known. */
export function successChange({ before, ...now }: RunGroup | (RunSums & { readonly before: RunSums | null })): string | null {
  const [is, was] = [perSuccess(now), before === null ? null : perSuccess(before)];
  if (is === null || was === null || was === 0) return null;
  const change = (is / was - 1) * 100;
  return Math.abs(change) < 0.05 ? "same" : `${change > 0 ? "+" : "−"}${Math.abs(change).toFixed(1)} %`;
}

const edge = (micro: string): string => {
  const usd = Number(micro) / 1e6;
  return `$${usd < 0.01 ? usd.toFixed(4).replace(/0+$/, "") : usd < 1 ? usd.toFixed(2) : usd.toString()}`;
};

export type SpreadPoint = { readonly label: string; readonly name: string; readonly runs: number; readonly note: string };

/** Runs by what they cost, as bars; the bin that holds the median, the p90 or the p99 says so. */
export function prepareSpread({ bins, runs, medianMicroUsd, p90MicroUsd, p99MicroUsd }: NonNullable<Runs["spread"]>): SpreadPoint[] {
  const marks = [
    { of: "median", at: BigInt(medianMicroUsd) },
    { of: "p90", at: BigInt(p90MicroUsd) },
    { of: "p99", at: BigInt(p99MicroUsd) },
  ];
  return bins.map(({ fromMicroUsd, toMicroUsd, runs: own }) => {
    const here = marks
      .filter(({ at }) => at >= BigInt(fromMicroUsd) && (toMicroUsd === null || at < BigInt(toMicroUsd)))
      .map(({ of }) => of);
    const share = `${((own / runs) * 100).toFixed(1)} % of the runs`;
    return {
      label: edge(fromMicroUsd),
      name: toMicroUsd === null ? `${edge(fromMicroUsd)} and more` : `${edge(fromMicroUsd)} to ${edge(toMicroUsd)}`,
      runs: own,
      note: here.length === 0 ? share : `${share}; ${here.join(" and ")}`,
    };
  });
}

export const OUTCOME_WORDS: Readonly<Record<RunOutcome, string>> = {
  succeeded: "succeeded",
  failed: "failed",
  refused: "refused",
  stopped: "stopped",
  abandoned: "abandoned",
  open: "goes on",
};

export const WASTE_WORDS = {
  retries: { name: "Retries after tool errors", note: "calls of a model made right after a tool had failed" },
  refused: { name: "Work for actions denied or expired", note: "runs of which nothing was carried out" },
  stopped: { name: "Runs stopped by a loop or a cap", note: "all that they cost until then" },
  abandoned: { name: "Abandoned runs", note: "never ended, silent for a day" },
} as const satisfies Record<Runs["wastes"][number]["kind"], { readonly name: string; readonly note: string }>;

/** All that bought nothing, in micro-USD. */
export const wasteTotal = (wastes: Runs["wastes"]): bigint => wastes.reduce((sum, { costMicroUsd }) => sum + BigInt(costMicroUsd), 0n);
/** The same over the days before; null where they are not on record. */
export const wasteBefore = (wastes: Runs["wastes"]): bigint | null =>
  wastes.some(({ beforeMicroUsd }) => beforeMicroUsd === null)
    ? null
    : wastes.reduce((sum, { beforeMicroUsd }) => sum + BigInt(beforeMicroUsd ?? 0), 0n);
