import { parseAsNumberLiteral, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { DIMENSION_IDS } from "@/server/maturity/core/rubric";

export const SPANS = [28, 91, 365] as const;
export const SPAN_WORDS: Readonly<Record<(typeof SPANS)[number], string>> = { 28: "4 weeks", 91: "13 weeks", 365: "A year" };

/** What of the history stands in the address: whose score, how far back, and which snapshot is held against the record. */
export const HISTORY_PARAMS = {
  of: parseAsStringLiteral(DIMENSION_IDS),
  days: parseAsNumberLiteral(SPANS).withDefault(91),
  snapshot: parseAsString,
};
