/**
 * What is asked of an agent before it works in production, by the criteria of the rubric that say so. Nothing is defined a second
 * time here: each point is a criterion, and its state comes from the criterion's own check.
 */
export const CHECKLIST = [
  { title: "Who answers for it", criteria: ["GOV-2.1", "GOV-2.3", "GOV-2.4", "GOV-4.2", "DX-3.4"] },
  { title: "Go-live review", criteria: ["GOV-3.2", "GOV-3.3", "SEC-2.1"] },
  { title: "Identity and access", criteria: ["SEC-2.2", "SEC-3.1", "SEC-4.1", "SEC-4.5"] },
  { title: "Idempotency and enforcement", criteria: ["PLT-3.1", "PLT-3.2"] },
  { title: "Limits and breakers", criteria: ["PLT-3.3", "PLT-3.4", "PLT-4.3"] },
  { title: "Budget", criteria: ["FIN-3.2", "FIN-4.1"] },
  { title: "Oversight", criteria: ["HITL-2.1", "HITL-3.2", "HITL-3.3", "HITL-3.5", "SEC-3.5", "SEC-4.3"] },
  { title: "Runbooks and recovery", criteria: ["ORG-3.1", "PLT-4.4", "OBS-3.4"] },
  { title: "Evaluation", criteria: ["DX-2.3", "DX-3.1", "OBS-4.3", "SEC-4.2"] },
  { title: "Trace coverage", criteria: ["PLT-2.1", "OBS-2.1", "OBS-2.2", "OBS-3.2"] },
] as const;

/** Every criterion of the checklist, once. */
export const CHECKLIST_IDS: ReadonlySet<string> = new Set(CHECKLIST.flatMap(({ criteria }) => criteria));
