/** Whom separation of duties keeps from deciding, and why. */
export const EXCLUSIONS = ["initiator", "owner", "rule_author"] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

export type WhyNot = Exclusion | "not_approver" | "not_in_groups";

/** What must be known of a person to say whether they may decide. */
export type Decider = {
  readonly id: string;
  readonly isApprover: boolean;
  readonly groupIds: ReadonlySet<string>;
  /** Agents that this person owns now; who owned one when it asked is in `excluded`. */
  readonly ownedAgents: ReadonlySet<string>;
};

export type Asked = {
  readonly agentName: string;
  /** Groups that are asked; empty means every approver. */
  readonly groupIds: readonly string[];
  readonly excluded: Readonly<Record<string, Exclusion>>;
};

/** In words, for whoever may not decide. */
export const WHY_NOT = {
  initiator: "You set off the run that asks for this, so someone else decides.",
  owner: "You own this agent, so someone else decides.",
  rule_author: "You wrote the rule that sent this here, so someone else decides.",
  not_approver: "Only approvers decide.",
  not_in_groups: "Your groups are not asked for this one.",
} as const satisfies Record<WhyNot, string>;

/** Why this person may not decide, or null when they may. Separation of duties comes first: no role or group lifts it. */
export function whyNot(person: Decider, asked: Asked): WhyNot | null {
  const exclusion = Object.hasOwn(asked.excluded, person.id) ? asked.excluded[person.id] : undefined;
  if (exclusion !== undefined) return exclusion;
  if (person.ownedAgents.has(asked.agentName)) return "owner";
  if (!person.isApprover) return "not_approver";
  if (asked.groupIds.length > 0 && !asked.groupIds.some((id) => person.groupIds.has(id))) return "not_in_groups";
  return null;
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
