import { prisma } from "@/server/platform/db";

export type PlaceRow = { readonly name: string; readonly environment: string; readonly team: string | null; readonly isShadow: boolean };

/** Where each agent stands. */
export async function listPlaces(): Promise<PlaceRow[]> {
  const agents = await prisma().agent.findMany({
    select: { name: true, environment: true, state: true, team: { select: { name: true } } },
  });
  return agents.map(({ name, environment, state, team }) => ({
    name,
    environment,
    team: team?.name ?? null,
    isShadow: state === "shadow",
  }));
}
