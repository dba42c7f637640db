import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx, ReadTx, Tx } from "@/server/platform/tx";
import { queryRows } from "@/server/platform/tx";
import type { Governance } from "./core/edit";
import type { AgentState } from "./core/lifecycle";
import type { Environment, RiskTier, SideEffect } from "./core/vocabulary";
import type { GateAgent, GateTool, JsonSchema } from "./schema";

const AGENT_COLUMNS = `a.id as "agentId", a.name as "agentName", a.owner_id as "ownerId", a.team_id as "teamId", tm.name as "teamName",
  a.risk_tier as "riskTier", a.environment, a.state, a.state_before as "stateBefore", a.revision as "agentRevision"`;

type AgentColumns = {
  agentId: string;
  agentName: string;
  ownerId: string | null;
  teamId: string | null;
  teamName: string | null;
  riskTier: RiskTier;
  environment: Environment;
  state: AgentState;
  stateBefore: AgentState | null;
  agentRevision: number;
};
type ToolColumns = {
  toolId: string | null;
  toolName: string;
  version: string;
  description: string;
  sideEffect: SideEffect;
  argsSchema: JsonSchema | null;
  summary: string | null;
  sensitiveArgs: string[] | null;
  toolRevision: number;
};

const toAgent = (row: AgentColumns): GateAgent => ({
  id: row.agentId,
  name: row.agentName,
  ownerId: row.ownerId,
  teamId: row.teamId,
  teamName: row.teamName,
  riskTier: row.riskTier,
  environment: row.environment,
  state: row.state,
  revision: row.agentRevision,
});

/** Takes the lock of an agent's name until the transaction ends: shared by its calls, exclusive to its kill and edits. */
export async function lockName(tx: Tx, name: string, mode: "shared" | "exclusive"): Promise<void> {
  const suffix = mode === "shared" ? "_shared" : "";
  await tx.execute(`select pg_advisory_xact_lock${suffix}(hashtextextended('agent:' || $1::text, 0))`, name);
}

/** Everything the gate needs about a call in one round trip. */
export async function readCall(
  tx: ReadTx,
  agentName: string,
  toolName: string,
): Promise<{ agent: GateAgent | null; tool: GateTool | null; isGranted: boolean }> {
  const [row] = await queryRows<AgentColumns & ToolColumns & { isGranted: boolean; agentId: string | null }>(
    tx,
    `select ${AGENT_COLUMNS}, t.id as "toolId", t.name as "toolName", t.version, t.description, t.side_effect as "sideEffect",
       t.args_schema as "argsSchema", t.summary, t.sensitive_args as "sensitiveArgs", t.revision as "toolRevision",
       (g.agent_id is not null) as "isGranted"
     from (select $1::text as agent_name, $2::text as tool_name) asked
     left join agent a on a.name = asked.agent_name
     left join team tm on tm.id = a.team_id
     left join tool t on t.name = asked.tool_name and t.archived_at is null
     left join agent_tool g on g.agent_id = a.id and g.tool_id = t.id`,
    agentName,
    toolName,
  );
  if (row === undefined) return { agent: null, tool: null, isGranted: false };
  const tool: GateTool | null =
    row.toolId === null
      ? null
      : {
          id: row.toolId,
          name: row.toolName,
          version: row.version,
          description: row.description,
          sideEffect: row.sideEffect,
          argsSchema: row.argsSchema,
          summary: row.summary,
          sensitiveArgs: row.sensitiveArgs ?? [],
          revision: row.toolRevision,
        };
  return { agent: row.agentId === null ? null : toAgent(row), tool, isGranted: row.isGranted };
}

/** An agent with what a transition needs beside it, or null. */
export async function findForChange(tx: ReadTx, name: string): Promise<(GateAgent & { readonly stateBefore: AgentState | null }) | null> {
  const [row] = await queryRows<AgentColumns>(
    tx,
    `select ${AGENT_COLUMNS} from agent a left join team tm on tm.id = a.team_id where a.name = $1`,
    name,
  );
  return row === undefined ? null : { ...toAgent(row), stateBefore: row.stateBefore };
}

export type NewAgent = Partial<Governance> & {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly ownerId: string | null;
  readonly teamId: string | null;
  readonly riskTier: RiskTier;
  readonly environment: Environment;
  readonly state: AgentState;
  readonly byId: string | null;
};

/** Inserts an agent unless its name is known; answers whether it did. */
export async function insertAgent(tx: Tx, agent: NewAgent, now: Date): Promise<boolean> {
  const count = await tx.execute(
    `insert into agent (id, name, purpose, owner_id, team_id, risk_tier, environment, state, state_by_id, state_at, first_seen_at, updated_at,
       risk_reason, ai_act_role, ai_act_class, out_of_bounds, review_due)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::timestamptz, $10::timestamptz, $10::timestamptz,
       $11, $12, $13, array(select jsonb_array_elements_text($14::jsonb)), $15::date) on conflict (name) do nothing`,
    agent.id,
    agent.name,
    agent.purpose,
    agent.ownerId,
    agent.teamId,
    agent.riskTier,
    agent.environment,
    agent.state,
    agent.byId,
    now,
    agent.riskReason ?? null,
    agent.aiActRole ?? null,
    agent.aiActClass ?? null,
    JSON.stringify(agent.outOfBounds ?? []),
    agent.reviewDue ?? null,
  );
  return count === 1;
}

