import { ROLES } from "@/server/kernel/roles";
import { newId } from "@/server/platform/new-id";

const everyone = ROLES;
const assessors = ["executive", "operator", "auditor", "admin"] as const;
const planners = ["executive", "operator", "admin"] as const;
const leaders = ["executive", "admin"] as const;

const [waiver, exclusion, item] = [newId("maturityWaiver"), newId("maturityExclusion"), newId("maturityItem")];
const ownerId = newId("person");

/** Who may call what about the maturity scorecard; see the table of all procedures. */
export const MATURITY_ROWS = {
  "maturity.addItem": { may: planners, input: { criterion: "GOV-2.1", ownerId, dueOn: "2027-01-31" } },
  "maturity.agentReadiness": { may: everyone, input: { agent: "sales-agent" } },
  "maturity.assess": { may: assessors, input: { dimension: "GOV", level: 2, rationale: "because" } },
  "maturity.attest": {
    may: assessors,
    input: { criterion: "GOV-2.2", isMet: false, rationale: "because", evidence: null, validDays: 30 },
  },
  "maturity.candidates": { may: planners },
  "maturity.closeItem": { may: planners, input: { id: item, revision: 1, outcome: "dropped" } },
  "maturity.confirmExclusion": { may: planners, input: { id: exclusion } },
  "maturity.criterion": { may: everyone, input: { id: "GOV-2.1" } },
  "maturity.editItem": { may: planners, input: { id: item, revision: 1, ownerId, dueOn: "2027-01-31" } },
  "maturity.endExclusion": { may: planners, input: { id: exclusion } },
  "maturity.evaluate": { may: ["admin"] },
  "maturity.exclude": { may: planners, input: { criterion: "GOV-2.1", reason: "because" } },
  "maturity.frameworks": { may: everyone },
  "maturity.gaps": { may: everyone },
  "maturity.history": { may: everyone, input: {} },
  "maturity.moveItem": { may: planners, input: { id: item, revision: 1, quarter: "2027-Q1", before: null } },
  "maturity.readiness": { may: everyone },
  "maturity.report": { may: everyone },
  "maturity.resolve": { may: assessors, input: { id: newId("maturityRound"), verdict: 1, reason: "because" } },
  "maturity.reviews": { may: everyone },
  "maturity.revokeWaiver": { may: leaders, input: { id: waiver } },
  "maturity.roadmap": { may: everyone },
  "maturity.scorecard": { may: everyone },
  "maturity.setFigure": { may: leaders, input: { subject: "GOV", figure: "weight", value: 2 } },
  "maturity.setTarget": { may: leaders, input: { subject: "ALL", level: 3, dueOn: "2027-01-31" } },
  "maturity.teamCriteria": { may: everyone, input: { scope: "tier:high", dimension: "GOV" } },
  "maturity.teams": { may: everyone },
  "maturity.trend": { may: everyone, input: {} },
  "maturity.verify": { may: everyone, input: { id: newId("maturitySnapshot") } },
  "maturity.waive": { may: leaders, input: { criterion: "GOV-2.1", ownerId, reason: "because", until: "2099-01-01" } },
} as const;
