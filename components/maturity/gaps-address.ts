import { type inferParserType, parseAsInteger, parseAsStringLiteral } from "nuqs/server";
import { DIMENSION_IDS } from "@/server/maturity/core/rubric";

/** By what gaps can be ordered instead of by their priority; the most first, of effort the least. */
export const GAP_SORTS = ["risk", "impact", "effort", "level"] as const;
export type GapSort = (typeof GAP_SORTS)[number];

export const SORT_WORDS: Readonly<Record<GapSort, string>> = {
  risk: "By risk",
  impact: "By impact",
  effort: "By effort, least first",
  level: "By level",
};

export const GAP_PARAMS = {
  dimension: parseAsStringLiteral(DIMENSION_IDS),
  level: parseAsInteger,
  sort: parseAsStringLiteral(GAP_SORTS),
};

export type GapParams = inferParserType<typeof GAP_PARAMS>;
