import { namesOf as chainNamesOf } from "@/server/escalation/names";
import { namesOf as catalogueNamesOf } from "@/server/fleet/names";
import { namesOf as identityNamesOf } from "@/server/identity/names";
import { namesOf as scheduleNamesOf } from "@/server/schedules/names";
import { namesOf as viewNamesOf } from "@/server/views/names";

const NAMED = [identityNamesOf, catalogueNamesOf, scheduleNamesOf, chainNamesOf, viewNamesOf];

/** The names of everything that the record speaks of by id: people, keys, groups, passkeys, tools, teams, calendars, on-call schedules, chains, saved views. */
export async function namesOf(ids: readonly string[]): Promise<{ readonly [id: string]: string }> {
  return Object.assign({}, ...(await Promise.all(NAMED.map((named) => named(ids)))));
}
