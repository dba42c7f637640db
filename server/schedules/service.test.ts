import { describe, expect, test } from "vitest";
import { deactivatePerson } from "@/server/identity/people";
import { signInAs } from "@/server/identity/testing";
import type { PersonActor } from "@/server/platform/actor";
import { clock, happeningAt } from "@/server/platform/clock";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { inPgTransaction, inTransaction } from "@/server/platform/tx";
import {
  archiveCalendar,
  comingHolidays,
  createCalendar,
  editCalendar,
  listCalendars,
  makeDefaultCalendar,
  readCalendar,
} from "./calendars";
import type { WeekHours } from "./core/week";
import { archiveOnCall, createOnCall, editOnCall, listOnCalls, readOnCall } from "./on-calls";
import { addOverride, removeOverride } from "./overrides";
import { ALWAYS_ID, CalendarInput, type OnCallInput } from "./schema";
import { addOpenTime, calendarExists, compiledCalendar, onCallExists, onCallPeople, openTimeBetween } from "./service";

const unused = async () => [];

freshDatabase();

const HOUR = 3_600_000;
const never: WeekHours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const days = [{ from: "09:00", to: "17:00" }];
let made = 0;
const calendar = (more: Partial<CalendarInput> = {}): CalendarInput => {
  made += 1;
  const hours = { ...never, mon: days, tue: days, wed: days, thu: days, fri: days };
  return CalendarInput.parse({ name: `Calendar ${made}`, zone: "Europe/Berlin", hours, holidays: null, dates: [], ...more });
};
const onCall = (people: readonly PersonActor[], more: Partial<OnCallInput> = {}): OnCallInput => {
  made += 1;
  const handover = { weekday: "mon" as const, time: "09:00" };
  const layer = {
    name: "First",
    people: people.map(({ id }) => id),
    rotation: "weekly" as const,
    handover,
    startsOn: "2026-11-02",
    restriction: null,
  };
  return { name: `On call ${made}`, zone: "Europe/Berlin", layers: [layer], ...more };
};
const value = <T>(result: { ok: true; value: T } | { ok: false; refusal: { message: string } }): T => {
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
};
const codeOf = (result: { ok: boolean; refusal?: { code: string } }) => (result.ok ? "ok" : result.refusal?.code);
let people = 0;
const person = (...roles: Parameters<typeof signInAs>[1]) => {
  people += 1;
  return signInAs(`person-${people}@example.com`, roles.length === 0 ? ["approver"] : roles);
};
const entriesOf = async (subjectId: string) =>
  (await prisma().auditOutbox.findMany({ where: { subjectId }, orderBy: { id: "asc" } })).map((entry) => entry.kind);

