import { inactiveAmong } from "@/server/identity/service";
import { invariant, type Result } from "@/server/kernel/result";
import { remembered } from "@/server/platform/remembered";
import { sharedReading } from "@/server/platform/shared-reading";
import type { ReadTx } from "@/server/platform/tx";
import * as calendar from "./core/calendar";
import { onCallAt, prepareOnCall, shifts, withPeople } from "./core/on-call";
import { holidaysOf } from "./holidays";
import { overridesOf } from "./overrides";
import type { Calendar } from "./schema";
import * as store from "./store";

export type CompiledCalendar = calendar.CompiledCalendar;

/** An edit of a calendar, or of which one is the default, counts everywhere after this time at the latest. */
const CALENDARS_ARE_READ_EVERY_MS = 2_000;
const MAX_COMPILED = 500;

const DEFAULT = "default";
const inForce = remembered(CALENDARS_ARE_READ_EVERY_MS, (key) => store.findInForce(key === DEFAULT ? null : key));
const compiled = new Map<string, Promise<CompiledCalendar>>();

/** Makes a calendar ready to be reckoned with; one of a revision is made once in a process. */
export function compile(row: Calendar): Promise<CompiledCalendar> {
  const key = `${row.id}/${row.revision}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  const made = holidaysOf(row.holidays).then((holidays) => calendar.compileCalendar(row, holidays));
  compiled.set(key, made);
  made.catch(() => compiled.delete(key));
  return made;
}

/**
 * The calendar of this id, archived or not, or with null the default one of the organisation, made ready to be
 * reckoned with. It is remembered for two seconds and compiled once a revision, so that the gate may ask on every call.
 */
export async function compiledCalendar(id: string | null): Promise<CompiledCalendar> {
  const row = await inForce(id ?? DEFAULT);
  invariant(row !== null, `calendar ${id ?? DEFAULT} exists: calendars are never deleted`);
  return compile(row);
}

/**
 * The moment at which `ms` of open time have passed since `from`: within opening hours, or exactly when they end.
 * Refused when the calendar is not open for that long within ten years.
 */
export const addOpenTime = (compiled: CompiledCalendar, from: Date, ms: number): Result<Date> => calendar.addOpenTime(compiled, from, ms);

/** Open time between two moments in milliseconds; negative when `to` lies before `from`. */
export const openTimeBetween = (compiled: CompiledCalendar, from: Date, to: Date): number => calendar.openTimeBetween(compiled, from, to);

/** Which of these calendars there are and may be chosen: archived ones are left out. */
export const calendarExists = async (ids: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set(ids.length === 0 ? [] : await store.listUsableIds(ids));

/** Which of these on-call schedules there are and may be chosen: archived ones are left out. */
export const onCallExists = async (ids: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set(ids.length === 0 ? [] : await store.listUsableOnCallIds(ids));

const MINUTE_MS = 60_000;

/** What it takes to say who is on duty by which schedule in this minute: read anew, once for all who ask at the same time. */
const standing = sharedReading(async (minute) => {
  const { schedules, overrides } = await store.readDuties(new Date(Number(minute) * MINUTE_MS));
  const ready = schedules.map((schedule) => ({ id: schedule.id, rotation: rotationOf(schedule) }));
  const people = [
    ...ready.flatMap(({ rotation }) => rotation.layers.flatMap((layer) => layer.people)),
    ...overrides.map((one) => one.personId),
  ];
  return { ready, overrides, inactive: await inactiveAmong(people) };
});

type Rotation = ReturnType<typeof prepareOnCall>;
const rotations = new Map<string, Rotation>();

/** A schedule without overrides and leavers, made ready once a revision. */
function rotationOf({ id, revision, zone, layers }: Awaited<ReturnType<typeof store.readDuties>>["schedules"][number]): Rotation {
  const key = `${id}/${revision}`;
  const known = rotations.get(key);
  if (known !== undefined) return known;
  if (rotations.size >= MAX_COMPILED) rotations.clear();
  const made = prepareOnCall({ zone, layers: store.parseLayers(layers), overrides: [], inactive: new Set() });
  rotations.set(key, made);
  return made;
}

/** Who is on duty at a moment by which schedules, archived ones too: ids of schedules by person. */
export async function dutiesAt(at: Date): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { ready, overrides, inactive } = await standing(String(Math.floor(at.getTime() / MINUTE_MS)));
  const byPerson = new Map<string, Set<string>>();
  for (const { id, rotation } of ready) {
    const own = overridesOf(overrides.filter(({ onCallId }) => onCallId === id));
    const person = onCallAt(withPeople(rotation, own, inactive), at.getTime());
    if (person !== null) byPerson.set(person, (byPerson.get(person) ?? new Set()).add(id));
  }
  return byPerson;
}

export type DutySpan = { readonly onCallId: string; readonly personId: string; readonly fromMs: number; readonly toMs: number };

/**
 * Who was on duty when through a span of time, by each schedule that is in use: its rotation as it is now, with the overrides of that
 * time. People who have left since are not on duty.
 */
export async function dutySpans(from: Date, to: Date): Promise<DutySpan[]> {
  const schedules = (await store.listOnCalls()).filter(({ archivedAt }) => archivedAt === null);
  const overrides = await store.listOverrides(
    schedules.map(({ id }) => id),
    from,
  );
  const inactive = await inactiveAmong([
    ...schedules.flatMap(({ layers }) => layers.flatMap(({ people }) => people)),
    ...overrides.map(({ personId }) => personId),
  ]);
  return schedules.flatMap((schedule) => {
    const own = overridesOf(overrides.filter(({ onCallId }) => onCallId === schedule.id));
    const spans = shifts(withPeople(rotationOf(schedule), own, inactive), from.getTime(), to.getTime());
    return spans.flatMap(({ personId, fromMs, toMs }) => (personId === null ? [] : [{ onCallId: schedule.id, personId, fromMs, toMs }]));
  });
}

/** The people who take turns by each of these schedules that are in use, left or not. */
export async function onCallRotations(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await Promise.all([...new Set(ids)].map((id) => store.findOnCall(id)));
  const inUse = found.flatMap((schedule) => (schedule === null || schedule.archivedAt !== null ? [] : [schedule]));
  return new Map(inUse.map(({ id, layers }) => [id, [...new Set(layers.flatMap((layer) => layer.people))]]));
}

/** The people on duty by a schedule at a moment: nobody in a gap, and nobody by a schedule that there is not. */
export async function onCallPeople(tx: ReadTx | undefined, scheduleId: string, at: Date): Promise<string[]> {
  const duty = await store.readDuty(tx, scheduleId, at);
  if (duty === null) return [];
  const people = [...duty.layers.flatMap((layer) => layer.people), ...duty.overrides.map((override) => override.personId)];
  const inactive = await inactiveAmong(people, tx);
  const personId = onCallAt(prepareOnCall({ ...duty, overrides: overridesOf(duty.overrides), inactive }), at.getTime());
  return personId === null ? [] : [personId];
}
