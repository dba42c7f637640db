import { holdBudgets, readBudgets } from "@/server/budgets/gate";
import { takeUse } from "@/server/grants/service";
import type { PgTx } from "@/server/platform/tx";
import { type Call, type Decided, decideCall, isDenied, type Readings } from "./proposal";

// What a call that was let through takes: of the budgets that bind it, and of the grant that allows it.

const RETRIES = 3;

export type Taken = {
  /** What stands, now that it is known what was left. */
  readonly decided: Decided;
  /** Budgets of which the call has still to take what it may use, with its commit. */
  readonly unheld: Readings["budgets"];
};

/**
 * Takes what the call may use; what others took meanwhile is looked at again, and then it stands. A use of a grant is
 * taken after the budgets, by everyone, so that nobody waits in a ring: with a grant nothing is left for the commit.
 */
export async function take(tx: PgTx, call: Call, readings: Readings, decided: Decided, id: string, isCareful: boolean): Promise<Taken> {
  if (call.proposal.dryRun) return { decided, unheld: null };
  if (!isCareful && decided.grant === null) return { decided, unheld: readings.budgets };
  const held = await takeBudgets(tx, call, readings, decided, id);
  return { decided: await takeGrant(tx, call, readings, held, id), unheld: null };
}

/** Takes what the call may use from the budgets that bind it. What others took meanwhile is looked at again, and then it stands. */
async function takeBudgets(tx: PgTx, call: Call, readings: Readings, decided: Decided, id: string, tries = RETRIES): Promise<Decided> {
  const { budgets, agent } = readings;
  if (budgets === null || isDenied(decided) || (await holdBudgets(tx, budgets, agent?.teamId ?? null, id))) return decided;
  const others = { ...readings, budgets: await readBudgets(tx, budgets.asking, call) };
  const again = decideCall(call, others);
  return tries === 0 ? busyBudget(again) : takeBudgets(tx, call, others, again, id, tries - 1);
}

/** Nothing may pass that no budget holds for: better a call too few than one too many. */
const busyBudget = (decided: Decided): Decided => ({
  ...decided,
  verdict: {
    kind: "decided",
    effect: "deny",
    cause: "budget",
    reason: "Many calls share what is left of a budget. Try again.",
    retry: "later",
  },
});

/** Takes a use of the grant that allows the call. Of many that read the last use, one gets it: the others are decided without that grant. */
async function takeGrant(tx: PgTx, call: Call, readings: Readings, decided: Decided, actionId: string): Promise<Decided> {
  const { grant } = decided;
  if (grant === null) return decided;
  const amount = call.proposal.impact?.amountMicroUsd;
  const use = { grantId: grant.id, actionId, amountMicroUsd: amount ? BigInt(amount) : null };
  if (await takeUse(tx, use, call.now)) return decided;
  const others = { ...readings, grants: readings.grants.filter(({ id }) => id !== grant.id) };
  return takeGrant(tx, call, others, decideCall(call, others), actionId);
}
