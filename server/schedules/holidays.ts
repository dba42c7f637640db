import type Holidays from "date-holidays";
import type { HolidaysOf } from "./core/calendar";
import { DAY_MS, dateOf, localDay } from "./core/week";
import type { Holiday, HolidayCountry, HolidayPlace } from "./schema";

// The tables of all countries take half a second and some megabytes: a process that needs no holidays never loads them.
let library: Promise<typeof Holidays> | undefined;
const load = (): Promise<typeof Holidays> => {
  library ??= import("date-holidays").then((module) => module.default);
  return library;
};

const NO_HOLIDAYS: ReadonlySet<string> = new Set();

/** Days on which most people have off, with their names in English where there are any. */
async function openPlace({ country, region }: HolidayPlace): Promise<(year: number) => Holiday[]> {
  const Library = await load();
  const holidays = new Library(region === null ? { country } : { country, state: region }, { types: ["public"], languages: ["en"] });
  return (year) =>
    (holidays.getHolidays(year) ?? []).flatMap(({ date, start, end, name }) =>
      daysOf(date, end.getTime() - start.getTime()).map((day) => ({ date: day, name })),
    );
}

/** The dates that lie in a holiday with more than their half: some begin at dusk, last days, or leave the morning alone. */
function daysOf(startsAt: string, lastsMs: number): string[] {
  const first = localDay(startsAt);
  const offset = (Number(startsAt.slice(11, 13)) * 60 + Number(startsAt.slice(14, 16))) * 60_000;
  const [from, until] = [first + offset, first + offset + lastsMs];
  const days: string[] = [];
  for (let day = first; day < until; day += DAY_MS)
    if (Math.min(until, day + DAY_MS) - Math.max(from, day) > DAY_MS / 2) days.push(dateOf(day));
  return days;
}

const nameOf = (place: HolidayPlace): string => `${place.country}/${place.region ?? ""}`;
const known = new Map<string, Promise<HolidaysOf>>();

/** The dates that a place has off, by year; each year is worked out once. */
export function holidaysOf(place: HolidayPlace | null): Promise<HolidaysOf> {
  if (place === null) return Promise.resolve(() => NO_HOLIDAYS);
  const name = nameOf(place);
  const made = known.get(name) ?? openPlace(place).then(byYear);
  known.set(name, made);
  return made;
}

function byYear(listYear: (year: number) => Holiday[]): HolidaysOf {
  const years = new Map<number, ReadonlySet<string>>();
  return (year) => {
    // A holiday that begins on the last days of a year may reach into the next one.
    const dates = years.get(year) ?? new Set([...listYear(year - 1), ...listYear(year)].map(({ date }) => date));
    years.set(year, dates);
    return dates;
  };
}

/** The holidays of a place within a year from a date on, in order; of one date only the first. */
export async function listComingHolidays(place: HolidayPlace, from: string): Promise<Holiday[]> {
  const listYear = await openPlace(place);
  const year = Number(from.slice(0, 4));
  const until = `${year + 1}${from.slice(4)}`;
  const names = new Map<string, string>();
  for (const { date, name } of [year - 1, year, year + 1].flatMap(listYear))
    if (date >= from && date < until && !names.has(date)) names.set(date, name);
  return [...names].map(([date, name]) => ({ date, name })).sort((a, b) => a.date.localeCompare(b.date));
}

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, "en");
const entriesOf = (names: { readonly [code: string]: string } | undefined) =>
  Object.entries(names ?? {})
    .map(([code, name]) => ({ code, name }))
    .sort(byName);

/** Every country whose holidays are known, by name, with its regions. */
export async function listHolidayCountries(): Promise<HolidayCountry[]> {
  const library = new (await load())();
  return entriesOf(library.getCountries("en")).map(({ code, name }) => ({ code, name, regions: entriesOf(library.getStates(code, "en")) }));
}

/** Whether the holidays of this place are known. */
export async function isKnownPlace({ country, region }: HolidayPlace): Promise<boolean> {
  const library = new (await load())();
  const isCountry = Object.hasOwn(library.getCountries("en") ?? {}, country);
  return isCountry && (region === null || Object.hasOwn(library.getStates(country, "en") ?? {}, region));
}
