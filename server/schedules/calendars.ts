import { append, entryActor } from "@/server/audit/service";
import { ok, type Refused, type Result, refuse } from "@/server/kernel/result";
import { refuseInUse, type UsesOf } from "@/server/kernel/uses";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { digestOfJson } from "@/server/platform/digest";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import { nextClosing, nextOpening } from "./core/calendar";
import { isKnownPlace, listComingHolidays, listHolidayCountries } from "./holidays";
import type { Calendar, CalendarInput, Holiday, HolidayCountry, HolidayPlace, OpenNow } from "./schema";
import { compile } from "./service";
import * as store from "./store";

const REFUSED = {
  read: refuse("forbidden", "Calendars are for people who are signed in."),
  edit: refuse("forbidden", "Only operators and administrators may change calendars."),
  unknown: refuse("not_found", "There is no such calendar."),
  changed: refuse("conflict", "Someone else changed this calendar meanwhile. Load the page again, then repeat your change."),
  taken: refuse("conflict", "A calendar has, or had, this name.", {
    errors: [{ path: "name", message: "A calendar has, or had, this name." }],
  }),
  place: refuse("invalid_request", "The holidays of this place are not known.", {
    errors: [{ path: "holidays", message: "The holidays of this place are not known. Choose another, or none." }],
  }),
  archive: refuse("conflict", "The default calendar stays in use. Make another one the default first."),
  builtIn: refuse("conflict", "This calendar comes with Reeve and stays as it is. Make one of your own instead."),
} as const;

export type CalendarSeen = Calendar & { readonly now: OpenNow };

/** A calendar with what it says at this moment. */
async function seen(calendar: Calendar, now: Date): Promise<CalendarSeen> {
  const compiled = await compile(calendar);
  const closing = nextClosing(compiled, now);
  const opening = nextOpening(compiled, now);
  const isOpen = opening.ok && opening.value.getTime() === now.getTime();
  const until = isOpen ? closing : opening.ok ? opening.value : null;
  return { ...calendar, now: { isOpen, until: until?.toISOString() ?? null } };
}

/** Every calendar, the default one first, archived ones too. */
export async function listCalendars(actor: Actor, now: Date = clock.now()) {
  if (!access.read(actor)) return REFUSED.read;
  const calendars = await store.listCalendars();
  return ok({ can: { edit: access.edit(actor) }, calendars: await Promise.all(calendars.map((calendar) => seen(calendar, now))) });
}

export async function readCalendar(actor: Actor, id: string, now: Date = clock.now()) {
  if (!access.read(actor)) return REFUSED.read;
  const calendar = await store.findCalendar(id);
  if (calendar === null) return REFUSED.unknown;
  const canEdit = access.edit(actor) && !calendar.isBuiltIn && calendar.archivedAt === null;
  return ok({ ...(await seen(calendar, now)), can: { edit: canEdit } });
}

/** Adds a calendar under a name that none has or had. */
export async function createCalendar(actor: Actor, input: CalendarInput): Promise<Result<{ id: string }>> {
  if (!access.edit(actor)) return REFUSED.edit;
  if (input.holidays !== null && !(await isKnownPlace(input.holidays))) return REFUSED.place;
  const now = clock.now();
  const id = newId("calendar");
  return inTransaction(async (tx): Promise<Result<{ id: string }>> => {
    if (!(await store.insertCalendar(tx, id, input, now))) return REFUSED.taken;
    await record(tx, actor, "calendar.created", id, now, { revision: 1, ...factsOf(input) });
    return ok({ id });
  });
}

