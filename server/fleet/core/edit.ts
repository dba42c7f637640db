import { type AgentState, commandTowards, type LifecycleCommand, nextState } from "./lifecycle";
import type { AiActClass, AiActRole, Environment, RiskTier } from "./vocabulary";

/** What people have settled about an agent beside its tier; null and none where nobody has said. */
export type Governance = {
  /** Why it is of its risk tier. */
  readonly riskReason: string | null;
  readonly aiActRole: AiActRole | null;
  readonly aiActClass: AiActClass | null;
  /** What it must not be used for. */
  readonly outOfBounds: readonly string[];
  /** The day by which it is to be reviewed again, YYYY-MM-DD. */
  readonly reviewDue: string | null;
};

/** What an edit may change. Owner, team and tools are ids. */
export type AgentFacts = Governance & {
  readonly purpose: string;
  readonly ownerId: string | null;
  readonly teamId: string | null;
  readonly riskTier: RiskTier;
  readonly environment: Environment;
  readonly state: AgentState;
  readonly toolIds: readonly string[];
};
export type Wanted = Partial<AgentFacts>;

const FIELDS = [
  "purpose",
  "ownerId",
  "teamId",
  "riskTier",
  "environment",
  "riskReason",
  "aiActRole",
  "aiActClass",
  "outOfBounds",
  "reviewDue",
] as const;
export type Field = (typeof FIELDS)[number];

export type EditPlan = {
  readonly facts: AgentFacts;
  readonly fields: readonly Field[];
  /** The step in the agent's life that the edit takes, or null. */
  readonly command: LifecycleCommand | null;
  readonly granted: readonly string[];
  readonly revoked: readonly string[];
};
export type EditAnswer = { readonly plan: EditPlan } | { readonly fault: string };

/** An agent of which nobody has settled anything. */
export const UNSETTLED: Governance = { riskReason: null, aiActRole: null, aiActClass: null, outOfBounds: [], reviewDue: null };

const isSame = (a: AgentFacts[Field], b: AgentFacts[Field]): boolean =>
  Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((one, i) => one === b[i]) : a === b;

/** What a new agent is where nothing is said: a draft in production, of the highest risk, with no tools. */
export const CAREFUL: AgentFacts = {
  purpose: "",
  ownerId: null,
  teamId: null,
  riskTier: "high",
  environment: "production",
  state: "draft",
  toolIds: [],
  ...UNSETTLED,
};

/** Settles what an edit changes; what is not said stays. An edit of a shadow agent registers it. */
export function planEdit(current: AgentFacts, wanted: Wanted): EditAnswer {
  if (current.state === "retired") return { fault: "The agent is retired, and retired is for good." };
  const isShadow = current.state === "shadow";
  const environment = wanted.environment ?? (isShadow ? CAREFUL.environment : current.environment);
  const to = wanted.state ?? (isShadow ? CAREFUL.state : current.state);
  const command = to === current.state ? null : commandTowards(to);
  if (to !== current.state && (command === null || nextState(current.state, command, null) !== to))
    return { fault: noWay(current.state, to) };
  const facts = { ...current, ...wanted, environment, state: to };
  return {
    plan: {
      facts,
      fields: FIELDS.filter((field) => !isSame(facts[field], current[field])),
      command,
      granted: facts.toolIds.filter((id) => !current.toolIds.includes(id)),
      revoked: current.toolIds.filter((id) => !facts.toolIds.includes(id)),
    },
  };
}

/** Whether the plan changes anything at all. */
export const isChange = (plan: EditPlan): boolean =>
  plan.command !== null || plan.fields.length > 0 || plan.granted.length > 0 || plan.revoked.length > 0;

function noWay(from: AgentState, to: AgentState): string {
  if (from === "suspended") return "The agent is suspended. Only Restore starts it again, by an operator who is signed in.";
  return `An agent that is ${from} cannot become ${to}.`;
}
