import { type Breakdown, WITHIN } from "@/server/spend/core/explore";
import type { RunGroup, Runs } from "@/server/spend/runs-schema";
import { type Spend, type SpendGroup, UNATTRIBUTED } from "@/server/spend/schema";
import { centsTogether, nameWords } from "./prepare-spend";
import { noneLabel, PARAM_OF, type SpendParams, type WhoSort } from "./spend-address";

/** A row of who spends: of the breakdown, or within an open one of what that is made of. */
export type WhoRow = {
  readonly id: string;
  readonly by: Breakdown;
  readonly label: string;
  readonly group: SpendGroup;
  /** In amounts that add up. */
  readonly cents: bigint;
  /** Its runs; undefined where runs are not of one alone, or are not known yet. */
  readonly runs: RunGroup | undefined;
  /** What it comes to by the month's end, where that is forecast. */
  readonly endMicroUsd: string | undefined;
  /** What the page is narrowed to where the row stands. */
  readonly params: SpendParams;
  readonly within: string | null;
};

export type WhoParts = { readonly spend: Spend | undefined; readonly ends: ReadonlyMap<string | null, string> };

type Rows = {
  readonly spend: Spend;
  readonly by: Breakdown;
  readonly params: SpendParams;
  readonly runs: Runs | null;
  readonly ends: ReadonlyMap<string | null, string>;
  /** What open rows are made of, by their keys. */
  readonly parts: ReadonlyMap<string, WhoParts>;
};

export const keyOf = ({ key }: Pick<SpendGroup, "key">): string => key ?? UNATTRIBUTED;

const labelOf = (by: Breakdown, key: string | null): string => (key === null ? noneLabel(by) : nameWords(key));

const NO_RUNS = { runs: 0, ended: 0, succeeded: 0, tokens: "0", costMicroUsd: "0", before: null };
const runsFor = (groups: readonly RunGroup[] | null | undefined, key: string | null): RunGroup | undefined =>
  groups ? (groups.find((one) => one.key === key) ?? { ...NO_RUNS, key }) : undefined;

/** The rows of the breakdown, each with those that it is made of where it is open. What a row is made of adds up to it. */
export function rowsOf({
  spend,
  by,
  params,
  runs,
  ends,
  parts,
}: Rows): readonly { readonly row: WhoRow; readonly parts: readonly WhoRow[] }[] {
  const cents = centsTogether(spend.groups.map(({ costMicroUsd }) => costMicroUsd));
  const within = WITHIN[by];
  return spend.groups.map((group, i) => {
    const own = cents[i] ?? 0n;
    const key = keyOf(group);
    const inside = parts.get(key);
    const made = inside?.spend?.groups ?? [];
    const madeCents = centsTogether(
      made.map(({ costMicroUsd }) => costMicroUsd),
      own,
    );
    const broken = runs?.groups?.find((one) => one.key === group.key);
    const hasRuns = broken !== undefined && broken.parts.length > 0;
    return {
      row: {
        id: key,
        by,
        label: labelOf(by, group.key),
        group,
        cents: own,
        runs: runsFor(runs?.groups, group.key),
        endMicroUsd: ends.get(group.key),
        params,
        within: null,
      },
      parts: made.map((part, at) => ({
        id: `${key} ${keyOf(part)}`,
        by: within,
        label: labelOf(within, part.key),
        group: part,
        cents: madeCents[at] ?? 0n,
        runs: hasRuns ? runsFor(broken.parts, part.key) : undefined,
        endMicroUsd: inside?.ends.get(part.key),
        params: { ...params, [PARAM_OF[by]]: key, open: null },
        within: labelOf(by, group.key),
      })),
    };
  });
}

export type WhoValue = (row: WhoRow) => number | string | null;

/** Rows in an order. What is not known is last whichever way it goes, and so is what is nobody's. */
export function orderRows(rows: readonly WhoRow[], figureOf: WhoValue, isAscending: boolean): readonly WhoRow[] {
  const way = isAscending ? 1 : -1;
  const compare = (a: number | string, b: number | string): number =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
  return rows.toSorted((a, b) => {
    const unattributed = Number(a.group.key === null) - Number(b.group.key === null);
    if (unattributed !== 0) return unattributed;
    const [one, other] = [figureOf(a), figureOf(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return way * compare(one, other);
  });
}

/** Names run from A on; figures from the largest down, unless someone turns them round. */
export const isAscendingBy = (sort: WhoSort, dir: SpendParams["dir"]): boolean => (dir === null ? sort === "name" : dir === "asc");
