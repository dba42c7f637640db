import * as audit from "@/server/audit/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import * as store from "./store";

type EntryData = Parameters<typeof audit.append>[1]["data"];

const forbidden = refuse("forbidden", "Only an administrator may do this.");
const unknown = refuse("not_found", "There is no such group.");
const NAME_TAKEN = "A group has, or had, this name. Choose another: the record names groups by their names.";
const nameTaken = refuse("conflict", NAME_TAKEN, { errors: [{ path: "name", message: NAME_TAKEN }] });

/** Groups with their members, for those who may see the settings. */
export async function listGroupsOfSettings(actor: Actor) {
  if (!access.readSettings(actor)) return refuse("forbidden", "Only administrators and auditors see this.");
  const rows = await store.listGroupsWithMembers();
  const groups = rows.map((row) => ({
    id: row.id,
    name: row.name,
    members: row.members.map(({ person }) => ({
      id: person.id,
      name: person.name,
      email: person.email,
      isApprover: person.roles.includes("approver"),
      isDeactivated: person.deactivatedAt !== null,
    })),
  }));
  return ok({ canManage: access.manage(actor), groups });
}

/** Makes an empty group. */
export async function createGroup(actor: Actor, input: { name: string }): Promise<Result<{ groupId: string }>> {
  if (!access.manage(actor)) return forbidden;
  const now = clock.now();
  return inTransaction(async (tx) => {
    const id = newId("group");
    if (!(await store.insertGroup(tx, { id, name: input.name, createdAt: now }))) return nameTaken;
    await record(tx, actor, "group.created", id, now, {});
    return ok({ groupId: id });
  });
}

/** Gives a group another name. */
export async function renameGroup(actor: Actor, input: { groupId: string; name: string }): Promise<Result<void>> {
  if (!access.manage(actor)) return forbidden;
  const now = clock.now();
  return inTransaction(async (tx): Promise<Result<void>> => {
    await store.lockOrganisation(tx); // two groups must not take one name at the same moment
    if (await store.isGroupNameTaken(tx, input.name, input.groupId)) return nameTaken;
    if (!(await store.updateGroup(tx, input.groupId, { name: input.name }))) return unknown;
    await record(tx, actor, "group.renamed", input.groupId, now, {});
    return ok(undefined);
  }).catch((error: unknown) => (store.isGroupNameClash(error) ? nameTaken : Promise.reject(error)));
}

/** Takes a group out of use. Its members decide nothing in its name from their next request on. */
export async function archiveGroup(actor: Actor, groupId: string): Promise<Result<void>> {
  if (!access.manage(actor)) return forbidden;
  const now = clock.now();
  return inTransaction(async (tx) => {
    if (!(await store.updateGroup(tx, groupId, { archivedAt: now }))) return unknown;
    await record(tx, actor, "group.archived", groupId, now, {});
    return ok(undefined);
  });
}

/** Makes exactly these people the members; it holds from their next request on. */
export async function setMembers(actor: Actor, input: { groupId: string; personIds: readonly string[] }): Promise<Result<void>> {
  if (!access.manage(actor)) return forbidden;
  const now = clock.now();
  return inTransaction(async (tx) => {
    if (!(await store.lockGroup(tx, input.groupId))) return unknown;
    const before = new Set(await store.listMemberIds(tx, input.groupId));
    const after = new Set(await store.listKnownPersonIds(tx, input.personIds));
    const added = [...after].filter((id) => !before.has(id)).sort();
    const removed = [...before].filter((id) => !after.has(id)).sort();
    if (added.length + removed.length === 0) return ok(undefined);
    await store.insertMembers(
      tx,
      added.map((personId) => ({ groupId: input.groupId, personId })),
    );
    await store.deleteMembers(tx, input.groupId, removed);
    await record(tx, actor, "group.members_changed", input.groupId, now, { added, removed });
    return ok(undefined);
  });
}

const record = (tx: PrismaTx, actor: Actor, kind: `group.${string}`, id: string, now: Date, data: EntryData) =>
  audit.append(tx, { kind, actor: audit.entryActor(actor), subject: { type: "group", id }, occurredAt: now, data });
