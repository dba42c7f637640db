import { ok, type Result, refuse } from "@/server/kernel/result";
import { contradictions, mergeObligations, type Obligation } from "./core/obligations";
import type { VoteRecord } from "./vote-store";

type Args = Readonly<Record<string, unknown>>;
type Votes = readonly Pick<VoteRecord, "obligations" | "outcome" | "verdict">[];

/** What the approvals that count, or will, ask in return. */
export const askedBy = (votes: Votes): readonly Obligation[] =>
  votes.flatMap(({ obligations, outcome, verdict }) =>
    verdict === "approve" && (outcome === null || outcome === "effective") ? obligations : [],
  );

/**
 * Whether an approver may ask this in return: the arguments keep it as they are, and it leaves something of what others
 * asked before. A condition that the arguments break is refused in place: it never stands in for an edit.
 */
export function checkAsked(own: readonly Obligation[], args: Args, votes: Votes, now: Date): Result<readonly Obligation[]> {
  const errors = contradictions(own, args, now);
  const [first] = errors;
  if (first !== undefined) return refuse("invalid_request", first.message, { errors });
  const mine = mergeObligations(own);
  const all = mergeObligations([...askedBy(votes), ...own]);
  if (mine.ok && all.ok) return ok(mine.obligations);
  const message = mine.ok && !all.ok ? all.message : "Two of these leave nobody.";
  return refuse("invalid_request", message, { errors: [{ path: "obligations", message }] });
}
