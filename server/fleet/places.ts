import { remembered } from "@/server/platform/remembered";
import { listPlaces, type PlaceRow } from "./place-store";

const KNOWN_FOR_MS = 5_000;
const places = remembered(KNOWN_FOR_MS, async () => new Map((await listPlaces()).map((place) => [place.name, place])));

/** The team, the environment and whether anyone answers for it, of each agent, by name, as of a few seconds ago: for telemetry, which seldom says any. */
export const agentPlaces = (): Promise<ReadonlyMap<string, PlaceRow>> => places("all");

/** The agents that nobody registered, as of a few seconds ago. */
export const shadowAgents = async (): Promise<readonly string[]> =>
  [...(await places("all")).values()].flatMap(({ name, isShadow }) => (isShadow ? [name] : []));
