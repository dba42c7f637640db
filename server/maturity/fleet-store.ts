import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";
import type { CountedAgent, FleetContent } from "./core/fleet";
import type { FleetAgent } from "./fleet-schema";
import { AGENTS_THEN, readFigures } from "./share-store";

/** Every agent that is known at a moment, with its team and its risk tier as they are now. */
export const listCounted = (at: Date): Promise<CountedAgent[]> =>
  readFigures<CountedAgent>(
    at,
    null,
    `known as (select a.id, a.name, a.team_id as "teamId", a.risk_tier as "riskTier" from ${AGENTS_THEN} a) select * from known order by name`,
  );

/** Agents on whose going or staying live someone decides: those that are registered and not retired. */
export const listRegistered = (): Promise<FleetAgent[]> =>
  prisma().$queryRaw<FleetAgent[]>`
    select a.id, a.name, t.name as team, a.risk_tier as "riskTier", a.environment, a.state
    from agent a left join team t on t.id = a.team_id where a.state not in ('shadow', 'retired') order by a.name`;

type Kept = FleetContent & { readonly id: string; readonly day: string; readonly tookMs: number; readonly digest: string };

export async function insertFleet(tx: PrismaTx, { agents, criteria, ...kept }: Kept): Promise<void> {
  const json = (value: unknown) => value as Prisma.InputJsonValue;
  await tx.prisma.maturityFleet.create({ data: { ...kept, agents: json(agents), criteria: json(criteria) } });
}

/** What was counted last; null before the first time. */
export async function findFleet(): Promise<FleetContent | null> {
  const row = await prisma().maturityFleet.findFirst({ orderBy: [{ at: "desc" }, { id: "desc" }] });
  if (row === null) return null;
  const { agents, criteria, rubricVersion, at } = row as unknown as typeof row & Pick<FleetContent, "agents" | "criteria">;
  return { at: at.toISOString(), rubricVersion, agents, criteria };
}

export const hasFleet = async (day: string): Promise<boolean> =>
  (await prisma().maturityFleet.findFirst({ where: { day }, select: { id: true } })) !== null;
