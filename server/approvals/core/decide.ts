import type { ProblemCode } from "@/server/kernel/problems";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { ApprovalState } from "./transitions";
import type { Verdict } from "./verdict";
import { type Asked, type Decider, standingOf, WHY_NOT, type WhyNot } from "./why-not";

export type HeldBy = { readonly personId: string; readonly personName: string; readonly until: Date };

/** An approval request as far as deciding needs it. */
export type Approval = Asked & {
  readonly state: ApprovalState;
  readonly expiresAt: Date;
  /** Claims on the open stage, lapsed ones too. */
  readonly claims: readonly HeldBy[];
  /** How many more people may decide the open stage. */
  readonly slots: number;
  /** Names of those who voted in the open stage. */
  readonly voterNames: readonly string[];
  /** How many approvals the open stage needs. */
  readonly quorum: number;
  /** Who approved or rejected it, once someone has. */
  readonly decidedBy: { readonly id: string; readonly name: string } | null;
  /** What was said when it ended: a person's words, or why the request was closed. */
  readonly decisionReason: string | null;
  readonly revision: number;
};

export type Decision = { readonly verdict: Verdict; readonly reason: string; readonly revision?: number | undefined };

export type BlockCode = WhyNot | "not_pending" | "frozen" | "expired" | "already_voted" | "settling" | "claimed_by_other" | "not_held";
export type Block = { readonly code: BlockCode; readonly message: string };

/** How a block is refused: its code in the one table of problems. */
const PROBLEM = {
  initiator: "self_approval",
  owner: "self_approval",
  rule_author: "self_approval",
  decided_before: "self_approval",
  edited: "self_approval",
  delegator_excluded: "self_approval",
  not_approver: "forbidden",
  not_in_groups: "forbidden",
  not_pending: "not_pending",
  frozen: "not_pending",
  expired: "expired",
  already_voted: "conflict",
  settling: "conflict",
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

/** The claims that hold now: one that lapsed holds nobody off. */
export const liveClaims = <C extends { readonly until: Date }>(claims: readonly C[], now: Date): C[] =>
  claims.filter((claim) => claim.until > now);

const block = (code: BlockCode, message: string): Block => ({ code, message });

/** Why this person may never decide it, whatever its state, or null. */
export function ban(person: Decider, asked: Asked): Block | null {
  const { why } = standingOf(person, asked);
  return why === null ? null : block(why, WHY_NOT[why]);
}

/** "Ana", "Ana and Tom". */
const and = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "Someone") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** Why this person may not claim or decide it now, or null when they may. */
export function blockOf(approval: Approval, person: Decider, now: Date): Block | null {
  if (approval.state === "frozen") return block("frozen", STOPPED);
  if (approval.state !== "pending") return block("not_pending", endOf(approval, person));
  if (approval.expiresAt <= now) return block("expired", ENDED.expired());
  const banned = ban(person, approval);
  if (banned !== null) return banned;
  if (approval.voterIds.includes(person.id)) return block("already_voted", "You decided this stage. It waits for others.");
  if (approval.slots === 0) return block("settling", `${and(approval.voterNames)} just decided it. It takes effect in a moment.`);
  const held = liveClaims(approval.claims, now).filter((claim) => claim.personId !== person.id);
  if (held.length < approval.slots) return null;
  const names = held.map((claim) => claim.personName);
  return block("claimed_by_other", `${and(names)} ${names.length > 1 ? "hold" : "holds"} it at the moment.`);
}

/** Why this person has nothing to release, or null when they hold it. */
export function releaseBlockOf(approval: Approval, person: Decider, now: Date): Block | null {
  const held = liveClaims(approval.claims, now);
  if (approval.state !== "pending") return block("not_pending", endOf(approval, person));
  if (held.some((claim) => claim.personId === person.id)) return null;
  const names = held.map((claim) => claim.personName);
  return block("not_held", names.length === 0 ? "Nobody holds it." : `${and(names)} ${names.length > 1 ? "hold" : "holds"} it, not you.`);
}

/** A block as a refusal. */
export const refuseBlock = (why: Block) => refuse(PROBLEM[why.code], why.message);

/** What a vote says of the one who gives it. `waived` names what only the single-operator mode allowed. */
export type Given = { readonly onBehalfOfId: string | null; readonly waived: string | null };

/**
 * Whether a person's verdict may be given now, and in whose name, or why not. The order of the checks is the order in
 * which people can do something about them: what has ended stays ended, whoever asks.
 */
export function decide(approval: Approval, decision: Decision, person: Decider, now: Date): Result<Given> {
  const why = blockOf(approval, person, now);
  if (why !== null) return refuseBlock(why);
  if (decision.revision !== undefined && decision.revision !== approval.revision) {
    return refuse("conflict", "It changed since you opened it. Look again, then decide.");
  }
  if (decision.verdict === "reject" && decision.reason.trim() === "") {
    return refuse("invalid_request", "Say why: the agent is told the reason.", {
      errors: [{ path: "reason", message: "Say why: the agent is told the reason." }],
    });
  }
  const standing = standingOf(person, approval);
  if (standing.why !== null) return refuseBlock(block(standing.why, WHY_NOT[standing.why]));
  const isAlone = person.isSingleOperator && approval.quorum > 1;
  return ok({ onBehalfOfId: standing.for?.id ?? null, waived: standing.waived ?? (isAlone ? "quorum" : null) });
}
