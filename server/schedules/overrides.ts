import { append, entryActor } from "@/server/audit/service";
import { inactiveAmong } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import type { Override } from "./core/on-call";
import type { AddOverrideInput } from "./schema";
import * as store from "./store";

const MAX_LIVE = 200;
const MAX_AHEAD_MS = 366 * 86_400_000;

const inPlace = (path: "personId" | "from" | "until", message: string) =>
  refuse("invalid_request", message, { errors: [{ path, message }] });

const REFUSED = {
  unknown: refuse("not_found", "There is no such on-call schedule in use."),
  noShift: refuse("not_found", "There is no such override."),
  take: refuse("forbidden", "Only people who take turns in this schedule may take a shift of it, and only for themselves."),
  remove: refuse("forbidden", "Whoever took the shift gives it back; operators and administrators may, too."),
  gone: refuse("conflict", "This shift was given back already, or it is over."),
  full: refuse("conflict", `There are ${MAX_LIVE} overrides ahead already. Take some back, or change the rotation.`),
  who: inPlace("personId", "Choose a person who can sign in."),
  over: inPlace("until", "This is over already. Choose an end that is still to come."),
  far: inPlace("from", "Choose a start within a year."),
} as const;

/** Overrides as the core reckons with them: one that was taken back ended then. */
export const overridesOf = (rows: readonly store.OverrideRow[]): Override[] =>
  rows.map((row) => ({
    id: row.id,
    personId: row.personId,
    fromMs: row.startsAt.getTime(),
    untilMs: Math.min(row.endsAt.getTime(), row.removedAt?.getTime() ?? Number.POSITIVE_INFINITY),
  }));

/** Puts a person in place of the rotation for a while, from now at the earliest: who was on duty before stays on record. */
export async function addOverride(actor: Actor, input: AddOverrideInput): Promise<Result<{ id: string }>> {
  const now = clock.now();
  const personId = input.personId ?? actor.id;
  const startsAt = new Date(Math.max(Date.parse(input.from), now.getTime()));
  const endsAt = new Date(input.until);
  if (endsAt <= now) return REFUSED.over;
  if (startsAt.getTime() - now.getTime() > MAX_AHEAD_MS) return REFUSED.far;
  return inTransaction(async (tx): Promise<Result<{ id: string }>> => {
    const schedule = await store.lockOnCall(tx, input.onCallId);
    if (schedule === null) return REFUSED.unknown;
    const isOwn = personId === actor.id;
    const people = new Set(schedule.layers.flatMap((layer) => layer.people));
    if (!access.edit(actor) && !(isOwn && access.takeShift(actor, people))) return REFUSED.take;
    if (personId === null || (await inactiveAmong([personId], tx)).has(personId)) return REFUSED.who;
    if ((await store.countLiveOverrides(tx, schedule.id, now)) >= MAX_LIVE) return REFUSED.full;
    const id = newId("onCallOverride");
    await store.insertOverride(tx, { id, onCallId: schedule.id, personId, startsAt, endsAt, createdById: actor.id, createdAt: now });
    const data = { overrideId: id, personId, from: startsAt.toISOString(), until: endsAt.toISOString(), isOwn };
    const subject = { type: "on_call", id: schedule.id };
    await append(tx, { kind: "on_call.override_added", actor: entryActor(actor), subject, occurredAt: now, data });
    return ok({ id });
  });
}

/** Takes an override back; one that has begun ends now. */
export async function removeOverride(actor: Actor, input: { onCallId: string; overrideId: string }): Promise<Result<{ id: string }>> {
  const now = clock.now();
  return inTransaction(async (tx): Promise<Result<{ id: string }>> => {
    const override = await store.findOverride(tx, input.onCallId, input.overrideId);
    if (override === null) return REFUSED.noShift;
    if (!access.removeOverride(actor, override)) return REFUSED.remove;
    if (!(await store.removeOverride(tx, override.id, actor.id, now))) return REFUSED.gone;
    const data = { overrideId: override.id, personId: override.personId, isOwn: override.personId === actor.id };
    const subject = { type: "on_call", id: input.onCallId };
    await append(tx, { kind: "on_call.override_removed", actor: entryActor(actor), subject, occurredAt: now, data });
    return ok({ id: override.id });
  });
}
