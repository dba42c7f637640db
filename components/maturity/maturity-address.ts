import { parseAsInteger, parseAsStringLiteral } from "nuqs/server";
import { CRITERIA_LEVELS, type CriteriaLevel, DIMENSION_IDS } from "@/server/maturity/core/rubric";

/** What of the scorecard stands in the address: the dimension whose criteria are shown, and their level. */
export const MATURITY_PARAMS = {
  dimension: parseAsStringLiteral(DIMENSION_IDS),
  level: parseAsInteger,
};

/** The level that a person asked for, when criteria of it exist. */
export const askedLevel = (level: number | null): CriteriaLevel | null => CRITERIA_LEVELS.find((one) => one === level) ?? null;

/** Days that the trend looks back: thirteen weeks. */
export const TREND_DAYS = 91;

export const criterionHref = (id: string): string => `/maturity/criteria/${id}`;

export const readinessHref = (agent: string): string => `/maturity/readiness/${encodeURIComponent(agent)}`;
