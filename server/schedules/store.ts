import type { Prisma } from "@/prisma/generated/client";
import { pool, prisma } from "@/server/platform/db";
import { type PrismaTx, queryRows, type ReadTx } from "@/server/platform/tx";
import { type Calendar, type CalendarInput, LayersSchema, type OnCallInput, OwnDatesSchema, WeekHoursSchema } from "./schema";

/** One at a time gives names, so that two cannot take the same one at the same moment. */
const lockNames = (tx: PrismaTx) => tx.execute("select pg_advisory_xact_lock(hashtext('reeve.schedule_names'))");

// Calendars

const toCalendar = (row: Prisma.CalendarModel): Calendar => ({
  id: row.id,
  name: row.name,
  zone: row.zone,
  hours: WeekHoursSchema.parse(row.hours),
  holidays: row.holidayCountry === null ? null : { country: row.holidayCountry, region: row.holidayRegion },
  dates: OwnDatesSchema.parse(row.dates),
  isDefault: row.isDefault,
  isBuiltIn: row.isBuiltIn,
  revision: row.revision,
  archivedAt: row.archivedAt?.toISOString() ?? null,
});

const columnsOf = ({ name, zone, hours, holidays, dates }: CalendarInput) => ({
  name,
  zone,
  hours,
  holidayCountry: holidays?.country ?? null,
  holidayRegion: holidays?.region ?? null,
  dates,
});

export const listCalendars = async (): Promise<Calendar[]> =>
  (await prisma().calendar.findMany({ orderBy: [{ isDefault: "desc" }, { name: "asc" }] })).map(toCalendar);

export async function findCalendar(id: string, client: Prisma.TransactionClient = prisma()): Promise<Calendar | null> {
  const row = await client.calendar.findUnique({ where: { id } });
  return row === null ? null : toCalendar(row);
}

/** The calendar of this id, or the default one. */
export async function findInForce(id: string | null): Promise<Calendar | null> {
  const row = await prisma().calendar.findFirst({ where: id === null ? { isDefault: true } : { id } });
  return row === null ? null : toCalendar(row);
}

export const listUsableIds = async (ids: readonly string[]): Promise<string[]> =>
  (await prisma().calendar.findMany({ where: { id: { in: [...ids] }, archivedAt: null }, select: { id: true } })).map((row) => row.id);

export const listCalendarNames = (ids: readonly string[]) =>
  prisma().calendar.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });

/** Answers whether the row went in: a name that is taken, by an archived calendar too, leaves none. */
export async function insertCalendar(tx: PrismaTx, id: string, input: CalendarInput, now: Date): Promise<boolean> {
  await lockNames(tx);
  const row = { id, ...columnsOf(input), createdAt: now, updatedAt: now };
  return (await tx.prisma.calendar.createMany({ data: [row], skipDuplicates: true })).count === 1;
}

/** Changes a calendar that is still as the editor saw it. */
export async function updateCalendar(
  tx: PrismaTx,
  { id, revision, calendar }: { id: string; revision: number; calendar: CalendarInput },
  now: Date,
): Promise<"changed" | "stale" | "taken"> {
  await lockNames(tx);
  const other = await tx.prisma.calendar.findFirst({ where: { name: calendar.name, id: { not: id } }, select: { id: true } });
  if (other !== null) return "taken";
  const { count } = await tx.prisma.calendar.updateMany({
    where: { id, revision, archivedAt: null, isBuiltIn: false },
    data: { ...columnsOf(calendar), revision: { increment: 1 }, updatedAt: now },
  });
  return count === 1 ? "changed" : "stale";
}

/** Takes a calendar out of use, or back; never the default, never the one that comes with Reeve. */
export async function archiveCalendar(tx: PrismaTx, id: string, archivedAt: Date | null): Promise<boolean> {
  const isArchived = archivedAt === null ? { not: null } : null;
  const where = { id, archivedAt: isArchived, isDefault: false, isBuiltIn: false };
  return (await tx.prisma.calendar.updateMany({ where, data: { archivedAt } })).count === 1;
}

/** One at a time says which calendar is the default. */
export async function makeDefault(tx: PrismaTx, id: string): Promise<boolean> {
  await tx.execute("select pg_advisory_xact_lock(hashtext('reeve.default_calendar'))");
  const isUsable = await tx.execute("select 1 from calendar where id = $1 and archived_at is null and not is_default for update", id);
  if (isUsable === 0) return false;
  await tx.execute("update calendar set is_default = false where is_default");
  return (await tx.execute("update calendar set is_default = true where id = $1", id)) === 1;
}

// On call

export type OnCall = OnCallInput & { readonly id: string; readonly revision: number; readonly archivedAt: string | null };
export type OverrideRow = {
  readonly id: string;
  readonly personId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly createdById: string | null;
  readonly removedAt: Date | null;
};

const toOnCall = (row: Prisma.OnCallModel): OnCall => ({
  id: row.id,
  name: row.name,
  zone: row.zone,
  layers: LayersSchema.parse(row.layers),
  revision: row.revision,
  archivedAt: row.archivedAt?.toISOString() ?? null,
});

export const listOnCalls = async (): Promise<OnCall[]> => (await prisma().onCall.findMany({ orderBy: { name: "asc" } })).map(toOnCall);

