import { invariant, ok, type Result, refuse } from "@/server/kernel/result";
import { DAY_MS, type DayHours, dateOf, MINUTE_MS, minutesOf, type WeekHours, weekdayOf } from "./week";
import { zoneClock } from "./zone-clock";

/** A day that differs from its week: closed without hours, else open in these. It wins over a holiday. */
export type OwnDate = { readonly date: string; readonly label: string; readonly hours: readonly DayHours[] };

export type CalendarRules = { readonly zone: string; readonly hours: WeekHours; readonly dates: readonly OwnDate[] };

/** The dates of a year, "2026-12-25", on which a calendar is closed by law or custom. */
export type HolidaysOf = (year: number) => ReadonlySet<string>;

/** The open hours of one year of the calendar's zone as moments, and how much of it was open before each. */
type OpenYear = {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly before: Float64Array;
  readonly openMs: number;
};

/** A calendar made ready to be reckoned with: years are worked out when they are first asked for, and kept. */
export type CompiledCalendar = { readonly zone: string; readonly openIn: (year: number) => OpenYear };

/** A calendar that stays closed longer than this counts as never open again. */
const HORIZON_YEARS = 10;
/** Years of the common calendar in which business is done; what lies outside is a mistake. */
const [FIRST_YEAR, LAST_YEAR] = [1900, 2400];

const NO_MORE = refuse(
  "invalid_request",
  `This calendar is not open for that long within ${HORIZON_YEARS} years. Give it more opening hours, or use another calendar.`,
);

/** Compiles a calendar. Holidays are asked for by year, once. */
export function compileCalendar(rules: CalendarRules, holidaysOf: HolidaysOf): CompiledCalendar {
  const years = new Map<number, OpenYear>();
  const own = new Map(rules.dates.map(({ date, hours }) => [date, hours]));
  const openIn = (year: number): OpenYear => {
    const known = years.get(year);
    if (known !== undefined) return known;
    const made = compileYear(rules, own, holidaysOf(year), year);
    years.set(year, made);
    return made;
  };
  return { zone: rules.zone, openIn };
}

function compileYear(
  { zone, hours: week }: CalendarRules,
  own: ReadonlyMap<string, readonly DayHours[]>,
  holidays: ReadonlySet<string>,
  year: number,
): OpenYear {
  const { toInstant } = zoneClock(zone);
  const starts: number[] = [];
  const ends: number[] = [];
  const [firstDay, endDay] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
  const isPlain = own.size + holidays.size === 0;
  const hoursOn = (day: number): readonly DayHours[] => {
    const usual = week[weekdayOf(day)];
    if (isPlain) return usual;
    const date = dateOf(day);
    return own.get(date) ?? (holidays.has(date) ? [] : usual);
  };
  for (let day = firstDay; day < endDay; day += DAY_MS) {
    for (const { from, to } of hoursOn(day)) {
      const start = toInstant(day + minutesOf(from) * MINUTE_MS);
      const end = toInstant(day + minutesOf(to) * MINUTE_MS);
      if (end <= start) continue; // hours that a change of the clocks leaves out
      if (ends.at(-1) === start) ends[ends.length - 1] = end;
      else {
        starts.push(start);
        ends.push(end);
      }
    }
  }
  const before = new Float64Array(starts.length);
  let openMs = 0;
  for (const [index, start] of starts.entries()) {
    before[index] = openMs;
    openMs += (ends[index] ?? start) - start;
  }
  return {
    fromMs: toInstant(firstDay),
    untilMs: toInstant(endDay),
    starts: Float64Array.from(starts),
    ends: Float64Array.from(ends),
    before,
    openMs,
  };
}

/** How many of the sorted values are smaller than the limit. */
function countBelow(values: Float64Array, limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? Number.POSITIVE_INFINITY) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The year of the calendar's zone in which a moment lies. */
function yearAt(calendar: CompiledCalendar, ms: number): number {
  const year = new Date(ms).getUTCFullYear(); // the zone's may be one off, near New Year
  invariant(year >= FIRST_YEAR && year <= LAST_YEAR, `a date of business lies between ${FIRST_YEAR} and ${LAST_YEAR}`);
  const { fromMs, untilMs } = calendar.openIn(year);
  if (ms < fromMs) return year - 1;
  return ms < untilMs ? year : year + 1;
}

/** How much of the year was open before the moment. */
function openBefore({ starts, ends, before }: OpenYear, ms: number): number {
  const index = countBelow(starts, ms) - 1;
  if (index < 0) return 0;
  const start = starts[index] ?? ms;
  return (before[index] ?? 0) + Math.min(ms, ends[index] ?? ms) - start;
}

