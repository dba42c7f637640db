import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { createCalendar } from "@/server/schedules/calendars";
import { createOnCall } from "@/server/schedules/on-calls";
import { addOverride } from "@/server/schedules/overrides";
import { CalendarInput, OnCallInput } from "@/server/schedules/schema";
import { expectOk } from "./expect";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const week = (workdays: [string, string], saturday: [string, string] | null) => {
  const day = ([from, to]: [string, string]) => [{ from, to }];
  const usual = day(workdays);
  return { mon: usual, tue: usual, wed: usual, thu: usual, fri: usual, sat: saturday === null ? [] : day(saturday), sun: [] };
};

/** The business calendars beside the one that is always open, and the schedule of who of Finance is on call; answers its id. */
export async function seedSchedules(operator: PersonActor, idOf: (email: string) => string): Promise<string> {
  const now = clock.now();
  const christmas = { date: `${now.getUTCFullYear()}-12-24`, label: "Christmas Eve", hours: [{ from: "08:00", to: "12:00" }] };
  const calendars = [
    {
      name: "Head office",
      zone: "Europe/Berlin",
      hours: week(["08:00", "18:00"], null),
      holidays: { country: "DE", region: null },
      dates: [christmas],
    },
    {
      name: "Claims desk",
      zone: "America/New_York",
      hours: week(["08:00", "20:00"], ["09:00", "14:00"]),
      holidays: { country: "US", region: null },
      dates: [],
    },
  ];
  for (const calendar of calendars) expectOk(await createCalendar(operator, CalendarInput.parse(calendar)), calendar.name);

  const [ana, tom, noor, priya] = ["approver@reeve.demo", "approver2@reeve.demo", "noor@reeve.demo", "priya@reeve.demo"].map(idOf);
  const startsOn = now.toISOString().slice(0, 10);
  const day = {
    name: "Working hours",
    people: [ana, tom, noor],
    rotation: "weekly",
    handover: { weekday: "mon", time: "09:00" },
    startsOn,
  };
  const night = {
    name: "Nights and weekends",
    people: [noor, priya, ana],
    rotation: "daily",
    handover: { weekday: "mon", time: "09:00" },
    startsOn,
  };
  const layers = [
    { ...day, restriction: week(["08:00", "18:00"], null) },
    { ...night, restriction: null },
  ];
  const input = OnCallInput.parse({ name: "Finance on call", zone: "Europe/London", layers });
  const { id } = expectOk(await createOnCall(operator, input), input.name);

  return id;
}

/** One shift ahead of today that someone else takes over. */
export async function seedOverride(operator: PersonActor, onCallId: string, personId: string): Promise<void> {
  const day = Math.floor(clock.now().getTime() / DAY_MS) * DAY_MS + 2 * DAY_MS;
  const [from, until] = [9, 17].map((hour) => new Date(day + hour * HOUR_MS).toISOString());
  expectOk(await addOverride(operator, { onCallId, personId, from: from ?? "", until: until ?? "" }), "take over a shift");
}