export async function findOnCall(id: string, client: Prisma.TransactionClient = prisma()): Promise<OnCall | null> {
  const row = await client.onCall.findUnique({ where: { id } });
  return row === null ? null : toOnCall(row);
}

/** A schedule as it stands, locked against edits until the transaction ends; null when there is none in use. */
export async function lockOnCall(tx: PrismaTx, id: string): Promise<OnCall | null> {
  const found = await tx.execute("select 1 from on_call where id = $1 and archived_at is null for update", id);
  return found === 0 ? null : findOnCall(id, tx.prisma);
}

export const listUsableOnCallIds = async (ids: readonly string[]): Promise<string[]> =>
  (await prisma().onCall.findMany({ where: { id: { in: [...ids] }, archivedAt: null }, select: { id: true } })).map((row) => row.id);

export const listOnCallNames = (ids: readonly string[]) =>
  prisma().onCall.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });

export async function insertOnCall(tx: PrismaTx, id: string, input: OnCallInput, now: Date): Promise<boolean> {
  await lockNames(tx);
  const row = { id, name: input.name, zone: input.zone, layers: input.layers, createdAt: now, updatedAt: now };
  return (await tx.prisma.onCall.createMany({ data: [row], skipDuplicates: true })).count === 1;
}

export async function updateOnCall(
  tx: PrismaTx,
  { id, revision, onCall }: { id: string; revision: number; onCall: OnCallInput },
  now: Date,
): Promise<"changed" | "stale" | "taken"> {
  await lockNames(tx);
  const other = await tx.prisma.onCall.findFirst({ where: { name: onCall.name, id: { not: id } }, select: { id: true } });
  if (other !== null) return "taken";
  const { name, zone, layers } = onCall;
  const { count } = await tx.prisma.onCall.updateMany({
    where: { id, revision, archivedAt: null },
    data: { name, zone, layers, revision: { increment: 1 }, updatedAt: now },
  });
  return count === 1 ? "changed" : "stale";
}

export async function archiveOnCall(tx: PrismaTx, id: string, archivedAt: Date | null): Promise<boolean> {
  const where = { id, archivedAt: archivedAt === null ? { not: null } : null };
  return (await tx.prisma.onCall.updateMany({ where, data: { archivedAt } })).count === 1;
}

/** Overrides that end after a moment, newest first. One that was taken back before it began is left out. */
const OVERRIDES = `select id, on_call_id as "onCallId", person_id as "personId", starts_at as "startsAt", ends_at as "endsAt",
    created_by_id as "createdById", removed_at as "removedAt"
  from on_call_override
  where on_call_id = any($1::text[]) and ends_at > $2::timestamptz and (removed_at is null or removed_at > starts_at)
  order by created_at desc, id desc`;

export const listOverrides = async (onCallIds: readonly string[], endingAfter: Date) =>
  (await pool().query<OverrideRow & { onCallId: string }>(OVERRIDES, [[...onCallIds], endingAfter])).rows;

type DutyRow = { readonly zone: string; readonly layers: unknown };

/** Every schedule, archived or not, and every override that ends after a moment. Whoever looks at the queue is asked for it. */
export async function readDuties(endingAfter: Date) {
  const text = "select id, zone, layers, revision from on_call";
  const schedules = await pool().query<DutyRow & { id: string; revision: number }>({ name: "on-calls", text });
  const overrides = await listOverrides(
    schedules.rows.map(({ id }) => id),
    endingAfter,
  );
  return { schedules: schedules.rows, overrides };
}

export const parseLayers = (layers: unknown) => LayersSchema.parse(layers);

/** What it takes to say who is on duty at a moment, in whichever transaction is open. */
export async function readDuty(tx: ReadTx | undefined, id: string, at: Date) {
  const schedule = "select zone, layers from on_call where id = $1";
  const [rows, overrides] =
    tx === undefined
      ? [(await pool().query<DutyRow>(schedule, [id])).rows, await listOverrides([id], at)]
      : [await queryRows<DutyRow>(tx, schedule, id), await queryRows<OverrideRow>(tx, OVERRIDES, [id], at)];
  const row = rows[0];
  return row === undefined ? null : { zone: row.zone, layers: LayersSchema.parse(row.layers), overrides };
}

export const insertOverride = (
  tx: PrismaTx,
  row: { id: string; onCallId: string; personId: string; startsAt: Date; endsAt: Date; createdById: string | null; createdAt: Date },
) => tx.prisma.onCallOverride.create({ data: row });

export const countLiveOverrides = (tx: PrismaTx, onCallId: string, now: Date) =>
  tx.prisma.onCallOverride.count({ where: { onCallId, endsAt: { gt: now }, removedAt: null } });

export const findOverride = (tx: PrismaTx, onCallId: string, id: string) => tx.prisma.onCallOverride.findFirst({ where: { id, onCallId } });

/** Takes back an override that is not over yet. */
export async function removeOverride(tx: PrismaTx, id: string, byId: string | null, now: Date): Promise<boolean> {
  const where = { id, removedAt: null, endsAt: { gt: now } };
  return (await tx.prisma.onCallOverride.updateMany({ where, data: { removedAt: now, removedById: byId } })).count === 1;
}
