import type { Prisma } from "@/prisma/generated/client";
import { pool, prisma } from "@/server/platform/db";
import type { PrismaTx, Tx } from "@/server/platform/tx";

type Standing = {
  /** Delegations to the person that hold at a moment, the oldest first. */
  readonly delegations: readonly Pick<Prisma.DelegationModel, "fromId" | "agents" | "tools">[];
  /** Agents of the person, and of those for whom they stand in. */
  readonly owned: readonly { readonly ownerId: string; readonly name: string }[];
};

const STANDING = `with held as (
    select from_id, agents, tools, created_at from delegation where to_id = $1 and ended_at is null and starts_at <= $2 and ends_at > $2)
  select coalesce((select jsonb_agg(jsonb_build_object('fromId', from_id, 'agents', agents, 'tools', tools) order by created_at) from held), '[]')
      as delegations,
    coalesce((select jsonb_agg(jsonb_build_object('ownerId', owner_id, 'name', name)) from agent
      where owner_id = $1 or owner_id in (select from_id from held)), '[]') as owned`;

/** For whom a person stands in at a moment, and which agents that keeps from them: one trip, since every claim and vote asks it. */
export async function standingOfPerson(personId: string, now: Date): Promise<Standing> {
  const { rows } = await pool().query<Standing>({ name: "standing-of-person", text: STANDING, values: [personId, now] });
  return rows[0] ?? { delegations: [], owned: [] };
}

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