/** Whether the calendar is open at this moment; at the moment of closing it is not. */
export function isOpen(calendar: CompiledCalendar, at: Date): boolean {
  const ms = at.getTime();
  const { starts, ends } = calendar.openIn(yearAt(calendar, ms));
  const index = countBelow(starts, ms + 1) - 1;
  return index >= 0 && ms < (ends[index] ?? ms);
}

/** The moment itself if the calendar is open then, else the next opening. */
export function nextOpening(calendar: CompiledCalendar, from: Date): Result<Date> {
  if (isOpen(calendar, from)) return ok(from);
  const first = yearAt(calendar, from.getTime());
  for (let year = first; year <= first + HORIZON_YEARS; year += 1) {
    const { starts } = calendar.openIn(year);
    const start = starts[countBelow(starts, from.getTime())];
    if (start !== undefined) return ok(new Date(start));
  }
  return NO_MORE;
}

/** The end of the opening hours that last at this moment; null when it is closed, or stays open for a year and more. */
export function nextClosing(calendar: CompiledCalendar, from: Date): Date | null {
  if (!isOpen(calendar, from)) return null;
  const first = yearAt(calendar, from.getTime());
  let ms = from.getTime();
  for (let year = first; year <= first + 1; year += 1) {
    const { starts, ends, untilMs } = calendar.openIn(year);
    const index = countBelow(starts, ms + 1) - 1;
    const end = index < 0 ? undefined : ends[index];
    if (end === undefined || end <= ms) return new Date(ms); // it closed as the year ended
    if (end < untilMs) return new Date(end);
    ms = untilMs;
  }
  return null;
}

/**
 * The earliest moment from which on `ms` of open time have passed since `from`: within opening hours, or exactly when
 * they end. Of no time at all it is `from` itself, or the next opening if `from` lies in closed time. Refused when the
 * calendar is not open for that long in ten years.
 */
export function addOpenTime(calendar: CompiledCalendar, from: Date, ms: number): Result<Date> {
  invariant(Number.isSafeInteger(ms) && ms >= 0, "open time is added in whole milliseconds, forwards");
  if (ms === 0) return isClosing(calendar, from) ? ok(from) : nextOpening(calendar, from);
  const first = yearAt(calendar, from.getTime());
  let left = ms;
  for (let year = first; year <= first + HORIZON_YEARS; year += 1) {
    const open = calendar.openIn(year);
    const used = year === first ? openBefore(open, from.getTime()) : 0;
    const target = used + left;
    if (target <= open.openMs) {
      const index = countBelow(open.before, target) - 1;
      return ok(new Date((open.starts[index] ?? 0) + target - (open.before[index] ?? 0)));
    }
    left = target - open.openMs;
  }
  return NO_MORE;
}

function isClosing(calendar: CompiledCalendar, at: Date): boolean {
  const { ends } = calendar.openIn(yearAt(calendar, at.getTime() - 1));
  return ends[countBelow(ends, at.getTime())] === at.getTime();
}

/** How much open time lies between two moments, in milliseconds; negative when the second one is the earlier. */
export function openTimeBetween(calendar: CompiledCalendar, from: Date, to: Date): number {
  if (to < from) return -openTimeBetween(calendar, to, from);
  const [first, last] = [yearAt(calendar, from.getTime()), yearAt(calendar, to.getTime())];
  let openMs = openBefore(calendar.openIn(last), to.getTime()) - openBefore(calendar.openIn(first), from.getTime());
  for (let year = first; year < last; year += 1) openMs += calendar.openIn(year).openMs;
  return openMs;
}

/** The stretches of opening hours that touch a span of time, in order, cut to it. */
export function openSpans(calendar: CompiledCalendar, from: Date, to: Date): { readonly fromMs: number; readonly toMs: number }[] {
  const spans: { fromMs: number; toMs: number }[] = [];
  for (let year = yearAt(calendar, from.getTime()); year <= yearAt(calendar, to.getTime()); year += 1) {
    const { starts, ends } = calendar.openIn(year);
    for (let index = countBelow(ends, from.getTime() + 1); index < starts.length; index += 1) {
      const [start, end] = [starts[index] ?? 0, ends[index] ?? 0];
      if (start >= to.getTime()) break;
      spans.push({ fromMs: Math.max(start, from.getTime()), toMs: Math.min(end, to.getTime()) });
    }
  }
  return spans;
}
