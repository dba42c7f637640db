import { isId } from "@/server/kernel/ids";
import { listTeams } from "./team-store";
import { listTools } from "./tool-store";

/** The names of tools and teams by id, archived ones too. Reads the catalogue only if it is asked about. */
export async function namesOf(ids: readonly string[]): Promise<{ readonly [id: string]: string }> {
  const asked = (kind: "tool" | "team") => new Set(ids.filter((id) => isId(kind, id)));
  const [toolIds, teamIds] = [asked("tool"), asked("team")];
  const tools = toolIds.size === 0 ? [] : await listTools();
  const teams = teamIds.size === 0 ? [] : await listTeams();
  const named = [...tools.filter(({ id }) => toolIds.has(id)), ...teams.filter(({ id }) => teamIds.has(id))];
  return Object.fromEntries(named.map(({ id, name }) => [id, name]));
}
