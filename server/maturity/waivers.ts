import { append, entryActor } from "@/server/audit/service";
import { inactiveAmong, listPeopleByIds, organisation } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import { endOfDay } from "./core/days";
import { restate } from "./evaluating";
import { figuresOf, readFigures } from "./figures";
import { CRITERIA } from "./rubrics";
import * as store from "./waiver-store";

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 366;

const REFUSED = {
  waive: refuse("forbidden", "Only an executive or an administrator accepts a risk for a time."),
  exclude: refuse("forbidden", "Only an executive, an operator or an administrator says what does not apply."),
  unknown: refuse("not_found", "There is no such criterion."),
  noWaiver: refuse("not_found", "There is no such waiver."),
  noExclusion: refuse("not_found", "There is no such exclusion."),
  over: refuse("conflict", "This waiver is over already. Look at it again."),
  self: refuse("self_approval", "You proposed it. It needs a second person."),
  changed: refuse("conflict", "Somebody else confirmed or ended it meanwhile. Look at it again."),
} as const;

const wrong = (path: string, message: string) => refuse("invalid_request", message, { errors: [{ path, message }] });

/** Whether somebody is there and may be named as an owner. */
export async function isActive(personId: string): Promise<boolean> {
  const [people, inactive] = await Promise.all([listPeopleByIds([personId]), inactiveAmong([personId])]);
  return people.length > 0 && !inactive.has(personId);
}

type Change = {
  readonly kind: `maturity.${string}`;
  readonly type: string;
  readonly id: string;
  readonly data: Record<string, string | number>;
};

/** The record of a change, and a snapshot that has it. */
async function record(tx: PrismaTx, actor: PersonActor, { kind, type, id, data }: Change, now: Date): Promise<void> {
  await append(tx, { kind, actor: entryActor(actor), subject: { type, id }, occurredAt: now, data });
  await restate(tx, actor, now);
}

type Waive = { readonly criterion: string; readonly ownerId: string; readonly reason: string; readonly until: string };

/** Accepts the risk of an open criterion up to the end of a day, a year away at most. It names the gap; it never lifts a level. */
export async function waive(actor: PersonActor, input: Waive, now: Date = clock.now()): Promise<Result<{ id: string }>> {
  if (!access.waive(actor)) return REFUSED.waive;
  const criterion = CRITERIA.get(input.criterion);
  if (criterion === undefined) return REFUSED.unknown;
  if (!(await isActive(input.ownerId))) return wrong("ownerId", "Choose somebody who is active.");
  const until = endOfDay(input.until, (await organisation()).timeZone);
  if (until <= now) return wrong("until", "Choose a day that is not over.");
  if (until.getTime() - now.getTime() > LONGEST_DAYS * DAY_MS)
    return wrong("until", "Choose a day within a year: then somebody looks at it again.");
  const { risk } = figuresOf(await readFigures(), criterion);
  const id = newId("maturityWaiver");
  const { ownerId, reason } = input;
  return inTransaction(async (tx) => {
    await store.insertWaiver(tx, { id, criterion: criterion.id, ownerId, reason, until, risk, byId: actor.id, at: now });
    const data = { criterion: criterion.id, ownerId, until: until.toISOString(), risk };
    await record(tx, actor, { kind: "maturity.risk_waived", type: "maturity_waiver", id, data }, now);
    return ok({ id });
  });
}

/** Ends a waiver before its day. */
export async function revokeWaiver(actor: PersonActor, id: string, now: Date = clock.now()): Promise<Result<{ id: string }>> {
  if (!access.waive(actor)) return REFUSED.waive;
  const waiver = await store.findWaiver(id);
  if (waiver === null) return REFUSED.noWaiver;
  return inTransaction(async (tx) => {
    if (!(await store.revokeWaiver(tx, id, actor.id, now))) return REFUSED.over;
    const data = { criterion: waiver.criterion };
    await record(tx, actor, { kind: "maturity.waiver_revoked", type: "maturity_waiver", id, data }, now);
    return ok({ id });
  });
}

/** Proposes that a criterion does not apply. Nothing changes until a second person confirms it. */
export async function proposeExclusion(
  actor: PersonActor,
  input: { readonly criterion: string; readonly reason: string },
  now: Date = clock.now(),
): Promise<Result<{ id: string }>> {
  if (!access.exclude(actor)) return REFUSED.exclude;
  if (!CRITERIA.has(input.criterion)) return REFUSED.unknown;
  const id = newId("maturityExclusion");
  return inTransaction(async (tx) => {
    if (!(await store.insertExclusion(tx, { id, ...input, proposedById: actor.id, proposedAt: now }))) {
      return refuse("conflict", "That this does not apply is proposed or confirmed already. Look at it again.");
    }
    await append(tx, {
      kind: "maturity.exclusion_proposed",
      actor: entryActor(actor),
      subject: { type: "maturity_exclusion", id },
      occurredAt: now,
      data: { criterion: input.criterion },
    });
    return ok({ id });
  });
}

/** Confirms what somebody else proposed: from now on the criterion counts nowhere. */
export async function confirmExclusion(actor: PersonActor, id: string, now: Date = clock.now()): Promise<Result<{ id: string }>> {
  if (!access.exclude(actor)) return REFUSED.exclude;
  const exclusion = await store.findExclusion(id);
  if (exclusion === null) return REFUSED.noExclusion;
  if (exclusion.proposedById === actor.id) return REFUSED.self;
  return inTransaction(async (tx) => {
    if (!(await store.confirmExclusion(tx, id, actor.id, now))) return REFUSED.changed;
    const data = { criterion: exclusion.criterion, proposedById: exclusion.proposedById };
    await record(tx, actor, { kind: "maturity.exclusion_confirmed", type: "maturity_exclusion", id, data }, now);
    return ok({ id });
  });
}

/** Takes back what was proposed, or lets a criterion count again. */
export async function endExclusion(actor: PersonActor, id: string, now: Date = clock.now()): Promise<Result<{ id: string }>> {
  if (!access.exclude(actor)) return REFUSED.exclude;
  const exclusion = await store.findExclusion(id);
  if (exclusion === null) return REFUSED.noExclusion;
  return inTransaction(async (tx) => {
    if (!(await store.endExclusion(tx, id, actor.id, now))) return REFUSED.changed;
    const data = { criterion: exclusion.criterion };
    await record(tx, actor, { kind: "maturity.exclusion_ended", type: "maturity_exclusion", id, data }, now);
    return ok({ id });
  });
}
