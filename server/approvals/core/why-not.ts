/** Whom separation of duties keeps from deciding, and why. */
export const EXCLUSIONS = ["initiator", "owner", "rule_author", "decided_before", "edited"] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

export type WhyNot = Exclusion | "not_approver" | "not_in_groups" | "delegator_excluded";

/** Someone who may be asked: on their own account, or because another person stands in for them. */
type Candidate = {
  readonly id: string;
  readonly groupIds: ReadonlySet<string>;
  /** On-call schedules on which this person is on duty now. */
  readonly onCallIds: ReadonlySet<string>;
  /** Agents that this person owns now; who owned one when it asked is in `excluded`. */
  readonly ownedAgents: ReadonlySet<string>;
};

/** A person for whom someone else stands in at the moment, and for which requests. Empty lists mean all. */
export type Delegator = Candidate & { readonly name: string; readonly agents: readonly string[]; readonly tools: readonly string[] };

/** What must be known of a person to say whether they may decide. */
export type Decider = Candidate & {
  readonly isApprover: boolean;
  readonly standsInFor: readonly Delegator[];
  /** One person may do what otherwise takes two; each use is put on a list. */
  readonly isSingleOperator: boolean;
};

export type Asked = {
  readonly agentName: string;
  readonly toolName: string;
  /** Whom the open stage asks; all three empty means every approver. */
  readonly groupIds: readonly string[];
  readonly personIds: readonly string[];
  readonly onCallIds: readonly string[];
  readonly excluded: Readonly<Record<string, Exclusion>>;
  /** Who voted in the open stage, by their own hand or through someone. */
  readonly voterIds: readonly string[];
};

/** In words, for whoever may not decide. */
export const WHY_NOT = {
  initiator: "You set off the run that asks for this, so someone else decides.",
  owner: "You own this agent, so someone else decides.",
  rule_author: "You wrote the rule that sent this here, so someone else decides.",
  decided_before: "You decided the stage before, so someone else decides this one.",
  edited: "You edited it and voted in another stage, so someone else decides this one.",
  not_approver: "Only approvers decide.",
  not_in_groups: "This one is not put to you.",
  delegator_excluded: "The person you stand in for may not decide it, so you may not either.",
} as const satisfies Record<WhyNot, string>;

/** That a person may decide, and how: for whom they stand in, and what the single-operator mode passes over. */
export type Standing = { readonly why: null; readonly for: Delegator | null; readonly waived: Exclusion | null };
export type NoStanding = { readonly why: WhyNot };

function exclusionOf(candidate: Candidate, asked: Asked): Exclusion | null {
  const exclusion = Object.hasOwn(asked.excluded, candidate.id) ? asked.excluded[candidate.id] : undefined;
  return exclusion ?? (candidate.ownedAgents.has(asked.agentName) ? "owner" : null);
}

function isAsked(candidate: Candidate, { groupIds, personIds, onCallIds }: Asked): boolean {
  if (groupIds.length === 0 && personIds.length === 0 && onCallIds.length === 0) return true;
  return (
    personIds.includes(candidate.id) ||
    groupIds.some((id) => candidate.groupIds.has(id)) ||
    onCallIds.some((id) => candidate.onCallIds.has(id))
  );
}

const covers = ({ agents, tools }: Delegator, { agentName, toolName }: Asked): boolean =>
  (agents.length === 0 || agents.includes(agentName)) && (tools.length === 0 || tools.includes(toolName));

/**
 * Whether a person may decide, for themselves or for someone they stand in for, or why not. Separation of duties comes
 * first and looks at both; no role, group or delegation lifts it. Only the single-operator mode passes over it.
 */
export function standingOf(person: Decider, asked: Asked): Standing | NoStanding {
  const exclusion = exclusionOf(person, asked);
  if (exclusion !== null && !person.isSingleOperator) return { why: exclusion };
  if (!person.isApprover) return { why: "not_approver" };
  if (isAsked(person, asked)) return { why: null, for: null, waived: exclusion };
  const delegators = person.standsInFor.filter(
    (delegator) => covers(delegator, asked) && isAsked(delegator, asked) && !asked.voterIds.includes(delegator.id),
  );
  const delegator = delegators.find((one) => person.isSingleOperator || exclusionOf(one, asked) === null);
  if (delegator !== undefined) return { why: null, for: delegator, waived: exclusion ?? exclusionOf(delegator, asked) };
  return { why: delegators.length > 0 ? "delegator_excluded" : "not_in_groups" };
}

/** Who is excluded from the start. The initiator's reason is named first, then the owner's: one reason a person. */
export function exclusions(lineage: {
  readonly initiatorPersonId: string | null;
  readonly ownerId: string | null;
  readonly ruleAuthorId: string | null;
}): Record<string, Exclusion> {
  const excluded: Record<string, Exclusion> = {};
  if (lineage.ruleAuthorId !== null) excluded[lineage.ruleAuthorId] = "rule_author";
  if (lineage.ownerId !== null) excluded[lineage.ownerId] = "owner";
  if (lineage.initiatorPersonId !== null) excluded[lineage.initiatorPersonId] = "initiator";
  return excluded;
}
