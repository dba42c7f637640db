import { changeChecks } from "./change-store";
import { containmentChecks } from "./containment-store";
import type { Check } from "./core/measurement";
import { evidenceChecks } from "./evidence";
import { governanceChecks } from "./governance-store";
import { oversightChecks } from "./oversight-store";
import { peopleChecks } from "./people-store";
import { platformChecks } from "./platform-store";
import { recordChecks } from "./record-store";
import { reviewerChecks } from "./reviewer-store";
import { securityChecks } from "./security-store";
import { spendChecks } from "./spend-store";
import { steeringChecks } from "./steering-store";
import { telemetryChecks } from "./telemetry-store";

const all: readonly Check[] = [
  ...changeChecks,
  ...containmentChecks,
  ...evidenceChecks,
  ...governanceChecks,
  ...oversightChecks,
  ...peopleChecks,
  ...platformChecks,
  ...recordChecks,
  ...reviewerChecks,
  ...securityChecks,
  ...spendChecks,
  ...steeringChecks,
  ...telemetryChecks,
];

/** Every computed criterion's check, by the criterion. */
export const CHECKS: ReadonlyMap<string, Check> = new Map(all.map((check) => [check.criterion, check]));
