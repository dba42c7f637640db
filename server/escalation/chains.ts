import { append, entryActor } from "@/server/audit/service";
import { listGroups, listPeopleByIds } from "@/server/identity/service";
import { type FieldError, ok, type Refused, type Result, refuse } from "@/server/kernel/result";
import { refuseInUse, type UsesOf } from "@/server/kernel/uses";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { digestOfJson } from "@/server/platform/digest";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { namesOf as namesOfSchedules } from "@/server/schedules/names";
import { onCallExists, onCallRotations } from "@/server/schedules/service";
import { access } from "./access";
import { type Chain, type Target, targetsOf } from "./core/chain";
import { membersOf, whyUnreachable } from "./core/reachable";
import type { ChainInput, ShownChain } from "./schema";
import { directoryAt } from "./service";
import * as store from "./store";

const REFUSED = {
  read: refuse("forbidden", "Escalation is for people who are signed in."),
  edit: refuse("forbidden", "Only operators and administrators may change who is told when nobody decides."),
  unknown: refuse("not_found", "There is no such chain."),
  changed: refuse("conflict", "Someone else changed this chain meanwhile. Load the page again, then repeat your change."),
  taken: refuse("conflict", "A chain has, or had, this name.", {
    errors: [{ path: "name", message: "A chain has, or had, this name." }],
  }),
} as const;

/** The names of all that chains tell: groups, people, schedules. */
export async function namesIn(chains: readonly Chain[]): Promise<{ readonly [id: string]: string }> {
  const ids = chains.flatMap(targetsOf).flatMap((target) => ("id" in target ? [target.id] : []));
  const [people, groups, schedules] = await Promise.all([listPeopleByIds(ids), listGroups(), namesOfSchedules(ids)]);
  return { ...schedules, ...Object.fromEntries([...people, ...groups].map(({ id, name }) => [id, name])) };
}

const shown = ({ archivedAt, updatedAt, ...chain }: store.ChainRow, names: { readonly [id: string]: string }): ShownChain => ({
  ...chain,
  archivedAt: archivedAt?.toISOString() ?? null,
  updatedAt: updatedAt.toISOString(),
  names,
});

/** Every chain by name, archived ones too. */
export async function listChains(actor: Actor) {
  if (!access.read(actor)) return REFUSED.read;
  const chains = await store.listChains();
  const names = await namesIn(chains);
  return ok({ can: { edit: access.edit(actor) }, chains: chains.map((chain) => shown(chain, names)) });
}

export async function readChain(actor: Actor, id: string) {
  if (!access.read(actor)) return REFUSED.read;
  const chain = await store.findChain(id);
  if (chain === null) return REFUSED.unknown;
  return ok({ ...shown(chain, await namesIn([chain])), can: { edit: access.edit(actor) && chain.archivedAt === null } });
}

/** What in a chain reaches nobody, each at its place. */
async function whyNotSave(chain: ChainInput, now: Date): Promise<Refused | null> {
  const ids = targetsOf(chain).flatMap((target) => (target.kind === "onCall" ? [target.id] : []));
  const [directory, schedules, rotations] = await Promise.all([directoryAt(now), onCallExists(ids), onCallRotations(ids)]);
  const members = (groupId: string) => membersOf(groupId, directory);
  const faultOf = (target: Target): string | null => whyUnreachable(target, { directory, schedules, rotations });
  const errors: FieldError[] = chain.steps.flatMap((step, at) =>
    step.targets.flatMap((target, index) => {
      const message = faultOf(target);
      return message === null ? [] : [{ path: `steps.${at}.targets.${index}`, message }];
    }),
  );
  const { final } = chain;
  if (final.kind === "reassign") {
    const isAnyApprover = members(final.groupId).some((person) => person.isApprover);
    const fault = faultOf({ kind: "group", id: final.groupId });
    const message = fault ?? (isAnyApprover ? null : "Nobody in this group is an approver, so nobody could decide.");
    if (message !== null) errors.push({ path: "final.groupId", message });
  }
  if (final.kind === "page") {
    const message = faultOf({ kind: "onCall", id: final.onCallId });
    if (message !== null) errors.push({ path: "final.onCallId", message });
  }
  return errors[0] === undefined ? null : refuse("invalid_request", errors[0].message, { errors });
}

const personIdOf = (actor: Actor): string | null => (actor.kind === "person" ? actor.id : null);

/** Adds a chain under a name that none has or had. */
export async function createChain(actor: Actor, input: ChainInput): Promise<Result<{ id: string; version: number }>> {
  if (!access.edit(actor)) return REFUSED.edit;
  const now = clock.now();
  const refused = await whyNotSave(input, now);
  if (refused !== null) return refused;
  const id = newId("chain");
  return inTransaction(async (tx): Promise<Result<{ id: string; version: number }>> => {
    if (!(await store.insertChain(tx, id, input, personIdOf(actor), now))) return REFUSED.taken;
    await record(tx, actor, "chain.created", id, now, { version: 1, ...factsOf(input) });
    return ok({ id, version: 1 });
  });
}

type Edit = { readonly id: string; readonly version: number; readonly chain: ChainInput };

/** Adds a version to a chain that is still as the editor saw it. Requests that wait go on with the version they began with. */
export async function editChain(actor: Actor, edit: Edit): Promise<Result<{ id: string; version: number }>> {
  if (!access.edit(actor)) return REFUSED.edit;
  const now = clock.now();
  const refused = await whyNotSave(edit.chain, now);
  if (refused !== null) return refused;
  const { id, version } = edit;
  return inTransaction(async (tx): Promise<Result<{ id: string; version: number }>> => {
    if ((await store.findChain(id, tx.prisma)) === null) return REFUSED.unknown;
    const outcome = await store.addVersion(tx, edit, personIdOf(actor), now);
    if (outcome !== "changed") return outcome === "taken" ? REFUSED.taken : REFUSED.changed;
    await record(tx, actor, "chain.edited", id, now, { version: version + 1, ...factsOf(edit.chain) });
    return ok({ id, version: version + 1 });
  });
}

type Archiving = { readonly id: string; readonly isArchived: boolean };

/** Takes a chain out of use, or back; refused while rules or targets follow it. */
export async function archiveChain(actor: Actor, { id, isArchived }: Archiving, usesOf: UsesOf): Promise<Result<{ id: string }>> {
  if (!access.edit(actor)) return REFUSED.edit;
  const inUse = isArchived ? refuseInUse(await usesOf(id)) : null;
  if (inUse !== null) return inUse;
  const now = clock.now();
  return inTransaction(async (tx): Promise<Result<{ id: string }>> => {
    if ((await store.findChain(id, tx.prisma)) === null) return REFUSED.unknown;
    if (!(await store.archiveChain(tx, id, isArchived ? now : null, now))) return REFUSED.changed;
    await record(tx, actor, isArchived ? "chain.archived" : "chain.unarchived", id, now, {});
    return ok({ id });
  });
}

/** What the record keeps of a chain: how long it is, and the digest of all of it. */
const factsOf = (chain: ChainInput) => ({
  steps: chain.steps.length,
  loops: chain.loops,
  final: chain.final.kind,
  digest: digestOfJson(chain),
});

type Facts = { readonly [key: string]: string | number };

const record = (tx: PrismaTx, actor: Actor, kind: `chain.${string}`, id: string, now: Date, data: Facts) =>
  append(tx, { kind, actor: entryActor(actor), subject: { type: "chain", id }, occurredAt: now, data });
