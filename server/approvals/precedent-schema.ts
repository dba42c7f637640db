import type { Became, Usual } from "./core/precedent";
import type { ApprovalState } from "./core/transitions";
import type { PersonRef } from "./schema";

// How requests like one were decided, and what is known of what it touches. Both are asked for apart from the card.
//
//   approvals.precedent   query         ApprovalInput → Precedent
//   approvals.touches     query         ApprovalInput → Touches

export type PastRequest = {
  readonly id: string;
  readonly title: string;
  readonly agentName: string;
  readonly state: ApprovalState;
  readonly decidedAt: string;
  /** Null when nobody did: it expired, or its agent withdrew it. */
  readonly by: PersonRef | null;
  readonly amountMicroUsd: string | null;
  readonly argument: string | number | boolean | null;
  readonly isSameResource: boolean;
  readonly became: Became;
};

export type Precedent = {
  readonly days: number;
  /** Whose requests are counted: this agent's with this tool, or, where it has none, every agent's with this tool. */
  readonly of: "agent" | "tool";
  readonly counts: { readonly approved: number; readonly rejected: number; readonly expired: number; readonly withdrawn: number };
  /** The highest amount that was stated and approved, and how many that were approved stated none. */
  readonly approvedAtMost: string | null;
  readonly approvedUnstated: number;
  readonly amountMicroUsd: string | null;
  /** The argument in which this call differs most from those below. */
  readonly argument: { readonly name: string; readonly value: string | number | boolean | null } | null;
  /** What is usual of the figures among its arguments. */
  readonly usual: readonly Usual[];
  readonly alike: readonly PastRequest[];
};

/** The state of the resource as the last receipt told it, beside what this call would make of it. */
export type KnownState = {
  readonly asOf: string;
  readonly approvalId: string | null;
  readonly actionId: string;
  readonly agentName: string;
  readonly rows: readonly { readonly path: string; readonly now: unknown; readonly after: unknown }[];
};

/** What is known of a host that the call names. */
export type KnownHost = {
  readonly host: string;
  /** What it looks like and is not: a host that is known, or a word of the organisation's name. */
  readonly looksLike: string | null;
  /** Whether the agent named it before in a call that ran. */
  readonly isSeen: boolean;
};

export type Touches = {
  readonly state: KnownState | null;
  readonly hosts: readonly KnownHost[];
  /** In how many calls that ran hosts were looked for; null when some of that is hidden from this reader. */
  readonly ranBefore: number | null;
};
