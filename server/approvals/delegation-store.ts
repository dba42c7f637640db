import type { Prisma } from "@/prisma/generated/client";
import { pool, prisma } from "@/server/platform/db";
import type { PrismaTx, Tx } from "@/server/platform/tx";

type Held = Pick<Prisma.DelegationModel, "fromId" | "agents" | "tools">;
const TO_PERSON = "to_id = $1 and ended_at is null and starts_at <= $2 and ends_at > $2";

/** Delegations to this person that hold at a moment, the oldest first. */
export const listDelegationsTo = async (toId: string, now: Date): Promise<Held[]> => {
  const text = `select from_id as "fromId", agents, tools from delegation where ${TO_PERSON} order by created_at`;
  return (await pool().query<Held>({ name: "delegations-to", text, values: [toId, now] })).rows;
};

/** Agents that this person owns, or someone for whom they stand in at a moment. */
export const listAgentsOwnedBeside = async (
  personId: string,
  now: Date,
): Promise<{ readonly ownerId: string; readonly name: string }[]> => {
  const text = `select owner_id as "ownerId", name from agent
    where owner_id = $1 or owner_id in (select from_id from delegation where ${TO_PERSON})`;
  return (await pool().query<{ ownerId: string; name: string }>({ name: "agents-owned-beside", text, values: [personId, now] })).rows;
};

/** One delegation is decided on at a time, so that no two close a circle together. */
export const lockDelegations = (tx: Tx): Promise<number> => tx.execute("select pg_advisory_xact_lock(hashtext('reeve.delegations'))");
/** Delegations that hold or will, the next to begin first. */
export const listDelegations = (now: Date, tx?: PrismaTx) =>
  (tx?.prisma ?? prisma()).delegation.findMany({
    where: { endedAt: null, endsAt: { gt: now } },
    orderBy: [{ startsAt: "asc" }, { id: "asc" }],
  });
export const insertDelegation = (tx: PrismaTx, data: Prisma.DelegationUncheckedCreateInput) => tx.prisma.delegation.create({ data });
export async function endDelegation(tx: PrismaTx, id: string, byId: string, now: Date): Promise<boolean> {
  const data = { endedAt: now, endedById: byId };
  return (await tx.prisma.delegation.updateMany({ where: { id, endedAt: null, endsAt: { gt: now } }, data })).count === 1;
}
