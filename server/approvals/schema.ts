import { z } from "zod";
import type { ActionForPeople, ShownEdit, ShownReceipt } from "@/server/actions/schema";
import { GrantInput } from "@/server/grants/schema";
import { isId } from "@/server/kernel/ids";
import type { Block } from "./core/decide";
import type { Obligation } from "./core/obligations";
import type { VoteOutcome } from "./core/stages";
import type { Impact } from "./core/stake";
import type { ApprovalState } from "./core/transitions";
import * as verdict from "./core/verdict";
import type { AlsoWaiting } from "./core/waiting";
import type { Exclusion } from "./core/why-not";
import type { Escalated } from "./escalation-schema";
import { ObligationsSchema } from "./obligation-schema";
import { type CardStepUp, StepUpSchema, type VoteStepUp } from "./step-up-schema";

// What the screens of the queue send and get (many at once: bulk-schema.ts, the live stream: change-schema.ts). Times are ISO 8601 strings, money is micro-USD as a string.
// Which procedure takes and answers what is in router.ts.

export const ApprovalIdSchema = z.string().refine((text) => isId("approval", text), "is not the id of an approval request");

export const RiskTierSchema = z.enum(["low", "medium", "high"]);
export type RiskTier = z.infer<typeof RiskTierSchema>;

export const QUEUE_TABS = ["forMe", "heldByMe", "all"] as const;
export const QUEUE_SORTS = ["urgency", "newest"] as const;
/** How long a claim lasts unless it is renewed; an open card renews well before. */
export const CLAIM_LEASE_SECONDS = 180;
export const REASON_MAX_LENGTH = 2_000;