describe("calendars", () => {
  test("a new installation counts around the clock, by a calendar that nobody edits, archives or misses", async () => {
    const operator = await person("operator");
    const now = new Date("2026-11-22T03:00:00Z");
    expect(addOpenTime(await compiledCalendar(null), now, 30 * HOUR)).toEqual({ ok: true, value: new Date(now.getTime() + 30 * HOUR) });
    expect(codeOf(await editCalendar(operator, { id: ALWAYS_ID, revision: 1, calendar: calendar() }))).toBe("conflict");
    expect(codeOf(await archiveCalendar(operator, { id: ALWAYS_ID, isArchived: true }, unused))).toBe("conflict");
  });
  test("deadlines leave out nights, weekends, holidays of the country and own closed days", async () => {
    const operator = await person("operator");
    const dates = [{ date: "2026-12-28", label: "Stocktaking", hours: [] }];
    const { id } = value(await createCalendar(operator, calendar({ holidays: { country: "DE", region: null }, dates })));
    const compiled = await compiledCalendar(id);
    // Thursday the 24th, 16:00. The 25th is a holiday, then a weekend, then stocktaking.
    const from = new Date("2026-12-24T15:00:00Z");
    expect(addOpenTime(compiled, from, 2 * HOUR)).toEqual({ ok: true, value: new Date("2026-12-29T09:00:00Z") });
    expect(openTimeBetween(compiled, from, new Date("2026-12-29T09:00:00Z"))).toBe(2 * HOUR);
    expect(codeOf(await createCalendar(operator, calendar({ holidays: { country: "DE", region: "XX" } })))).toBe("invalid_request");
    const holidays = value(await comingHolidays(operator, { country: "DE", region: "BY" }, new Date("2026-11-22T00:00:00Z")));
    expect(holidays.slice(0, 3)).toEqual([
      { date: "2026-12-25", name: "Christmas Day" },
      { date: "2026-12-26", name: "Boxing Day" },
      { date: "2027-01-01", name: "New Year's Day" },
    ]);
    expect(holidays.some(({ name }) => name === "Epiphany")).toBe(true);
  });
  test("hours that make no sense are refused at their place, in words that say what to change", () => {
    const faults = (input: unknown) => CalendarInput.safeParse(input).error?.issues.map((issue) => [issue.path.join("."), issue.message]);
    const good = calendar();
    expect(faults({ ...good, hours: never })).toEqual([["hours", expect.stringContaining("at least one weekday opening hours")]]);
    expect(faults({ ...good, hours: { ...never, mon: [{ from: "22:00", to: "06:00" }] } })?.[0]?.[0]).toBe("hours.mon.0.to");
    const overlapping = [
      { from: "09:00", to: "12:00" },
      { from: "11:00", to: "13:00" },
    ];
    expect(faults({ ...good, hours: { ...never, mon: overlapping } })?.[0]?.[0]).toBe("hours.mon.1.from");
    expect(faults({ ...good, zone: "Europe/Atlantis" })?.[0]?.[0]).toBe("zone");
    const twice = { date: "2026-12-24", label: "", hours: [] };
    expect(faults({ ...good, dates: [twice, twice] })?.[0]?.[0]).toBe("dates.1.date");
  });
  test("two editors at once: the second is told, and nothing of the first is lost", async () => {
    const operator = await person("operator");
    const input = calendar();
    const { id } = value(await createCalendar(operator, input));
    const edits = await Promise.all([
      editCalendar(operator, { id, revision: 1, calendar: { ...input, zone: "Europe/Paris" } }),
      editCalendar(operator, { id, revision: 1, calendar: { ...input, zone: "Europe/Rome" } }),
    ]);
    expect(edits.map(codeOf).sort()).toEqual(["conflict", "ok"]);
    expect(value(await readCalendar(operator, id)).revision).toBe(2);
    expect(await entriesOf(id)).toEqual(["calendar.created", "calendar.edited"]);
  });
  test("a name stands for one calendar for ever, also when two are made at the same moment", async () => {
    const operator = await person("admin");
    const [one, other] = [calendar(), calendar()];
    expect((await Promise.all([createCalendar(operator, one), createCalendar(operator, one)])).map(codeOf).sort()).toEqual([
      "conflict",
      "ok",
    ]);
    const { id } = value(await createCalendar(operator, other));
    const renamed = await editCalendar(operator, { id, revision: 1, calendar: { ...other, name: one.name } });
    expect(renamed).toMatchObject({ ok: false, refusal: { errors: [{ path: "name" }] } });
  });
  test("one calendar is the default at any moment; it stays in use, and counts where none is chosen", async () => {
    const operator = await person("operator");
    const ids = await Promise.all([createCalendar(operator, calendar()), createCalendar(operator, calendar())]).then((all) =>
      all.map((each) => value(each).id),
    );
    await Promise.all(ids.map((id) => makeDefaultCalendar(operator, id)));
    const { calendars } = value(await listCalendars(operator));
    const defaults = calendars.filter(({ isDefault }) => isDefault);
    expect(defaults).toHaveLength(1);
    const id = defaults[0]?.id ?? "";
    expect(codeOf(await archiveCalendar(operator, { id, isArchived: true }, unused))).toBe("conflict");
    await expect.poll(async () => (await compiledCalendar(null)).zone, { timeout: 5_000 }).toBe("Europe/Berlin");
    value(await makeDefaultCalendar(operator, ALWAYS_ID));
    value(await archiveCalendar(operator, { id, isArchived: true }, unused));
    expect([...(await calendarExists([id, ALWAYS_ID, "cal_none"]))]).toEqual([ALWAYS_ID]);
    expect((await compiledCalendar(id)).zone).toBe("Europe/Berlin"); // what runs on it runs on
    value(await archiveCalendar(operator, { id, isArchived: false }, unused));
    expect(await entriesOf(id)).toEqual(expect.arrayContaining(["calendar.made_default", "calendar.archived", "calendar.unarchived"]));
  });
  test("only operators and administrators change calendars; everyone reads them", async () => {
    const approver = await person("approver");
    expect(codeOf(await createCalendar(approver, calendar()))).toBe("forbidden");
    expect(codeOf(await makeDefaultCalendar(approver, ALWAYS_ID))).toBe("forbidden");
    expect(value(await listCalendars(approver)).can.edit).toBe(false);
  });
});

