import { DateTime } from "luxon";

/** The day of a moment in a zone, as "2026-11-23". */
export const dayOf = (at: Date, timeZone: string): string => DateTime.fromJSDate(at, { zone: timeZone }).toFormat("yyyy-MM-dd");

/** The first moment after a day. */
export const endOfDay = (day: string, timeZone: string): Date => DateTime.fromISO(day, { zone: timeZone }).plus({ days: 1 }).toJSDate();

/** The quarter of a day, as "2027-Q1". */
export const quarterOf = (day: string): string => DateTime.fromISO(day, { zone: "utc" }).toFormat("yyyy-'Q'q");

/** The last day of a quarter. */
export const lastDayOf = (quarter: string): string =>
  DateTime.utc(Number(quarter.slice(0, 4)), Number(quarter.slice(6)) * 3)
    .endOf("month")
    .toFormat("yyyy-MM-dd");
