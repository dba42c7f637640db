import type { Csv } from "@/components/ui/csv";
import { decisive, STATE_WORDS } from "@/server/maturity/core/card-words";
import type { Standing } from "@/server/maturity/schema";

const HEAD = [
  "Criterion",
  "Dimension",
  "Level",
  "Core",
  "Text",
  "State",
  "Value",
  "Threshold",
  "n",
  "Window (days)",
  "Missing",
  "Rubric",
  "Checked at (UTC)",
];

/** All criteria of a snapshot as the figures behind the page. */
export const prepareCsv = ({ criteria, rubricVersion, at }: Pick<Standing, "criteria" | "rubricVersion" | "at">): Csv => ({
  head: HEAD,
  rows: criteria.map((row) => [
    row.id,
    row.dimension,
    row.level,
    row.isCore ? "yes" : "no",
    row.text,
    STATE_WORDS[row.state],
    decisive(row.held)?.value ?? null,
    row.threshold,
    row.n,
    row.windowDays,
    row.missing,
    rubricVersion,
    at,
  ]),
});