describe("on-call schedules", () => {
  const NOON = new Date("2026-11-24T11:00:00Z"); // a Tuesday of the fourth turn
  test("whoever takes turns is on duty in turn, by the same answer in any kind of transaction", async () => {
    const operator = await person("operator");
    const [ana, tom] = [await person(), await person()];
    const { id } = value(await createOnCall(operator, onCall([ana, tom])));
    expect(await onCallPeople(undefined, id, NOON)).toEqual([tom.id]);
    expect(await inTransaction((tx) => onCallPeople(tx, id, NOON))).toEqual([tom.id]);
    expect(await inPgTransaction((tx) => onCallPeople(tx, id, NOON))).toEqual([tom.id]);
    expect(await onCallPeople(undefined, id, new Date("2026-10-01T00:00:00Z"))).toEqual([]);
    expect(await onCallPeople(undefined, "onc_none", NOON)).toEqual([]);
  });
  test("someone in the rotation takes a shift and gives it back; who was on duty before stays on record", async () => {
    const operator = await person("operator");
    const [ana, tom, stranger] = [await person(), await person(), await person()];
    const { id } = value(await createOnCall(operator, onCall([ana, tom])));
    const take = (actor: PersonActor, personId: string | null = null) =>
      happeningAt(NOON, () => addOverride(actor, { onCallId: id, personId, from: "2026-11-24T08:00:00Z", until: "2026-11-24T18:00:00Z" }));
    expect(codeOf(await take(stranger))).toBe("forbidden");
    expect(codeOf(await take(ana, tom.id))).toBe("forbidden");
    const { id: overrideId } = value(await take(ana));
    expect(await onCallPeople(undefined, id, NOON)).toEqual([ana.id]);
    expect(await onCallPeople(undefined, id, new Date(NOON.getTime() - 1))).toEqual([tom.id]); // from now at the earliest
    const later = new Date("2026-11-24T14:00:00Z");
    const seen = value(await readOnCall(tom, { id, from: null, weeks: 2 }, later));
    expect(seen.now).toMatchObject({ personId: ana.id, until: "2026-11-24T18:00:00.000Z", nextPersonId: tom.id });
    expect(seen.overrides).toMatchObject([{ id: overrideId, canRemove: false }]);
    const remove = (actor: PersonActor) => happeningAt(later, () => removeOverride(actor, { onCallId: id, overrideId }));
    expect(codeOf(await remove(tom))).toBe("forbidden");
    expect((await Promise.all([remove(ana), remove(ana)])).map(codeOf).sort()).toEqual(["conflict", "ok"]);
    expect(await onCallPeople(undefined, id, later)).toEqual([tom.id]);
    expect(await onCallPeople(undefined, id, NOON)).toEqual([ana.id]);
    expect(await entriesOf(id)).toEqual(["on_call.created", "on_call.override_added", "on_call.override_removed"]);
  });
  test("the turn of someone who was deactivated passes on, and the page says who cannot act", async () => {
    const operator = await person("operator");
    const admin = await person("admin");
    const [ana, tom] = [await person(), await person()];
    const { id } = value(await createOnCall(operator, onCall([ana, tom])));
    value(await deactivatePerson(admin, tom.id));
    expect(await onCallPeople(undefined, id, NOON)).toEqual([ana.id]);
    const seen = value(await readOnCall(operator, { id, from: null, weeks: 2 }, NOON));
    expect(seen.people.find((each) => each.id === tom.id)?.isActive).toBe(false);
    // They may stay in a schedule that they are in, and come into no other.
    value(await editOnCall(operator, { id, revision: 1, onCall: onCall([ana, tom]) }));
    expect(await createOnCall(operator, onCall([tom]))).toMatchObject({ ok: false, refusal: { errors: [{ path: "layers.0.people" }] } });
    const until = new Date(clock.now().getTime() + HOUR).toISOString();
    const gift = await addOverride(operator, { onCallId: id, personId: tom.id, from: clock.now().toISOString(), until });
    expect(gift).toMatchObject({ ok: false, refusal: { errors: [{ path: "personId" }] } });
  });
  test("the windows of two and four weeks are filled from midnight in the schedule's zone, by layer and in the end", async () => {
    const operator = await person("operator");
    const { id } = value(await createOnCall(operator, onCall([await person(), await person()])));
    const seen = value(await readOnCall(operator, { id, from: "2026-11-20", weeks: 4 }, NOON));
    expect(seen.window).toEqual({ firstDate: "2026-11-20", from: "2026-11-19T23:00:00.000Z", until: "2026-12-17T23:00:00.000Z" });
    for (const shifts of [seen.shifts, ...seen.shiftsByLayer]) {
      expect([shifts[0]?.from, shifts.at(-1)?.until]).toEqual([seen.window.from, seen.window.until]);
      expect(shifts.every((shift, index) => index === 0 || shift.from === shifts[index - 1]?.until)).toBe(true);
    }
  });
  test("an archived schedule takes no more overrides, and still answers for what runs on it", async () => {
    const operator = await person("operator");
    const ana = await person();
    const { id } = value(await createOnCall(operator, onCall([ana])));
    value(await archiveOnCall(operator, { id, isArchived: true }, unused));
    const until = new Date(clock.now().getTime() + HOUR).toISOString();
    expect(codeOf(await addOverride(ana, { onCallId: id, personId: null, from: clock.now().toISOString(), until }))).toBe("not_found");
    expect(await onCallPeople(undefined, id, NOON)).toEqual([ana.id]);
    expect([...(await onCallExists([id]))]).toEqual([]); // and nothing new may ask it
    expect(value(await listOnCalls(ana)).schedules.find((each) => each.id === id)?.archivedAt).not.toBeNull();
  });
});
