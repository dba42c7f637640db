import type { StoredAction } from "@/server/actions/lifecycle";
import * as actions from "@/server/actions/lifecycle";
import { type Asking, readBudgets } from "@/server/budgets/gate";
import { lockAgent, readForGate } from "@/server/fleet/service";
import { liveGrants } from "@/server/grants/service";
import { personIdByEmail } from "@/server/identity/service";
import type { LoopLimit } from "@/server/loops/schema";
import { findLoop } from "@/server/loops/service";
import type { PgTx } from "@/server/platform/tx";
import { policyInForce } from "@/server/policies/service";
import { type Call, emailOf, type Readings } from "./proposal";

/** Everything about a call, read in one go under the agent's shared lock: what a kill has committed is seen. */
export async function readCall(
  tx: PgTx,
  { proposal, digest, apiKeyId, idempotencyKey, now, zone }: Call,
  limit: LoopLimit,
): Promise<Readings> {
  const email = emailOf(proposal.initiator);
  const runId = proposal.run?.id;
  const [, registry, policy, grants, loop, budgets, known, initiatorPersonId] = await Promise.all([
    lockAgent(tx, proposal.agent, "shared"),
    readForGate(tx, proposal.agent, proposal.tool),
    policyInForce(tx),
    liveGrants(tx, proposal.agent, proposal.tool),
    runId ? findLoop(tx, { agentName: proposal.agent, toolName: proposal.tool, runId, digest }, limit, now) : null,
    readBudgets(tx, askingOf(proposal, digest), { now, zone }),
    proposal.dryRun ? null : actions.knownKey(tx, apiKeyId, idempotencyKey),
    email === null ? null : personIdByEmail(tx, email),
  ]);
  return { ...registry, policy, grants, loop, budgets, known, initiatorPersonId };
}

/** The call as budgets look at it. */
export const askingOf = ({ agent, run, worstCase }: Call["proposal"], digest: string): Asking => ({
  agentName: agent,
  taskClass: run?.taskClass ?? null,
  runId: run?.id ?? null,
  digest,
  worstCase: { costMicroUsd: BigInt(worstCase?.costMicroUsd ?? "0"), tokens: BigInt(worstCase?.tokens ?? 0) },
});

/** An action that was decided before, as budgets look at it when it is to run: it takes nothing anew. */
export const askingAgain = ({ agentName, taskClass, runId, digest }: StoredAction): Asking => ({
  ...{ agentName, taskClass, runId, digest },
  worstCase: { costMicroUsd: 0n, tokens: 0n },
});