export const QueueInput = z.object({
  /** forMe: pending and this person may decide it. heldByMe: claimed by this person. all: everything open, frozen ones too. */
  tab: z.enum(QUEUE_TABS).default("forMe"),
  sort: z.enum(QUEUE_SORTS).default("urgency"),
  risk: z.array(RiskTierSchema).max(3).default([]),
  agent: z.string().trim().min(1).max(200).optional(),
  tool: z.string().trim().min(1).max(200).optional(),
  /** Found anywhere in the title, the agent's name or the tool's name. */
  text: z.string().trim().min(1).max(200).optional(),
  cursor: z.string().max(200).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type QueueInput = z.infer<typeof QueueInput>;

export const ApprovalInput = z.object({ id: ApprovalIdSchema });

export type Verdict = verdict.Verdict;

export const DecideInput = z
  .object({
    id: ApprovalIdSchema,
    verdict: z.enum(verdict.VERDICTS),
    /** Required to reject: the agent is told. */
    reason: z.string().trim().max(REASON_MAX_LENGTH).default(""),
    /** The revision that was on screen; if the request changed since, the answer is `conflict`. Claims and renewals do not change it. */
    revision: z.number().int().positive().optional(),
    /** What is asked in return for an approval. */
    obligations: ObligationsSchema.optional(),
    /** With an approval: the next calls that fit it ask nobody, until it ends. */
    grant: GrantInput.optional(),
    /** With an approval of high risk: what `stepUp.ask` asked for. */
    stepUp: StepUpSchema.optional(),
  })
  .refine((input) => input.verdict === "approve" || input.grant === undefined, {
    path: ["grant"],
    message: "Only an approval can bring a standing grant.",
  })
  .refine((input) => input.grant === undefined || !input.obligations?.length, {
    path: ["grant"],
    message: "A standing grant carries no conditions: approve with the one or the other.",
  })
  .refine((input) => input.verdict !== "reject" || input.reason.length > 0, {
    path: ["reason"],
    message: "Say why: the agent is told the reason.",
  })
  .refine((input) => input.verdict === "approve" || !input.obligations?.length, {
    path: ["obligations"],
    message: "Only an approval has conditions.",
  });
export type DecideInput = z.infer<typeof DecideInput>;

/** The approval that is to be confirmed, as it will be sent. */
export const AskStepUpInput = ApprovalInput.extend({ revision: z.int().positive().optional(), obligations: ObligationsSchema.optional() });
export type AskStepUpInput = z.infer<typeof AskStepUpInput>;

/** A person as others see them in the queue. */
export type PersonRef = { readonly id: string; readonly name: string };

/** Someone's short lease. Null on a row when nobody holds it, or the lease has lapsed. */
export type Claim = { readonly personId: string; readonly personName: string; readonly until: string; readonly isMine: boolean };

/** What is at stake, as far as the agent stated it. */
export type Stake = { readonly amountMicroUsd: string | null; readonly records: number | null; readonly text: string | null };

/** Why this person may not do something: a stable code, and a sentence to show. */
export type Reason = Block;

export type QueueRow = {
  readonly id: string;
  readonly actionId: string;
  readonly state: ApprovalState;
  readonly title: string;
  readonly agentName: string;
  readonly toolName: string;
  readonly riskTier: RiskTier;
  readonly stake: Stake;
  readonly hasLookAlike: boolean; // names a host that can be taken for another one
  /** How many agents wait for people in the same run, its own among them. */
  readonly agentsWaiting: number;
  readonly createdAt: string;
  readonly dueAt: string;
  readonly expiresAt: string;
  /** When the due moment passed without a decision, once that is recorded. */
  readonly breachedAt: string | null;
  readonly frozenAt: string | null;
  /** Who holds it at the moment: the reader's own claim first. */
  readonly claim: Claim | null;
  readonly claims: readonly Claim[];
  /** The open stage, from 1, of how many, and how many of its approvals are in. */
  readonly stage: number;
  readonly stageCount: number;
  readonly stageName: string;
  readonly quorum: number;
  readonly votesIn: number;
  /** When a vote within its undo window takes effect. */
  readonly settlesAt: string | null;
  /** The last thing that the clock did since nobody decided: the step of the chain, and names of whom it told. */
  readonly escalated: Escalated | null;
  /** Pending, and this person may decide it (someone else may hold it at the moment: see `claim`). */
  readonly waitsForMe: boolean;
  /** Why this person may never decide it; null when they may. */
  readonly mayNotDecide: Reason | null;
  /** Names of the groups that are asked; empty: every approver. */
  readonly groupNames: readonly string[];
  readonly revision: number;
};

export type QueuePage = { readonly items: readonly QueueRow[]; readonly nextCursor: string | null; readonly asOf: string };

export type QueueCounts = {
  readonly forMe: number;
  readonly heldByMe: number;
  readonly all: number;
  /** Of all that is open: past due; due within the next hour. */
  readonly breached: number;
  readonly dueWithinHour: number;
  /** The same, of what waits for this person. */
  readonly forMeBreached: number;
  readonly forMeDueWithinHour: number;
};

/** May it be done now? `reason` says why not. */
export type Can = { readonly allowed: true; readonly reason: null } | { readonly allowed: false; readonly reason: Reason };

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Text that an agent wrote, without control, bidi and zero-width characters. Shown apart from facts. */
export type UntrustedText = { readonly text: string; readonly removedCharacters: number };

export type TriedRule = {
  readonly ruleId: string;
  readonly version: number;
  readonly effect: string;
  readonly matched: boolean;
  /** The clause that failed, or the error of the condition. */
  readonly failed: string | null;
  readonly error: string | null;
};

export type CardAction = {
  readonly id: string;
  readonly state: string;
  readonly cause: string;
  readonly reason: string;
  readonly toolName: string;
  readonly toolVersion: string | null;
  readonly toolDescription: string | null;
  /** JSON Schema of the arguments, if the registry knows one. */
  readonly toolSchema: Json | null;
  readonly sideEffect: string;
  readonly resource: string | null;
  readonly args: Json;
  /** JSON pointers of arguments that this person may not see; their values are blacked out in `args`. */
  readonly redacted: readonly string[];
  /** Why something of the action is hidden from this person; null when nothing is. */
  readonly hiddenBecause: ActionForPeople["hiddenBecause"];
  /** Whether this person may see it all the same, on the record. */
  readonly canReveal: boolean;
  readonly digest: string;
  readonly impact: Impact;
  readonly reasoning: UntrustedText | null;
  readonly run: {
    readonly id: string;
    readonly taskClass: string | null;
    readonly traceId: string | null;
    readonly spanId: string | null;
  } | null;
  /** As the agent claims it; `person` is who the e-mail belongs to, null when it matches nobody. */
  readonly initiator: { readonly type: string; readonly id: string; readonly person: PersonRef | null };
  readonly rule: { readonly id: string; readonly version: number; readonly name: string | null } | null;
  readonly policyVersion: number;
  readonly policyReason: string;
  readonly tried: readonly TriedRule[];
  readonly createdAt: string;
  readonly allowedUntil: string | null;
  readonly consumedAt: string | null;
  readonly receivedAt: string | null;
  /** What the agent reported after running it, as much as this person may see of it; a refused one says so. */
  readonly receipt: ShownReceipt | null;
  readonly flag: string | null;
};

export type CardVote = {
  readonly id: string;
  readonly stage: number;
  readonly person: PersonRef;
  /** For whom the person decided, by delegation. */
  readonly onBehalfOf: PersonRef | null;
  /** What only the single-operator mode allowed. */
  readonly waived: string | null;
  /** What became of it; null while it can still be undone. */
  readonly outcome: VoteOutcome | null;
  readonly effectiveAt: string;
  readonly isMine: boolean;
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly castAt: string;
  /** What the approver asks in return. */
  readonly obligations: readonly Obligation[];
  /** How its author proved that it was them; null where nothing was asked. */
  readonly stepUp: VoteStepUp | null;
};

/** An edit of the arguments, as much of it as this person may see. */
export type CardEdit = Pick<ShownEdit, "id" | "reason" | "changes" | "isRestarted" | "at"> & {
  readonly by: PersonRef;
  readonly onBehalfOf: PersonRef | null;
};

/** A stage with whom it asks, by name. */
export type CardStage = {
  readonly name: string;
  readonly asks: readonly string[];
  readonly quorum: number;
  readonly state: "passed" | "open" | "later" | "ended";
};

/** Someone whom separation of duties keeps from deciding, with every reason. */
export type Barred = { readonly person: PersonRef; readonly why: readonly Exclusion[] };

export type ApprovalCard = QueueRow & {
  readonly action: CardAction;
  readonly owner: PersonRef | null;
  readonly barred: readonly Barred[];
  readonly alsoWaiting: AlsoWaiting;
  readonly votes: readonly CardVote[];
  /** Edits of the arguments, oldest first. */
  readonly edits: readonly CardEdit[];
  /** What the approvals that count, or will, ask in return. */
  readonly obligations: readonly Obligation[];
  readonly stages: readonly CardStage[];
  /** For whom this person would decide, by delegation. */
  readonly decidesFor: PersonRef | null;
  /** Whether only the single-operator mode lets this person decide, alone, for a later review. */
  readonly isAlone: boolean;
  /** What this reader's approval takes besides; null where nothing is asked. */
  readonly stepUp: CardStepUp | null;
  readonly can: { readonly claim: Can; readonly release: Can; readonly approve: Can; readonly reject: Can };
  readonly decided: {
    readonly by: PersonRef | null;
    readonly at: string;
    readonly verdict: ApprovalState;
    readonly reason: string | null;
  } | null;
};

export type ClaimAnswer = { readonly id: string; readonly claim: Claim };
/** With the card, since whoever takes one looks at it next; null where it cannot be read at the moment. */
export type TakenAnswer = ClaimAnswer & { readonly card: ApprovalCard | null };
export type DecideAnswer = {
  readonly id: string;
  readonly voteId: string;
  readonly state: ApprovalState;
  readonly revision: number;
  readonly decidedAt: string;
  /** Until when it can be undone; null when it took effect at once. */
  readonly effectiveAt: string | null;
};

/** An edit that was approved in the same step. `voteId` is null when the edited call goes to people who are others. */
export type EditAnswer = Pick<DecideAnswer, "id" | "state" | "revision" | "decidedAt" | "effectiveAt"> & { readonly voteId: string | null };

export type UndoAnswer = { readonly id: string; readonly state: ApprovalState; readonly revision: number };
