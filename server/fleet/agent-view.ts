import { namesOf } from "@/server/identity/names";
import { listPeopleByIds, organisation } from "@/server/identity/service";
import type { Actor } from "@/server/platform/actor";
import { access } from "./access";
import type { FullAgent, ListedAgent } from "./agent-store";
import type { Governance } from "./core/edit";
import { type AgentState, nextState } from "./core/lifecycle";
import type { AiActClass, AiActRole, Environment, RiskTier, SideEffect } from "./core/vocabulary";
import { waitingRestores } from "./reinstatements";
import type { AgentResource, AgentRow, AgentView, PersonRef } from "./schema";

type People = ReadonlyMap<string, PersonRef>;
type Restores = Awaited<ReturnType<typeof waitingRestores>>;

/** Names of the people behind these ids, for showing. */
export async function namePeople(ids: readonly (string | null)[]): Promise<People> {
  const people = await listPeopleByIds(ids.filter((id): id is string => id !== null));
  return new Map(people.map(({ id, name, email }) => [id, { id, name, email }]));
}

/** What people have settled about an agent, as it is stored. */
export const governanceOf = (agent: Pick<FullAgent, keyof Governance>): Governance => ({
  riskReason: agent.riskReason,
  aiActRole: agent.aiActRole as AiActRole | null,
  aiActClass: agent.aiActClass as AiActClass | null,
  outOfBounds: agent.outOfBounds,
  reviewDue: agent.reviewDue?.toISOString().slice(0, 10) ?? null,
});

export function toRow(agent: ListedAgent, people: People, restores: Restores): AgentRow {
  return {
    id: agent.id,
    name: agent.name,
    purpose: agent.purpose,
    owner: agent.ownerId === null ? null : (people.get(agent.ownerId) ?? null),
    team: agent.team,
    riskTier: agent.riskTier as RiskTier,
    ...governanceOf(agent),
    environment: agent.environment as Environment,
    state: agent.state as AgentState,
    stateReason: agent.stateReason,
    stateAt: agent.stateAt.toISOString(),
    restore: agent.state === "suspended" ? (restores.get(agent.id) ?? null) : null,
    toolNames: agent.tools.map(({ tool }) => tool.name),
    firstSeenAt: agent.firstSeenAt.toISOString(),
    updatedAt: agent.updatedAt.toISOString(),
    revision: agent.revision,
  };
}

/** Who an actor was, in words: a person's name, a key's, or Reeve itself. */
function actorName(type: string, id: string | null, names: { readonly [id: string]: string }): string {
  if (id === null) return "Reeve";
  const name = names[id];
  if (type === "key") return name === undefined ? "An API key" : `The API key ${name}`;
  return name ?? "Someone unknown";
}

/** Everything that people see of one agent, with what the one who looks may do. */
export async function toView(actor: Actor, agent: FullAgent): Promise<AgentView> {
  const actorIds = agent.stateChanges.flatMap(({ actorId }) => actorId ?? []);
  const [people, names, restores, { isSingleOperator }] = await Promise.all([
    namePeople([agent.ownerId]),
    namesOf(actorIds),
    waitingRestores([agent.id]),
    organisation(),
  ]);
  const state = agent.state as AgentState;
  const before = agent.stateBefore as AgentState | null;
  const history = agent.stateChanges.map((change) => ({
    revision: change.revision,
    from: change.fromState as AgentState | null,
    to: change.toState as AgentState,
    reason: change.reason,
    by: actorName(change.actorType, change.actorId, names),
    at: change.at.toISOString(),
  }));
  const mayEdit = access.editAgents(actor) && access.speakFor(actor, agent.name);
  const row = toRow(agent, people, restores);
  const mayAgree = row.restore !== null && access.agreeToRestore(actor, agent.ownerId);
  return {
    ...row,
    stateBy: history[0]?.by ?? "Reeve",
    tools: agent.tools.map(({ tool, grantedAt }) => ({
      name: tool.name,
      version: tool.version,
      description: tool.description,
      sideEffect: tool.sideEffect as SideEffect,
      isArchived: tool.archivedAt !== null,
      grantedAt: grantedAt.toISOString(),
    })),
    history,
    can: {
      edit: mayEdit && state !== "retired",
      kill: access.kill(actor) && nextState(state, "kill", before) !== null,
      askRestore: row.restore === null && access.restore(actor) && nextState(state, "restore", before) !== null,
      confirmRestore: mayAgree && (isSingleOperator || row.restore?.by.id !== actor.id),
      withdrawRestore: mayAgree,
      retire: mayEdit && nextState(state, "retire", before) !== null,
    },
  };
}

/** The same agent as the machine API tells it. */
export const toResource = (view: AgentRow): AgentResource => ({
  name: view.name,
  purpose: view.purpose,
  owner: view.owner?.email ?? null,
  team: view.team?.name ?? null,
  riskTier: view.riskTier,
  riskReason: view.riskReason,
  aiActRole: view.aiActRole,
  aiActClass: view.aiActClass,
  outOfBounds: [...view.outOfBounds],
  reviewDue: view.reviewDue,
  environment: view.environment,
  state: view.state,
  stateReason: view.stateReason,
  stateAt: view.stateAt,
  tools: [...view.toolNames],
  firstSeenAt: view.firstSeenAt,
  updatedAt: view.updatedAt,
  revision: view.revision,
});
