import { attackChecks } from "./attack-store";
import { buildChecks } from "./build-store";
import type { Check } from "./core/measurement";
import { drillChecks } from "./drill-store";
import { responseChecks } from "./response-store";
import { watchChecks } from "./watch-store";

/** The checks that rest on records of what happened outside of Reeve. */
export const evidenceChecks: readonly Check[] = [...attackChecks, ...buildChecks, ...drillChecks, ...responseChecks, ...watchChecks];
