import { isId } from "@/server/kernel/ids";
import * as store from "./store";

/** The names of calendars and on-call schedules by id, archived ones too. */
export async function namesOf(ids: readonly string[]): Promise<{ readonly [id: string]: string }> {
  const of = (kind: "calendar" | "onCall") => ids.filter((id) => isId(kind, id));
  const [calendarIds, onCallIds] = [of("calendar"), of("onCall")];
  const [calendars, schedules] = await Promise.all([
    calendarIds.length === 0 ? [] : store.listCalendarNames(calendarIds),
    onCallIds.length === 0 ? [] : store.listOnCallNames(onCallIds),
  ]);
  return Object.fromEntries([...calendars, ...schedules].map(({ id, name }) => [id, name]));
}
