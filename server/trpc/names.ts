import { namesOf as catalogueNamesOf } from "@/server/fleet/names";
import { namesOf as identityNamesOf } from "@/server/identity/names";
import { namesOf as scheduleNamesOf } from "@/server/schedules/names";

/** The names of everything that the record speaks of by id: people, keys, groups, tools, teams, calendars, on-call schedules. */
export async function namesOf(ids: readonly string[]): Promise<{ readonly [id: string]: string }> {
  const [people, catalogue, schedules] = await Promise.all([identityNamesOf(ids), catalogueNamesOf(ids), scheduleNamesOf(ids)]);
  return { ...people, ...catalogue, ...schedules };
}
