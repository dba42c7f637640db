import { append, entryActor } from "@/server/audit/service";
import { inactiveAmong, listPeopleByIds } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { refuseInUse, type UsesOf } from "@/server/kernel/uses";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { digestOfJson } from "@/server/platform/digest";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import { layerShifts, prepareOnCall, type ReadyOnCall, type Shift, shifts } from "./core/on-call";
import { DAY_MS, dateOf, dayOf, localDay } from "./core/week";
import { zoneClock } from "./core/zone-clock";
import { overridesOf } from "./overrides";
import type { OnCallInput, OnCallOverride, OnCallPerson, OnCallShift } from "./schema";
import * as store from "./store";

const REFUSED = {
  read: refuse("forbidden", "On-call schedules are for people who are signed in."),
  edit: refuse("forbidden", "Only operators and administrators may change on-call schedules."),
  unknown: refuse("not_found", "There is no such on-call schedule."),
  changed: refuse("conflict", "Someone else changed this schedule meanwhile. Load the page again, then repeat your change."),
  taken: refuse("conflict", "A schedule has, or had, this name.", {
    errors: [{ path: "name", message: "A schedule has, or had, this name." }],
  }),
} as const;

/** How far ahead the next hand-over is looked for. */
const AHEAD_MS = 60 * DAY_MS;

/** Who is on duty, until when, and who comes next; null for nobody. */
export type OnDuty = {
  readonly personId: string | null;
  readonly until: string | null;
  readonly nextPersonId: string | null;
};

const toShift = ({ fromMs, toMs, ...duty }: Shift): OnCallShift => ({
  ...duty,
  from: new Date(fromMs).toISOString(),
  until: new Date(toMs).toISOString(),
});

/** What a schedule says from this moment on: shifts by one person in a row count as one. */
function onDuty(ready: ReadyOnCall, now: Date): OnDuty {
  const [first, ...later] = shifts(ready, now.getTime(), now.getTime() + AHEAD_MS);
  const personId = first?.personId ?? null;
  const next = later.find((shift) => shift.personId !== personId);
  return { personId, until: next ? new Date(next.fromMs).toISOString() : null, nextPersonId: next?.personId ?? null };
}

const peopleOf = (schedule: store.OnCall, overrides: readonly store.OverrideRow[]): string[] => [
  ...new Set([...schedule.layers.flatMap((layer) => layer.people), ...overrides.map(({ personId }) => personId)]),
];

async function describePeople(ids: readonly string[], inactive: ReadonlySet<string>): Promise<OnCallPerson[]> {
  const people = await listPeopleByIds(ids);
  return people.map(({ id, name }) => ({ id, name, isActive: !inactive.has(id) }));
}

/** Every schedule by name, archived ones too, with who is on duty now. */
export async function listOnCalls(actor: Actor, now: Date = clock.now()) {
  if (!access.read(actor)) return REFUSED.read;
  const schedules = await store.listOnCalls();
  const overrides = Map.groupBy(
    await store.listOverrides(
      schedules.map(({ id }) => id),
      now,
    ),
    (row) => row.onCallId,
  );
  const ids = [...new Set(schedules.flatMap((schedule) => peopleOf(schedule, overrides.get(schedule.id) ?? [])))];
  const inactive = await inactiveAmong(ids);
  const rows = schedules.map((schedule) => {
    const own = overridesOf(overrides.get(schedule.id) ?? []);
    const duty = onDuty(prepareOnCall({ ...schedule, overrides: own, inactive }), now);
    const { id, name, zone, archivedAt } = schedule;
    return { id, name, zone, archivedAt, layerCount: schedule.layers.length, now: duty };
  });
  return ok({ can: { edit: access.edit(actor) }, people: await describePeople(ids, inactive), schedules: rows });
}

/** One schedule with who is on duty in the two or four weeks from a date on, by layer and in the end. */
export async function readOnCall(
  actor: Actor,
  input: { readonly id: string; readonly from: string | null; readonly weeks: 2 | 4 },
  now: Date = clock.now(),
) {
  if (!access.read(actor)) return REFUSED.read;
  const schedule = await store.findOnCall(input.id);
  if (schedule === null) return REFUSED.unknown;
  const { toInstant, toLocal } = zoneClock(schedule.zone);
  const today = dayOf(toLocal(now.getTime()));
  const firstDay = input.from === null ? today : localDay(input.from);
  const [fromMs, untilMs] = [toInstant(firstDay), toInstant(firstDay + input.weeks * 7 * DAY_MS)];
  const rows = await store.listOverrides([schedule.id], new Date(Math.min(fromMs, now.getTime())));
  const ids = peopleOf(schedule, rows);
  const inactive = await inactiveAmong(ids);
  const ready = prepareOnCall({ ...schedule, overrides: overridesOf(rows), inactive });
  const members: ReadonlySet<string> = new Set(schedule.layers.flatMap((layer) => layer.people));
  const overrides = rows
    .filter((row) => row.endsAt > now && row.removedAt === null)
    .map(
      (row): OnCallOverride => ({
        id: row.id,
        personId: row.personId,
        from: row.startsAt.toISOString(),
        until: row.endsAt.toISOString(),
        createdById: row.createdById,
        canRemove: access.removeOverride(actor, row),
      }),
    );
  const isInUse = schedule.archivedAt === null;
  return ok({
    ...schedule,
    can: { edit: isInUse && access.edit(actor), takeShift: isInUse && access.takeShift(actor, members), archive: access.edit(actor) },
    people: await describePeople([...new Set([...ids, ...overrides.flatMap(({ createdById }) => createdById ?? [])])], inactive),
    now: onDuty(ready, now),
    me: actor.id ?? "",
    today: dateOf(today),
    window: { firstDate: dateOf(firstDay), from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString() },
    shifts: shifts(ready, fromMs, untilMs).map(toShift),
    shiftsByLayer: schedule.layers.map((_, index) => layerShifts(ready, index, fromMs, untilMs).map(toShift)),
    overrides: overrides.sort((a, b) => a.from.localeCompare(b.from)),
  });
}

