import { listAgentIds } from "./agent-store";
import { listTeams } from "./team-store";

/** Ids and names of agents that are asked for by either; of all that are not retired where nothing is said. */
export const agentPairs = listAgentIds;

/** Ids and names of all teams. */
export const teamPairs = async () => (await listTeams()).map(({ id, name, archivedAt }) => ({ id, name, isArchived: archivedAt !== null }));
