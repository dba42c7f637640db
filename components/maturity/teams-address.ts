import { parseAsString, parseAsStringLiteral } from "nuqs/server";
import { DIMENSION_IDS, type Dimension } from "@/server/maturity/core/rubric";

/** What of the heat map stands in the address: the cell whose criteria are shown. */
export const TEAMS_PARAMS = { group: parseAsString, dimension: parseAsStringLiteral(DIMENSION_IDS) };

export const cellHref = (scope: string, dimension: Dimension): string =>
  `/maturity/teams?group=${encodeURIComponent(scope)}&dimension=${dimension}#criteria`;
