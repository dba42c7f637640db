import type { ProblemCode } from "@/server/kernel/problems";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { type ApprovalState, next } from "./transitions";
import { type Asked, type Decider, WHY_NOT, type WhyNot, whyNot } from "./why-not";

export type HeldBy = { readonly personId: string; readonly personName: string; readonly until: Date };

/** An approval request as far as deciding needs it. */
export type Approval = Asked & {
  readonly state: ApprovalState;
  readonly expiresAt: Date;
  /** The last claim, lapsed or not. */
  readonly claim: HeldBy | null;
  /** Who approved or rejected it, once someone has. */
  readonly decidedBy: { readonly id: string; readonly name: string } | null;
  /** What was said when it ended: a person's words, or why the request was closed. */
  readonly decisionReason: string | null;
  readonly revision: number;
};

export type Verdict = "approve" | "reject";
export type Decision = { readonly verdict: Verdict; readonly reason: string; readonly revision?: number | undefined };

export type BlockCode = WhyNot | "not_pending" | "frozen" | "expired" | "claimed_by_other" | "not_held";
export type Block = { readonly code: BlockCode; readonly message: string };

/** How a block is refused: its code in the one table of problems. */
const PROBLEM = {
  initiator: "self_approval",
  owner: "self_approval",
  rule_author: "self_approval",
  not_approver: "forbidden",
  not_in_groups: "forbidden",
  not_pending: "not_pending",
  frozen: "not_pending",
  expired: "expired",
  claimed_by_other: "claimed_by_other",
  not_held: "conflict",
} as const satisfies Record<BlockCode, ProblemCode>;

const STOPPED = "The agent is stopped, so this waits until it is restored. The time it waits is given back.";

/** How a request ended, in words that name who ended it. */
const ENDED = {
  pending: () => "It is pending.",
  frozen: () => STOPPED,
  approved: (who) => `${who} already approved it.`,
  rejected: (who) => `${who} already rejected it.`,
  expired: () => "It expired before anyone decided.",
  cancelled: (_, why) => why ?? "The agent withdrew it.",
  revoked: (who) => `${who} approved it, then it was taken back.`,
} as const satisfies Record<ApprovalState, (who: string, why: string | null) => string>;

function endOf({ state, decidedBy, decisionReason }: Approval, person: Decider): string {
  const who = decidedBy === null ? "Someone" : decidedBy.id === person.id ? "You" : decidedBy.name;
  return ENDED[state](who, decisionReason);
}

/** The claim that holds now, or null: one that lapsed holds nobody off. */
export const liveClaim = <C extends { readonly until: Date }>(claim: C | null, now: Date): C | null =>
  claim !== null && claim.until > now ? claim : null;

/** Why this person may never decide it, whatever its state, or null. */
export function ban(person: Decider, asked: Asked): Block | null {
  const why = whyNot(person, asked);
  return why === null ? null : { code: why, message: WHY_NOT[why] };
}

/** Why this person may not claim or decide it now, or null when they may. */
export function blockOf(approval: Approval, person: Decider, now: Date): Block | null {
  if (approval.state === "frozen") return { code: "frozen", message: STOPPED };
  if (approval.state !== "pending") return { code: "not_pending", message: endOf(approval, person) };
  if (approval.expiresAt <= now) return { code: "expired", message: ENDED.expired() };
  const banned = ban(person, approval);
  if (banned !== null) return banned;
  const held = liveClaim(approval.claim, now);
  if (held !== null && held.personId !== person.id)
    return { code: "claimed_by_other", message: `${held.personName} holds it at the moment.` };
  return null;
}

/** Why this person has nothing to release, or null when they hold it. */
export function releaseBlockOf(approval: Approval, person: Decider, now: Date): Block | null {
  const held = liveClaim(approval.claim, now);
  if (approval.state !== "pending") return { code: "not_pending", message: endOf(approval, person) };
  if (held === null) return { code: "not_held", message: "Nobody holds it." };
  return held.personId === person.id ? null : { code: "not_held", message: `${held.personName} holds it, not you.` };
}

/** A block as a refusal. */
export const refuseBlock = (block: Block) => refuse(PROBLEM[block.code], block.message);

/**
 * What a person's verdict makes of a request, or why it may not be given. The order of the checks is the order in
 * which people can do something about them: what has ended stays ended, whoever asks.
 */
export function decide(approval: Approval, decision: Decision, person: Decider, now: Date): Result<ApprovalState> {
  const block = blockOf(approval, person, now);
  if (block !== null) return refuseBlock(block);
  if (decision.revision !== undefined && decision.revision !== approval.revision) {
    return refuse("conflict", "It changed since you opened it. Look again, then decide.");
  }
  if (decision.verdict === "reject" && decision.reason.trim() === "") {
    return refuse("invalid_request", "Say why: the agent is told the reason.", {
      errors: [{ path: "reason", message: "Say why: the agent is told the reason." }],
    });
  }
  const state = next(approval.state, decision.verdict);
  return state === null ? refuse("not_pending", endOf(approval, person)) : ok(state);
}
