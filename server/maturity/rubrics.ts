import { parseRubric } from "./core/rubric";
import current from "./rubric/2026-2.json";

/** The version of the rubric that is checked now. */
export const RUBRIC = parseRubric(current);

/** Its criteria by their ids. */
export const CRITERIA = new Map(RUBRIC.criteria.map((criterion) => [criterion.id, criterion]));
