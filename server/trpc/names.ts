import { namesOf as catalogueNamesOf } from "@/server/fleet/names";
import { namesOf as identityNamesOf } from "@/server/identity/names";

/** The names of everything that the record speaks of by id: people, keys, groups, tools, teams. */
export async function namesOf(ids: readonly string[]): Promise<{ readonly [id: string]: string }> {
  const [people, catalogue] = await Promise.all([identityNamesOf(ids), catalogueNamesOf(ids)]);
  return { ...people, ...catalogue };
}
