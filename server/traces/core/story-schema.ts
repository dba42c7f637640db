import type { Message } from "./content";
import type { StepKind, StepStatus } from "./step";

/** As much of a trace as its story needs. */
export type StoryTrace = {
  readonly traceId: string;
  readonly name: string;
  readonly status: StepStatus;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly agent: string | null;
  readonly agents: readonly string[];
  readonly taskClass: string | null;
  readonly team: string | null;
  readonly initiator: { readonly type: string; readonly id: string } | null;
  readonly steps: number;
  readonly errors: number;
  readonly llmSteps: number;
  readonly toolSteps: number;
  readonly ungoverned: number;
  readonly inputTokens: string;
  readonly outputTokens: string;
  readonly costMicroUsd: string | null;
  readonly unpricedSteps?: number;
};

/** A step as the story reads it; `place` is its number in the order of the tree, from 1. */
export type StoryStep = {
  readonly place: number;
  readonly spanId: string;
  readonly kind: StepKind;
  readonly name: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly status: StepStatus;
  readonly errorType: string | null;
  readonly agent: string | null;
  readonly model: string | null;
  readonly tool: string | null;
  readonly actionId: string | null;
  readonly governed: boolean | null;
  readonly costMicroUsd: string | null;
  readonly counted: boolean;
};

/** By what an action was decided: the words that every reading of a trace uses. */
export type ActionAuthority = {
  readonly id: string;
  readonly summary: string;
  readonly decision: "allow" | "deny" | "pending";
  readonly rule: { readonly id: string; readonly name: string; readonly version: number } | null;
  readonly grantId: string | null;
  readonly askedAt: string;
  readonly decidedAt: string | null;
  readonly approvalId: string | null;
  /** Who decided the request; null while nobody did, or where it cannot be read. */
  readonly decidedBy: string | null;
};

/** What people were asked and what they said. */
export type StoryApproval = {
  readonly id: string;
  readonly state: string;
  /** Whom it asked, by name; none is every approver. */
  readonly asks: readonly string[];
  readonly dueAt: string;
  readonly votes: readonly StoryVote[];
  readonly edits: readonly StoryEdit[];
  /** Who was kept from deciding, and why. */
  readonly barred: readonly { readonly person: string; readonly why: readonly string[] }[];
  readonly decided: { readonly by: string | null; readonly at: string; readonly reason: string | null } | null;
};
export type StoryVote = {
  readonly person: string;
  readonly onBehalfOf: string | null;
  readonly verdict: "approve" | "reject";
  readonly reason: string | null;
  readonly at: string;
  readonly confirmedBy: "passkey" | "password" | null;
};
export type StoryEdit = {
  readonly by: string;
  readonly reason: string;
  readonly at: string;
  readonly changes: readonly { readonly path: string; readonly before?: unknown; readonly after?: unknown }[];
};

/** What is on record of an action of the trace. */
export type StoryAction = ActionAuthority & {
  readonly agent: string;
  readonly tool: string;
  readonly spanId: string | null;
  readonly sideEffect: string;
  readonly cause: string;
  /** The gate's reason. */
  readonly reason: string;
  /** The agent's own words; null where it gave none. */
  readonly reasoning: string | null;
  readonly grant: { readonly author: string; readonly endsAt: string } | null;
  readonly consumedAt: string | null;
  readonly receivedAt: string | null;
  /** As the agent reported it. */
  readonly outcome: "succeeded" | "failed" | "compensated" | null;
  readonly changes: readonly { readonly resource: string; readonly before?: unknown; readonly after?: unknown }[];
  readonly flag: string | null;
  /** Something of it is hidden from this reader. */
  readonly isVeiled: boolean;
  readonly approval: StoryApproval | null;
};

/** What a story is told from, beside the trace; what could not be read is simply absent. */
export type StoryFacts = {
  readonly said: ReadonlyMap<string, { readonly input: readonly Message[]; readonly output: readonly Message[] }>;
  readonly actions: readonly StoryAction[];
  /** How many actions of the trace were not read, since there are too many. */
  readonly unread: number;
  /** The person whose address the initiator's is. */
  readonly initiator: string | null;
  /** Who owns each agent. */
  readonly owners: ReadonlyMap<string, string>;
  /** What each registered tool can do. */
  readonly sideEffects: ReadonlyMap<string, string>;
  /** What agents took in and gave back is not shown to this reader. */
  readonly isClosed: boolean;
  /** Steps beyond those that were read. */
  readonly cut: number;
};

/** A piece of a sentence: words, a name of code, a step of the trace, another page. */
export type StoryPart =
  | string
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "step"; readonly spanId: string; readonly text: string }
  | { readonly kind: "link"; readonly href: string; readonly text: string };

/** What an agent or another stranger wrote: shown apart, never as a fact. */
export type Quote = { readonly text: string; readonly writer: string; readonly isCut: boolean };

/** One thing that changed, in words. */
export type StoryChange = { readonly resource: string; readonly what: string; readonly before: string; readonly after: string };

export const CHAPTER_MARKS = ["plain", "ungoverned", "decided", "held", "refused", "failed"] as const;

export type Chapter = {
  readonly key: string;
  readonly at: string;
  readonly mark: (typeof CHAPTER_MARKS)[number];
  readonly heading: string;
  readonly parts: readonly StoryPart[];
  readonly changes: readonly StoryChange[];
  readonly quote: Quote | null;
};

/** One line of the summary: an answer to one question of whoever looks into it. */
export type BriefLine = {
  readonly key: string;
  readonly label: string;
  readonly lines: readonly (readonly StoryPart[])[];
  readonly note: string | null;
  readonly quote: Quote | null;
  readonly isAlarm: boolean;
};

/** The story of a trace, told from facts alone. */
export type Story = {
  readonly traceId: string;
  readonly name: string;
  readonly startedAt: string;
  readonly toldAt: string;
  readonly brief: readonly BriefLine[];
  readonly chapters: readonly Chapter[];
  readonly isClosed: boolean;
  readonly cut: number;
};

/** One turn of an agent: the model's answer, and what was done upon it. */
export type Turn = { readonly decision: StoryStep | null; readonly deeds: readonly StoryStep[] };
