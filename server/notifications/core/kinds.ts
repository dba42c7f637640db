/** The ways by which people and machines are told. Every notice reaches the inbox; the others come on top. */
export const CHANNELS = ["inbox", "email", "slack", "webhook"] as const;
export type Channel = (typeof CHANNELS)[number];
/** The channels that a person chooses for themselves. */
export const PERSONAL_CHANNELS = ["inbox", "email", "slack"] as const;
export type PersonalChannel = (typeof PERSONAL_CHANNELS)[number];
/** The channels that leave Reeve, each with its deliveries. */
export const OUTGOING_CHANNELS = ["email", "slack", "webhook"] as const;
export type OutgoingChannel = (typeof OUTGOING_CHANNELS)[number];

type Kind = {
  readonly label: string;
  readonly hint: string;
  /** How people are told unless they choose otherwise. */
  readonly defaults: Readonly<Record<PersonalChannel, boolean>>;
};

const everywhere = { inbox: true, email: true, slack: true } as const;
const inboxOnly = { inbox: true, email: false, slack: false } as const;

/** What people choose about, in the order in which it is offered. A kind that is not here counts as `other`. */
export const KINDS = {
  "approval.asked": { label: "A request waits for you", hint: "You may decide it.", defaults: everywhere },
  "approval.escalated": { label: "A request was escalated to you", hint: "Others had not decided in time.", defaults: everywhere },
  "approval.breached": { label: "A request passed its due time", hint: "It is still open.", defaults: everywhere },
  "approval.decided": { label: "A request was decided", hint: "One that you asked for or follow.", defaults: inboxOnly },
  "approval.delegated": { label: "Someone delegated to you", hint: "You may decide in their place.", defaults: everywhere },
  "agent.killed": { label: "An agent was killed", hint: "Nothing of it runs until it is restored.", defaults: everywhere },
  "agent.looped": { label: "An agent repeats itself", hint: "Its calls are refused as a loop.", defaults: inboxOnly },
  "agent.restored": { label: "An agent was restored", hint: "It may act again.", defaults: inboxOnly },
  "agent.restore_asked": { label: "An agent is to be restored", hint: "A second person must agree.", defaults: everywhere },
  "grant.extension_asked": { label: "A standing grant is to last longer", hint: "An operator must confirm it.", defaults: everywhere },
  "grant.changed": {
    label: "A standing grant began, was extended or ended",
    hint: "One that you gave, or of an agent of yours.",
    defaults: inboxOnly,
  },
  "budget.cut_off": { label: "A budget is cut off", hint: "Calls that it pays for are refused.", defaults: everywhere },
  "budget.threshold_reached": { label: "A budget is nearly used up", hint: "It reached one of its thresholds.", defaults: inboxOnly },
  "webhook.disabled": {
    label: "A webhook was disabled",
    hint: "It failed for days, or its receiver said that it is gone.",
    defaults: everywhere,
  },
  other: { label: "Anything else", hint: "Incidents, reviews.", defaults: inboxOnly },
} as const satisfies Record<string, Kind>;

export type KindOfChoice = keyof typeof KINDS;
export const KINDS_OF_CHOICE = Object.keys(KINDS) as readonly KindOfChoice[];

/** The line of the preferences that a kind falls under. */
export function kindOfChoice(kind: string): KindOfChoice {
  if (Object.hasOwn(KINDS, kind)) return kind as KindOfChoice;
  return kind.startsWith("grant.") ? "grant.changed" : "other";
}

/** What an endpoint may ask for: one kind, all of a noun, or everything. */
export const EVENTS = [
  "*",
  "approval.*",
  "approval.asked",
  "approval.escalated",
  "approval.breached",
  "approval.decided",
  "agent.*",
  "agent.killed",
  "agent.looped",
  "agent.restored",
  "agent.restore_asked",
  "grant.*",
  "grant.created",
  "grant.extension_asked",
  "grant.extended",
  "grant.ended",
  "budget.*",
  "budget.cut_off",
  "budget.threshold_reached",
  "webhook.disabled",
] as const;

/** A notice that says how something ended is not closed by its end; machines hear of the end by `settle` alone. */
export const isAboutTheEnd = (kind: string): boolean => kind.endsWith(".decided");

/** How many seconds the first notice of a group waits for others to go with it. */
export const DEFAULT_GROUP_SECONDS = 60;
export const GROUP_SECONDS = [0, 60, 300, 900, 3_600] as const;