export type StateMove = {
  readonly id: string;
  readonly from: AgentState;
  readonly to: AgentState;
  readonly before: AgentState | null;
  readonly reason: string | null;
  readonly byId: string | null;
};

/** Moves an agent from one state to another; answers the new revision, or null when it was no longer in `from`. */
export async function moveState(tx: ReadTx, move: StateMove, now: Date): Promise<number | null> {
  const [row] = await queryRows<{ revision: number }>(
    tx,
    `update agent set state = $3, state_before = $4, state_reason = $5, state_by_id = $6, state_at = $7::timestamptz,
       updated_at = $7::timestamptz, revision = revision + 1
     where id = $1 and state = $2 returning revision`,
    move.id,
    move.from,
    move.to,
    move.before,
    move.reason,
    move.byId,
    now,
  );
  return row?.revision ?? null;
}

export type StateChangeRow = {
  readonly agentId: string;
  readonly revision: number;
  readonly from: AgentState | null;
  readonly to: AgentState;
  readonly reason: string | null;
  readonly by: { readonly type: string; readonly id: string | null };
};

/** Keeps a step of an agent's life with its reason. */
export async function insertStateChange(tx: Tx, change: StateChangeRow, at: Date): Promise<void> {
  await tx.execute(
    `insert into agent_state_change (agent_id, revision, from_state, to_state, reason, actor_type, actor_id, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz)`,
    change.agentId,
    change.revision,
    change.from,
    change.to,
    change.reason,
    change.by.type,
    change.by.id,
    at,
  );
}

const WITH_TEAM = { team: { select: { id: true, name: true } } } as const;
const BY_TOOL = { orderBy: { tool: { name: "asc" } } } as const;

export type AgentFilter = {
  readonly group?: "registered" | "shadow" | "all";
  readonly search?: string;
  readonly state?: string | null;
  readonly team?: string | null;
  readonly risk?: string | null;
  readonly onlyName: string | null;
  readonly cursor?: string | null;
  readonly limit: number;
};

/** Agents by name after the cursor, one more than asked for, so that the caller sees whether there are others. */
export const listAgents = ({ group, search, state, team, risk, onlyName, cursor, limit }: AgentFilter) => {
  const and: Prisma.AgentWhereInput[] = [];
  if (group === "shadow") and.push({ state: "shadow" });
  if (group === "registered") and.push({ state: { not: "shadow" } });
  if (state) and.push({ state });
  if (team) and.push({ team: { name: team } });
  if (risk) and.push({ riskTier: risk });
  if (onlyName !== null) and.push({ name: onlyName });
  if (cursor) and.push({ name: { gt: Buffer.from(cursor, "base64url").toString() } });
  const like = search === undefined || search === "" ? null : { contains: search, mode: "insensitive" as const };
  if (like) and.push({ OR: [{ name: like }, { purpose: like }] });
  return prisma().agent.findMany({
    where: { AND: and },
    include: { ...WITH_TEAM, tools: { select: { tool: { select: { name: true } } }, ...BY_TOOL } },
    orderBy: { name: "asc" },
    take: limit + 1,
  });
};
export type ListedAgent = Awaited<ReturnType<typeof listAgents>>[number];

/** How many agents are in each state. */
export const countByState = () => prisma().agent.groupBy({ by: ["state"], _count: true });

/** One agent with its tools and its life, newest step first; in a transaction or outside. */
export const findAgent = (name: string, client: Prisma.TransactionClient = prisma()) =>
  client.agent.findUnique({
    where: { name },
    include: {
      ...WITH_TEAM,
      tools: { include: { tool: true }, ...BY_TOOL },
      stateChanges: { orderBy: { revision: "desc" }, take: 50 },
    },
  });
export type FullAgent = NonNullable<Awaited<ReturnType<typeof findAgent>>>;

/** Writes what an edit says, if the agent still has the revision that the edit was planned on. */
export async function updateAgent(
  tx: PrismaTx,
  at: { readonly id: string; readonly revision: number; readonly state: AgentState },
  data: Prisma.AgentUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await tx.prisma.agent.updateMany({ where: at, data: { ...data, revision: { increment: 1 } } });
  return count === 1;
}

/** Grants and revokes tools of one agent. */
export async function changeGrants(tx: PrismaTx, agentId: string, granted: readonly string[], revoked: readonly string[], now: Date) {
  await tx.prisma.agentTool.createMany({ data: granted.map((toolId) => ({ agentId, toolId, grantedAt: now })), skipDuplicates: true });
  await tx.prisma.agentTool.deleteMany({ where: { agentId, toolId: { in: [...revoked] } } });
}

/** Who answers for some agents, by name; those for whom nobody does are left out. */
export const listOwnerIds = (names: readonly string[]) =>
  prisma().agent.findMany({ where: { name: { in: [...names] }, ownerId: { not: null } }, select: { name: true, ownerId: true } });

/** Ids and names of agents that are asked for by either; of all that are not retired where nothing is said. */
export function listAgentIds(asked?: { readonly names: readonly string[] } | { readonly ids: readonly string[] }) {
  const by = asked && ("names" in asked ? { name: { in: [...asked.names] } } : { id: { in: [...asked.ids] } });
  return prisma().agent.findMany({
    where: by ?? { state: { not: "retired" } },
    select: { id: true, name: true },
    orderBy: { name: "asc" },
  });
}
