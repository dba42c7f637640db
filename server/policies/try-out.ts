import { readForGate } from "@/server/fleet/service";
import { organisation } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inPgTransaction } from "@/server/platform/tx";
import { access } from "./access";
import type { Explained, TryInput } from "./schema";
import { evaluate, factsOf, policyInForce } from "./service";

/**
 * What the policy in force would say about a call, with the facts it would rest on. Reads what the gate reads;
 * proposes nothing and stores nothing. Kill, limits and grants come before or after policy and are not asked.
 */
export async function tryOut(actor: PersonActor, input: TryInput, now: Date = clock.now()): Promise<Result<Explained>> {
  if (!access.read(actor)) return refuse("forbidden", "Sign in to try the rules.");
  const { timeZone } = await organisation();
  const { policy, parties } = await inPgTransaction(async (tx) => ({
    policy: await policyInForce(tx),
    parties: await readForGate(tx, input.agent, input.tool),
  }));
  const amountMicroUsd = input.amountUsd === null || input.amountUsd === undefined ? null : String(Math.round(input.amountUsd * 1e6));
  const call = {
    args: input.args ?? {},
    resource: null,
    impact: amountMicroUsd === null ? null : { amountMicroUsd },
    run: null,
    initiator: { type: "user", id: actor.email },
  };
  const facts = factsOf({ ...parties, agentName: input.agent, toolName: input.tool, toolVersion: null }, call, now, timeZone);
  return ok({ facts, evaluation: evaluate(policy, facts) });
}
