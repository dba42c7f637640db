import { append, entryActor } from "@/server/audit/service";
import { invariant, ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import { resolveAgentInput } from "./agent-input";
import * as store from "./agent-store";
import { governanceOf, namePeople, toRow, toView } from "./agent-view";
import { type AgentFacts, CAREFUL, type EditPlan, type Field, isChange, planEdit, type Wanted } from "./core/edit";
import type { AgentState } from "./core/lifecycle";
import { NAME_PATTERN, NAME_RULE } from "./core/vocabulary";
import { waitingRestores } from "./reinstatements";
import type { AgentCounts, AgentInput, AgentRow, AgentView, ListAgentsInput } from "./schema";
import { findArchivedTool, findTool } from "./tool-store";

const NAME_TAKEN = "There is an agent of that name already. Choose another name, or edit that one.";
const REFUSED = {
  read: refuse("forbidden", "This key lacks the scope agents:read."),
  edit: refuse("forbidden", "Only operators, and keys with agents:write, may edit agents."),
  other: refuse("agent_mismatch", "This key may not speak for that agent."),
  changed: refuse("conflict", "Someone else changed this agent meanwhile. Look at it again, then repeat your change."),
  taken: refuse("conflict", NAME_TAKEN, { errors: [{ path: "name", message: NAME_TAKEN }] }),
  retire: refuse("conflict", "Retire it by the step of that name, so that what waits for the agent ends with it."),
} as const;
const notFound = (name: string) => refuse("not_found", `There is no agent named ${name}.`);

type ListAgents = Required<Pick<ListAgentsInput, "group" | "search" | "limit">> & ListAgentsInput;

/** One page of agents by name. A key that is bound to one agent sees that one. */
export async function listAgents(actor: Actor, input: ListAgents): Promise<Result<{ items: AgentRow[]; nextCursor: string | null }>> {
  if (!access.read(actor)) return REFUSED.read;
  const agents = await store.listAgents({ ...input, onlyName: actor.kind === "key" ? actor.agentName : null });
  const page = agents.slice(0, input.limit);
  const stopped = page.filter((agent) => agent.state === "suspended").map(({ id }) => id);
  const [people, restores] = await Promise.all([namePeople(page.map((agent) => agent.ownerId)), waitingRestores(stopped)]);
  const last = agents.length > input.limit ? page.at(-1) : undefined;
  return ok({
    items: page.map((agent) => toRow(agent, people, restores)),
    nextCursor: last === undefined ? null : Buffer.from(last.name).toString("base64url"),
  });
}

/** How many agents are in each state, and whether the one who asks may register others. */
export async function countAgents(actor: Actor): Promise<Result<AgentCounts>> {
  if (!access.read(actor)) return REFUSED.read;
  const states = { shadow: 0, draft: 0, live: 0, suspended: 0, retired: 0 };
  for (const { state, _count } of await store.countByState()) states[state as AgentState] = _count;
  return ok({ states, can: { register: access.editAgents(actor), editCatalogue: access.editCatalogue(actor) } });
}

/** One agent with its tools, its life and what the one who looks may do. */
export async function readAgent(actor: Actor, name: string): Promise<Result<AgentView>> {
  if (!access.read(actor)) return REFUSED.read;
  if (!access.speakFor(actor, name)) return REFUSED.other;
  const agent = await store.findAgent(name);
  return agent === null ? notFound(name) : ok(await toView(actor, agent));
}

/** Which agents an edit is meant for: a new one, one that is there, or whichever it is. */
export type Expect = "new" | "existing" | "any";

/** What else ends when an agent is retired, in the same transaction and under the agent's exclusive lock. */
export type OnRetired = (tx: PrismaTx, now: Date) => Promise<void>;

/**
 * Registers an agent or edits it: what the input does not say stays as it is. An edit that names a revision other
 * than the present one changes nothing and says so. Only who passes `onRetired` may retire one: see the gate.
 */
export async function putAgent(
  actor: Actor,
  name: string,
  input: AgentInput,
  expect: Expect = "any",
  now: Date = clock.now(),
  onRetired: OnRetired | null = null,
): Promise<Result<AgentView>> {
  if (!access.speakFor(actor, name)) return REFUSED.other;
  if (!access.editAgents(actor)) return REFUSED.edit;
  const resolved = await resolveAgentInput(input);
  if (!resolved.ok) return resolved;
  const { wanted, goneOwnerId } = resolved.value;
  return edit(actor, { name, expect, revision: input.revision ?? null, wanted: () => wanted, goneOwnerId, onRetired }, now);
}

/** Grants one tool to an agent, or takes it back; granting what is granted changes nothing. */
export async function setGrant(
  actor: Actor,
  { agent, tool, isGranted }: { agent: string; tool: string; isGranted: boolean },
  now: Date = clock.now(),
): Promise<Result<AgentView>> {
  if (!access.speakFor(actor, agent)) return REFUSED.other;
  if (!access.editAgents(actor)) return REFUSED.edit;
  const found = await findTool(tool);
  if (found === null || (isGranted && found.archivedAt !== null)) return refuse("not_found", `There is no tool named ${tool}.`);
  const wanted = ({ toolIds }: AgentFacts): Wanted => {
    const others = toolIds.filter((id) => id !== found.id);
    return { toolIds: isGranted ? [...others, found.id] : others };
  };
  return edit(actor, { name: agent, expect: "existing", revision: null, wanted, goneOwnerId: null, onRetired: null }, now);
}

type Edit = {
  readonly name: string;
  readonly expect: Expect;
  readonly revision: number | null;
  readonly wanted: (current: AgentFacts) => Wanted;
  /** The person asked for as owner, if their account is deactivated. */
  readonly goneOwnerId: string | null;
  readonly onRetired: OnRetired | null;
};

async function edit(actor: Actor, request: Edit, now: Date): Promise<Result<AgentView>> {
  const done = await inTransaction(async (tx): Promise<Result<true>> => {
    // No call of the agent may be deciding on what this edit takes away.
    await store.lockName(tx, request.name, "exclusive");
    const agent = await store.findAgent(request.name, tx.prisma);
    if (agent === null) return request.expect === "existing" ? notFound(request.name) : create(tx, actor, request, now);
    if (request.expect === "new") return REFUSED.taken;
    if (request.revision !== null && request.revision !== agent.revision) return REFUSED.changed;
    return change(tx, actor, { agent, request }, now);
  });
  if (!done.ok) return done;
  const agent = await store.findAgent(request.name);
  invariant(agent !== null, "an agent was written and is not there");
  return ok(await toView(actor, agent));
}

async function create(tx: PrismaTx, actor: Actor, request: Edit, now: Date): Promise<Result<true>> {
  const { name, wanted, revision } = request;
  if (!NAME_PATTERN.test(name)) return refuse("invalid_request", NAME_RULE, { errors: [{ path: "name", message: NAME_RULE }] });
  if (revision !== null) return notFound(name);
  const { toolIds, ...facts } = { ...CAREFUL, ...wanted(CAREFUL) };
  if (facts.state === "retired") return refuse("invalid_request", "A new agent is a draft or live.");
  const unusable = await unusableFault(tx, request, null, toolIds);
  if (unusable !== null) return unusable;
  const id = newId("agent");
  if (!(await store.insertAgent(tx, { id, name, ...facts, byId: actor.id }, now))) return REFUSED.taken;
  await store.changeGrants(tx, id, toolIds, [], now);
  const by = entryActor(actor);
  await store.insertStateChange(tx, { agentId: id, revision: 1, from: null, to: facts.state, reason: null, by }, now);
  const { purpose: _p, riskReason: _r, outOfBounds: _o, ...recorded } = facts;
  const about = { actor: by, subject: { type: "agent", id }, agentName: name, occurredAt: now };
  await append(tx, { ...about, kind: "agent.registered", data: { from: null, ...recorded, toolIds, revision: 1 } });
  return ok(true);
}

const factsOf = (agent: store.FullAgent): AgentFacts => ({
  purpose: agent.purpose,
  ownerId: agent.ownerId,
  teamId: agent.teamId,
  riskTier: agent.riskTier as AgentFacts["riskTier"],
  environment: agent.environment as AgentFacts["environment"],
  state: agent.state as AgentState,
  toolIds: agent.tools.map(({ toolId }) => toolId),
  ...governanceOf(agent),
});

async function change(
  tx: PrismaTx,
  actor: Actor,
  { agent, request }: { agent: store.FullAgent; request: Edit },
  now: Date,
): Promise<Result<true>> {
  const current = factsOf(agent);
  const answer = planEdit(current, request.wanted(current));
  if ("fault" in answer) return refuse("conflict", answer.fault);
  const { plan } = answer;
  if (!isChange(plan)) return ok(true);
  const isRetired = plan.command === "retire";
  if (isRetired && request.onRetired === null) return REFUSED.retire;
  const unusable = await unusableFault(tx, request, current.ownerId, plan.granted);
  if (unusable !== null) return unusable;
  const { toolIds: _, ...said } = plan.facts;
  const facts = { ...said, outOfBounds: [...said.outOfBounds], reviewDue: said.reviewDue === null ? null : new Date(said.reviewDue) };
  const step = plan.command === null ? {} : { stateAt: now, stateById: actor.id, stateBefore: null, stateReason: null };
  const at = { id: agent.id, revision: agent.revision, state: current.state };
  if (!(await store.updateAgent(tx, at, { ...facts, ...step, updatedAt: now }))) return REFUSED.changed;
  await store.changeGrants(tx, agent.id, plan.granted, plan.revoked, now);
  await record(tx, actor, { agent, current, plan }, now);
  if (isRetired) await request.onRetired?.(tx, now);
  return ok(true);
}

/** An owner must be someone who is still here, and only tools in use can be granted; what stands already may stay. */
async function unusableFault(tx: PrismaTx, { goneOwnerId }: Edit, currentOwnerId: string | null, granted: readonly string[]) {
  if (goneOwnerId !== null && goneOwnerId !== currentOwnerId) {
    const message = "The owner's account is deactivated. Name someone else.";
    return refuse("invalid_request", message, { errors: [{ path: "owner", message }] });
  }
  const archived = await findArchivedTool(tx, granted);
  if (archived === null) return null;
  const message = `The tool ${archived.name} is archived and cannot be granted.`;
  return refuse("invalid_request", message, { errors: [{ path: "tools", message }] });
}

const isText = (field: Field) => field === "purpose" || field === "riskReason" || field === "outOfBounds";

const STEP_KINDS = { draft: "agent.registered", go_live: "agent.went_live", retire: "agent.retired" } as const;

async function record(
  tx: PrismaTx,
  actor: Actor,
  { agent, current, plan }: { agent: store.FullAgent; current: AgentFacts; plan: EditPlan },
  now: Date,
): Promise<void> {
  const by = entryActor(actor);
  const revision = agent.revision + 1;
  const about = { actor: by, subject: { type: "agent", id: agent.id }, agentName: agent.name, occurredAt: now };
  if (plan.command !== null) {
    const to = plan.facts.state;
    await store.insertStateChange(tx, { agentId: agent.id, revision, from: current.state, to, reason: null, by }, now);
    const kind = current.state === "shadow" && to !== "retired" ? "agent.registered" : STEP_KINDS[plan.command as keyof typeof STEP_KINDS];
    await append(tx, { ...about, kind, data: { from: current.state, to, revision } });
  }
  if (plan.fields.length > 0) {
    // Of free text it is recorded that it changed; its words are not.
    const changes = plan.fields.flatMap((field) => (isText(field) ? [] : [{ field, from: current[field], to: plan.facts[field] }]));
    await append(tx, { ...about, kind: "agent.updated", data: { revision, fields: plan.fields, changes } });
  }
  const grants = plan.granted.map((toolId) => ({ ...about, kind: "agent.tool_granted" as const, data: { toolId, revision } }));
  const revokes = plan.revoked.map((toolId) => ({ ...about, kind: "agent.tool_revoked" as const, data: { toolId, revision } }));
  await append(tx, ...grants, ...revokes);
}
