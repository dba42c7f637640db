import type { Csv } from "@/components/ui/csv";
import { prepareReason } from "@/server/maturity/core/card-words";
import { DIMENSIONS } from "@/server/maturity/core/rubric";
import type { GapRow } from "@/server/maturity/schema";
import type { GapParams, GapSort } from "./gaps-address";

const FIGURES: Readonly<Record<GapSort, (row: GapRow) => number>> = {
  risk: ({ criterion }) => -criterion.risk,
  impact: ({ criterion }) => -criterion.impact,
  effort: ({ criterion }) => criterion.effort,
  level: ({ criterion }) => criterion.level,
};

/** The gaps that the address asks for, in its order; among equals the priority decides. */
export function narrowGaps(rows: readonly GapRow[], { dimension, level, sort }: GapParams): readonly GapRow[] {
  const shown = rows.filter(
    ({ criterion }) => (dimension === null || criterion.dimension === dimension) && (level === null || criterion.level === level),
  );
  if (sort === null) return shown;
  const figure = FIGURES[sort];
  return shown.toSorted((a, b) => figure(a) - figure(b) || a.rank - b.rank);
}

const HEAD = [
  "Rank",
  "Criterion",
  "Text",
  "Dimension",
  "Level",
  "Why",
  "Risk",
  "Impact",
  "Effort",
  "Gap",
  "Confidence",
  "Priority",
  "After",
];

/** The gaps as the figures behind the table. */
export const prepareGapsCsv = (rows: readonly GapRow[]): Csv => ({
  head: HEAD,
  rows: rows.map((row) => [
    row.rank,
    row.criterion.id,
    row.criterion.text,
    DIMENSIONS[row.criterion.dimension],
    row.criterion.level,
    prepareReason(row),
    row.criterion.risk,
    row.criterion.impact,
    row.criterion.effort,
    row.gapWeight,
    row.confidence,
    Number(row.priority.toFixed(2)),
    row.waitsFor.join(" "),
  ]),
});
