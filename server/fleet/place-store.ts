import { prisma } from "@/server/platform/db";

export type PlaceRow = { readonly name: string; readonly environment: string; readonly team: string | null };

/** Where each agent stands. */
export async function listPlaces(): Promise<PlaceRow[]> {
  const agents = await prisma().agent.findMany({ select: { name: true, environment: true, team: { select: { name: true } } } });
  return agents.map(({ name, environment, team }) => ({ name, environment, team: team?.name ?? null }));
}
