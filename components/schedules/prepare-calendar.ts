import { addOpenTime, type CalendarRules, compileCalendar, nextClosing, nextOpening } from "@/server/schedules/core/calendar";
import { DAY_MS, type DayHours, dateOf, dayOf, WEEKDAYS, type Weekday, type WeekHours, weekdayOf } from "@/server/schedules/core/week";
import { zoneClock } from "@/server/schedules/core/zone-clock";
import type { Holiday } from "@/server/schedules/schema";

export const DAY_NAMES = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
} as const satisfies Record<Weekday, string>;

const shortDay = (day: Weekday): string => DAY_NAMES[day].slice(0, 3);

/** "08:00–12:00, 13:00–18:00", "all day", "closed". */
export function hoursWords(hours: readonly DayHours[]): string {
  if (hours.length === 0) return "closed";
  if (hours.length === 1 && hours[0]?.from === "00:00" && hours[0].to === "24:00") return "all day";
  return hours.map(({ from, to }) => `${from}–${to}`).join(", ");
}

/** A week in words: days in a row with the same hours stand together, closed ones are left out. */
export function weekWords(week: WeekHours): string {
  const runs: { first: Weekday; last: Weekday; words: string }[] = [];
  for (const day of WEEKDAYS) {
    const words = hoursWords(week[day]);
    const run = runs.at(-1);
    if (run !== undefined && run.words === words) run.last = day;
    else runs.push({ first: day, last: day, words });
  }
  const open = runs.filter(({ words }) => words !== "closed");
  if (open.length === 0) return "Never open";
  if (runs.length === 1) return open[0]?.words === "all day" ? "Always open" : `Every day ${open[0]?.words}`;
  return open
    .map(({ first, last, words }) => `${first === last ? shortDay(first) : `${shortDay(first)}–${shortDay(last)}`} ${words}`)
    .join("; ");
}

/** A time as people type it, as forms keep it: "9" and "9.00" are "09:00". What is no time stays as it is. */
export function tidyTime(text: string): string {
  const match = /^(\d{1,2})(?:[:.h]?(\d{2}))?$/.exec(text.trim());
  if (match === null) return text.trim();
  const [hour = "", minute = "00"] = match.slice(1);
  return `${hour.padStart(2, "0")}:${minute}`;
}

export type DayPreview = { readonly date: string; readonly hours: string; readonly note: string | null };

export type CalendarPreview = {
  readonly isOpen: boolean;
  /** When that changes, or null when it does not within a year. */
  readonly changesAtMs: number | null;
  /** When four open hours from now are over. */
  readonly fourHoursEndMs: number | null;
  readonly days: readonly DayPreview[];
};

const FOUR_HOURS = 4 * 3_600_000;
const DAYS_SHOWN = 10;

/** What a calendar says from now on, as it stands in the form. */
export function previewCalendar(rules: CalendarRules, holidays: readonly Holiday[], nowMs: number): CalendarPreview {
  const holidayNames = new Map(holidays.map(({ date, name }) => [date, name]));
  const dates = new Set(holidayNames.keys());
  const calendar = compileCalendar(rules, () => dates);
  const now = new Date(nowMs);
  const opening = nextOpening(calendar, now);
  const isOpen = opening.ok && opening.value.getTime() === nowMs;
  const changesAt = isOpen ? nextClosing(calendar, now) : opening.ok ? opening.value : null;
  const end = addOpenTime(calendar, now, FOUR_HOURS);
  const own = new Map(rules.dates.map((each) => [each.date, each]));
  const today = dayOf(zoneClock(rules.zone).toLocal(nowMs));
  const days = Array.from({ length: DAYS_SHOWN }, (_, index): DayPreview => {
    const day = today + index * DAY_MS;
    const date = dateOf(day);
    const special = own.get(date);
    const holiday = holidayNames.get(date) ?? null;
    if (special !== undefined) return { date, hours: hoursWords(special.hours), note: special.label || holiday };
    return { date, hours: holiday === null ? hoursWords(rules.hours[weekdayOf(day)]) : "closed", note: holiday };
  });
  return { isOpen, changesAtMs: changesAt?.getTime() ?? null, fourHoursEndMs: end.ok ? end.value.getTime() : null, days };
}