/** Changes a calendar that is still as the editor saw it. What was reckoned before stays as it was reckoned. */
export async function editCalendar(
  actor: Actor,
  { id, revision, calendar }: { id: string; revision: number; calendar: CalendarInput },
): Promise<Result<{ id: string; revision: number }>> {
  if (!access.edit(actor)) return REFUSED.edit;
  if (calendar.holidays !== null && !(await isKnownPlace(calendar.holidays))) return REFUSED.place;
  const now = clock.now();
  return inTransaction(async (tx): Promise<Result<{ id: string; revision: number }>> => {
    const before = await store.findCalendar(id, tx.prisma);
    if (before === null) return REFUSED.unknown;
    if (before.isBuiltIn) return REFUSED.builtIn;
    const outcome = await store.updateCalendar(tx, { id, revision, calendar }, now);
    if (outcome !== "changed") return outcome === "taken" ? REFUSED.taken : REFUSED.changed;
    await record(tx, actor, "calendar.edited", id, now, { revision: revision + 1, ...factsOf(calendar) });
    return ok({ id, revision: revision + 1 });
  });
}

/** Takes a calendar out of use, or back. The default one stays in use, and so does one that rules or targets reckon with. */
export async function archiveCalendar(
  actor: Actor,
  { id, isArchived }: { id: string; isArchived: boolean },
  usesOf: UsesOf,
): Promise<Result<{ id: string }>> {
  if (!access.edit(actor)) return REFUSED.edit;
  const inUse = isArchived ? refuseInUse(await usesOf(id)) : null;
  if (inUse !== null) return inUse;
  const now = clock.now();
  return inTransaction(async (tx): Promise<Result<{ id: string }>> => {
    const refused = whyNotArchive(await store.findCalendar(id, tx.prisma), isArchived);
    if (refused !== null) return refused;
    if (!(await store.archiveCalendar(tx, id, isArchived ? now : null))) return REFUSED.changed;
    await record(tx, actor, isArchived ? "calendar.archived" : "calendar.unarchived", id, now, {});
    return ok({ id });
  });
}

function whyNotArchive(calendar: Calendar | null, isArchived: boolean): Refused | null {
  if (calendar === null) return REFUSED.unknown;
  if (calendar.isBuiltIn) return REFUSED.builtIn;
  return isArchived && calendar.isDefault ? REFUSED.archive : null;
}

/** Makes this the calendar that counts wherever none is chosen. */
export async function makeDefaultCalendar(actor: Actor, id: string): Promise<Result<{ id: string }>> {
  if (!access.edit(actor)) return REFUSED.edit;
  const now = clock.now();
  return inTransaction(async (tx): Promise<Result<{ id: string }>> => {
    const calendar = await store.findCalendar(id, tx.prisma);
    if (calendar === null) return REFUSED.unknown;
    if (calendar.isDefault) return ok({ id });
    if (!(await store.makeDefault(tx, id))) return REFUSED.changed;
    await record(tx, actor, "calendar.made_default", id, now, {});
    return ok({ id });
  });
}

/** The countries and regions whose holidays may be chosen. */
export const holidayCountries = async (actor: Actor): Promise<Result<HolidayCountry[]>> =>
  access.read(actor) ? ok(await listHolidayCountries()) : REFUSED.read;

/** The holidays of a place in the coming year, by name. */
export async function comingHolidays(actor: Actor, place: HolidayPlace, now: Date = clock.now()): Promise<Result<Holiday[]>> {
  if (!access.read(actor)) return REFUSED.read;
  if (!(await isKnownPlace(place))) return REFUSED.place;
  return ok(await listComingHolidays(place, now.toISOString().slice(0, 10)));
}

type EntryData = Parameters<typeof append>[1]["data"];

/** What the record keeps of a calendar: where its holidays come from, and a digest of the rest. */
const factsOf = ({ name: _, ...rules }: CalendarInput): EntryData => ({
  zone: rules.zone,
  holidayCountry: rules.holidays?.country ?? null,
  holidayRegion: rules.holidays?.region ?? null,
  ownDates: rules.dates.length,
  rulesDigest: digestOfJson(rules),
});

const record = (tx: PrismaTx, actor: Actor, kind: `calendar.${string}`, id: string, now: Date, data: EntryData) =>
  append(tx, { kind, actor: entryActor(actor), subject: { type: "calendar", id }, occurredAt: now, data });
