import { DateTime } from "luxon";

/** The day of a moment in a zone, as "2026-11-23". */
export const dayOf = (at: Date, timeZone: string): string => DateTime.fromJSDate(at, { zone: timeZone }).toFormat("yyyy-MM-dd");

/** The first moment after a day. */
export const endOfDay = (day: string, timeZone: string): Date => DateTime.fromISO(day, { zone: timeZone }).plus({ days: 1 }).toJSDate();