/** People who may not be chosen, each at its place in the form; null when all may. */
async function refusePeople({ layers }: OnCallInput, keeps: ReadonlySet<string>): Promise<Result<never> | null> {
  const inactive = await inactiveAmong(layers.flatMap((layer) => layer.people));
  const errors = layers.flatMap((layer, index) =>
    layer.people.some((id) => inactive.has(id) && !keeps.has(id))
      ? [{ path: `layers.${index}.people`, message: "Somebody here cannot sign in. Take them out of the rotation." }]
      : [],
  );
  return errors.length === 0 ? null : refuse("invalid_request", "Somebody in the rotation cannot sign in.", { errors });
}

/** Adds a schedule under a name that none has or had. */
export async function createOnCall(actor: Actor, input: OnCallInput): Promise<Result<{ id: string }>> {
  if (!access.edit(actor)) return REFUSED.edit;
  const refused = await refusePeople(input, new Set());
  if (refused !== null) return refused;
  const now = clock.now();
  const id = newId("onCall");
  return inTransaction(async (tx): Promise<Result<{ id: string }>> => {
    if (!(await store.insertOnCall(tx, id, input, now))) return REFUSED.taken;
    await record(tx, actor, "on_call.created", id, now, { revision: 1, ...factsOf(input) });
    return ok({ id });
  });
}

/** Changes a schedule that is still as the editor saw it. People who left meanwhile may stay: their turns pass on. */
export async function editOnCall(
  actor: Actor,
  { id, revision, onCall }: { id: string; revision: number; onCall: OnCallInput },
): Promise<Result<{ id: string; revision: number }>> {
  if (!access.edit(actor)) return REFUSED.edit;
  const before = await store.findOnCall(id);
  if (before === null) return REFUSED.unknown;
  const refused = await refusePeople(onCall, new Set(before.layers.flatMap((layer) => layer.people)));
  if (refused !== null) return refused;
  const now = clock.now();
  return inTransaction(async (tx): Promise<Result<{ id: string; revision: number }>> => {
    const outcome = await store.updateOnCall(tx, { id, revision, onCall }, now);
    if (outcome !== "changed") return outcome === "taken" ? REFUSED.taken : REFUSED.changed;
    await record(tx, actor, "on_call.edited", id, now, { revision: revision + 1, ...factsOf(onCall) });
    return ok({ id, revision: revision + 1 });
  });
}

/** Takes a schedule out of use, or back; refused while rules or chains ask it. */
export async function archiveOnCall(
  actor: Actor,
  { id, isArchived }: { id: string; isArchived: boolean },
  usesOf: UsesOf,
): Promise<Result<{ id: string }>> {
  if (!access.edit(actor)) return REFUSED.edit;
  const inUse = isArchived ? refuseInUse(await usesOf(id)) : null;
  if (inUse !== null) return inUse;
  const now = clock.now();
  return inTransaction(async (tx): Promise<Result<{ id: string }>> => {
    if ((await store.findOnCall(id, tx.prisma)) === null) return REFUSED.unknown;
    if (!(await store.archiveOnCall(tx, id, isArchived ? now : null))) return REFUSED.changed;
    await record(tx, actor, isArchived ? "on_call.archived" : "on_call.unarchived", id, now, {});
    return ok({ id });
  });
}

type EntryData = Parameters<typeof append>[1]["data"];

const factsOf = ({ zone, layers }: OnCallInput): EntryData => ({
  zone,
  people: [...new Set(layers.flatMap((layer) => layer.people))].sort(),
  layersDigest: digestOfJson(layers),
});

const record = (tx: PrismaTx, actor: Actor, kind: `on_call.${string}`, id: string, now: Date, data: EntryData) =>
  append(tx, { kind, actor: entryActor(actor), subject: { type: "on_call", id }, occurredAt: now, data });
