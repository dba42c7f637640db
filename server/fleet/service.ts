import { append, entryActor } from "@/server/audit/service";
import { invariant, ok, type Refused, type Result, refuse } from "@/server/kernel/result";
import { cleanText } from "@/server/kernel/untrusted";
import { type Actor, type PersonActor, systemActor } from "@/server/platform/actor";
import { digestOfText } from "@/server/platform/digest";
import { newId } from "@/server/platform/new-id";
import type { PgTx, ReadTx, Tx } from "@/server/platform/tx";
import { access } from "./access";
import * as store from "./agent-store";
import { type AgentState, nextState } from "./core/lifecycle";
import { describeCall as describe } from "./core/summary";
import type { GateAgent, GateTool } from "./schema";
import { tellState } from "./telling";

type EntryData = Parameters<typeof append>[1]["data"];

/** One line in plain words for what a call does, from the tool's template, safe to show; or "tool on resource". */
export const describeCall = describe;

/**
 * Takes the agent's lock until the transaction ends. A call of the agent holds it shared, a kill exclusively: after
 * the kill's transaction has committed, no call can still be deciding on what it read before.
 */
export const lockAgent = (tx: Tx, name: string, mode: "shared" | "exclusive"): Promise<void> => store.lockName(tx, name, mode);

/** The agent, the tool (null when unknown or archived) and whether the one was granted the other. */
export const readForGate = (
  tx: ReadTx,
  agentName: string,
  toolName: string,
): Promise<{ agent: GateAgent | null; tool: GateTool | null; isGranted: boolean }> => store.readCall(tx, agentName, toolName);

/**
 * Lists an agent that nobody registered, once however many calls arrive together, and answers it. Until someone
 * registers it, it counts as of the highest risk.
 */
export async function registerShadow(tx: PgTx, name: string, now: Date): Promise<GateAgent> {
  const shadow = {
    purpose: "",
    ownerId: null,
    teamId: null,
    riskTier: "high",
    environment: "unknown",
    state: "shadow",
    byId: null,
  } as const;
  const id = newId("agent");
  if (await store.insertAgent(tx, { id, name, ...shadow }, now)) {
    const by = entryActor(systemActor);
    await store.insertStateChange(tx, { agentId: id, revision: 1, from: null, to: "shadow", reason: null, by }, now);
    await append(tx, {
      kind: "agent.discovered",
      actor: by,
      subject: { type: "agent", id },
      agentName: name,
      occurredAt: now,
      data: { state: "shadow", revision: 1 },
    });
  }
  const agent = await store.findForChange(tx, name);
  invariant(agent !== null, "a shadow agent was inserted and is not there");
  return agent;
}

/** Stops an agent, from any working state, with the reason on record. Call it under the exclusive lock. */
export function suspendAgent(tx: ReadTx, actor: Actor, name: string, reason: string, now: Date): Promise<Result<GateAgent>> {
  if (!access.speakFor(actor, name)) return Promise.resolve(refuse("agent_mismatch", "This key may not speak for that agent."));
  if (!access.kill(actor)) return Promise.resolve(refuse("forbidden", "Only operators, and keys with agents:write, may kill an agent."));
  return change(tx, actor, { name, reason, command: "kill", kind: "agent.killed" }, now);
}

/**
 * Puts a killed agent back where the kill found it. People only; that two agreed is for the caller to see to, who names
 * what they agreed on. Call it under the exclusive lock.
 */
export function reinstateAgent(
  tx: ReadTx,
  actor: PersonActor,
  { name, reason, data }: { readonly name: string; readonly reason: string; readonly data: EntryData },
  now: Date,
): Promise<Result<GateAgent>> {
  return change(tx, actor, { name, reason, command: "restore", kind: "agent.restored", data }, now);
}

type Change = {
  readonly name: string;
  readonly reason: string;
  readonly command: "kill" | "restore";
  readonly kind: "agent.killed" | "agent.restored";
  readonly data?: EntryData;
};

async function change(tx: ReadTx, actor: Actor, { name, reason, command, kind, data = {} }: Change, now: Date): Promise<Result<GateAgent>> {
  const agent = await store.findForChange(tx, name);
  if (agent === null) return refuse("not_found", `There is no agent named ${name}.`);
  const to = nextState(agent.state, command, agent.stateBefore);
  if (to === null) return cannot(command, agent.state);
  const words = cleanText(reason).text.trim();
  const before = command === "kill" ? agent.state : null;
  const move = { id: agent.id, from: agent.state, to, before, reason: words, byId: actor.id };
  const revision = await store.moveState(tx, move, now);
  if (revision === null) return refuse("conflict", "The agent's state changed meanwhile. Look again.");
  const by = entryActor(actor);
  await store.insertStateChange(tx, { agentId: agent.id, revision, from: agent.state, to, reason: words, by }, now);
  await append(tx, {
    kind,
    actor: by,
    subject: { type: "agent", id: agent.id },
    agentName: name,
    occurredAt: now,
    data: { ...data, from: agent.state, to, revision, reasonDigest: digestOfText(words) },
  });
  await tellState(tx, actor, kind, { ...agent, revision }, words, now);
  const { stateBefore: _, ...rest } = agent;
  return ok({ ...rest, state: to, revision });
}

function cannot(command: "kill" | "restore", state: AgentState): Refused {
  if (state === "retired") return refuse("conflict", "The agent is retired, and retired is for good.");
  return command === "kill"
    ? refuse("conflict", "The agent is suspended already.")
    : refuse("conflict", `The agent is not suspended: it is ${state === "shadow" ? "a shadow agent" : state}.`);
}
