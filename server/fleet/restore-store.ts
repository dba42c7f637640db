import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import { type PrismaTx, queryRows } from "@/server/platform/tx";
import type { AgentState } from "./core/lifecycle";
import type { RestoreOutcome } from "./core/restore";

type RestoreRecord = Prisma.RestoreRequestModel;

const STOPPABLE = { id: true, ownerId: true, state: true, stateAt: true } as const;

/** What a restore must know of the agent; null when there is none of that name. */
export async function findStopped(tx: PrismaTx, name: string) {
  const agent = await tx.prisma.agent.findUnique({ where: { name }, select: STOPPABLE });
  return agent === null ? null : { ...agent, state: agent.state as AgentState };
}

/** The one that still waits, if any: it may have lapsed without the clock having said so. */
export const findWaiting = (tx: PrismaTx, agentId: string): Promise<RestoreRecord | null> =>
  tx.prisma.restoreRequest.findFirst({ where: { agentId, outcome: null } });

export const insertRestore = (tx: PrismaTx, data: Prisma.RestoreRequestUncheckedCreateInput) => tx.prisma.restoreRequest.create({ data });

/** Ends one that still waits; false when something else ended it. */
export async function endRestore(tx: PrismaTx, id: string, outcome: RestoreOutcome, byId: string | null, now: Date): Promise<boolean> {
  const data = { outcome, endedById: byId, endedAt: now };
  return (await tx.prisma.restoreRequest.updateMany({ where: { id, outcome: null }, data })).count === 1;
}

/** What waits for a second person, of these agents. */
export const listWaiting = (agentIds: readonly string[], now: Date): Promise<RestoreRecord[]> =>
  prisma().restoreRequest.findMany({ where: { agentId: { in: [...agentIds] }, outcome: null, lapsesAt: { gt: now } } });

export const listByIds = (ids: readonly string[]) =>
  prisma().restoreRequest.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, reason: true, agent: { select: { name: true } } },
  });

/** Takes those whose time is over, for this transaction alone. */
export const takeLapsed = (tx: PrismaTx, limit: number, now: Date) =>
  queryRows<{ id: string; agentId: string; agentName: string }>(
    tx,
    `select r.id, r.agent_id as "agentId", a.name as "agentName" from restore_request r join agent a on a.id = r.agent_id
     where r.outcome is null and r.lapses_at <= $1::timestamptz order by r.lapses_at limit $2::int for update of r skip locked`,
    now,
    limit,
  );
