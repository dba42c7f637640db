import { ROLES } from "@/server/kernel/roles";
import { newId } from "@/server/platform/new-id";

const writers = ["operator", "auditor"] as const;
const simulation = { policyVersion: 1, actions: 100, changed: 0 };

/** Who may call what about records of evidence; see the table of all procedures. */
export const RECORD_ROWS = {
  "records.add": { may: writers, input: { kind: "policy_simulation", happenedAt: "2026-11-20T16:00:00Z", facts: simulation } },
  "records.choices": { may: ROLES },
  "records.list": { may: ROLES, input: {} },
  "records.withdraw": { may: writers, input: { id: newId("governanceRecord"), reason: "because" } },
} as const;
