import { countAllowed, denyAwaiting, listAllowed, revokeAllowed } from "@/server/actions/lifecycle";
import { cancelForAgent, countOpenForAgent, revokeForActions } from "@/server/approvals/service";
import { type Expect, type OnRetired, putAgent } from "@/server/fleet/agents";
import { voidRestore } from "@/server/fleet/reinstatements";
import type { AgentInput, AgentView } from "@/server/fleet/schema";
import { endForAgent } from "@/server/grants/service";
import { ok, type Result } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";

const REASON = "The agent was retired.";
const WHY = { cause: "unregistered", reason: REASON, retry: "never" } as const;

/** Everything that still waits for a retired agent, or was allowed to it and not yet run, ends with it. */
const endAll =
  (actor: Actor, name: string): OnRetired =>
  async (tx, now) => {
    await voidRestore(tx, actor, name, now);
    // Requests before actions, as everywhere: see kill.
    const waiting = await cancelForAgent(tx, actor, name, REASON, now);
    await denyAwaiting(tx, actor, waiting, WHY, now);
    await endForAgent(tx, actor, name, "retired", now);
    const allowed = await listAllowed(tx, name);
    await revokeForActions(tx, actor, allowed, now);
    await revokeAllowed(tx, actor, allowed, WHY, now);
  };

/** Registers an agent or edits it; an edit that retires it ends what was open for it in the same transaction. */
export const saveAgent = (actor: Actor, name: string, input: AgentInput, expect: Expect = "any"): Promise<Result<AgentView>> =>
  putAgent(actor, name, input, expect, clock.now(), endAll(actor, name));

/**
 * Retires an agent for good. It waits for calls of the agent that are being decided and holds off new ones; once it has
 * answered, nothing waits for people on the agent's behalf, and nothing that was allowed can run.
 */
export const retireAgent = (actor: Actor, name: string, revision?: number): Promise<Result<AgentView>> =>
  saveAgent(actor, name, { state: "retired", ...(revision === undefined ? {} : { revision }) }, "existing");

export type Retirement = { readonly openRequests: number; readonly unusedAllowances: number };

/** What retiring the agent would end as things stand now. */
export async function previewRetirement(name: string): Promise<Result<Retirement>> {
  const [openRequests, unusedAllowances] = await Promise.all([countOpenForAgent(name), countAllowed(name)]);
  return ok({ openRequests, unusedAllowances });
}
