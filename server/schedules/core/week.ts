/** The days of a week, from Monday, as contracts and rows name them. */
export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Open from one time of the clock to another on the same day: "08:00" to "18:00". "24:00" is the end of the day. */
export type DayHours = { readonly from: string; readonly to: string };
export type WeekHours = { readonly [day in Weekday]: readonly DayHours[] };

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** A local date or time as if its zone were UTC, so that it can be reckoned with: days last 24 hours there. */
export type LocalMs = number;

/** "08:30" as minutes of the day; "24:00" is 1440. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Midnight of "2026-11-22". */
export const localDay = (date: string): LocalMs =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));

/** Midnight of the day in which a local time lies. */
export const dayOf = (local: LocalMs): LocalMs => Math.floor(local / DAY_MS) * DAY_MS;

/** The date of a local time: "2026-11-22". */
export const dateOf = (local: LocalMs): string => new Date(local).toISOString().slice(0, 10);

/** The weekday of a local time. The first of January 1970 was a Thursday. */
export const weekdayOf = (local: LocalMs): Weekday => WEEKDAYS[(((Math.floor(local / DAY_MS) + 3) % 7) + 7) % 7] ?? "mon";

/** Whether any day of the week has hours at all. */
export const hasHours = (week: WeekHours): boolean => WEEKDAYS.some((day) => week[day].length > 0);
