import * as audit from "@/server/audit/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { ROLES, type Role } from "@/server/kernel/roles";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import type { GroupSummary, InvitePerson } from "./schema";
import { issueSetupLink, type SetupLink } from "./setup-links";
import * as store from "./store";

type EntryData = Parameters<typeof audit.append>[1]["data"];

const forbidden = refuse("forbidden", "Only an administrator may do this.");
const unknown = refuse("not_found", "There is no such person.");
const lastAdmin = refuse("conflict", "This is the last administrator who can sign in. Make someone else an administrator first.");

export type PersonOfSettings = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly title: string | null;
  readonly roles: readonly Role[];
  readonly groups: readonly GroupSummary[];
  /** Who the person answers to: a rule may ask the manager of an agent's owner. */
  readonly managerId: string | null;
  readonly status: "active" | "invited" | "deactivated";
  readonly lastSignInAt: string | null;
  readonly isYou: boolean;
};

/** Everyone, with roles and groups, for those who may see the settings. */
export async function listPeople(actor: Actor): Promise<Result<{ canManage: boolean; people: PersonOfSettings[] }>> {
  if (!access.readSettings(actor)) return refuse("forbidden", "Only administrators and auditors see this.");
  const rows = await store.listPeople();
  const people = rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    title: row.title,
    roles: ROLES.filter((role) => row.roles.includes(role)),
    groups: row.memberships.map((membership) => membership.group).sort((a, b) => a.name.localeCompare(b.name)),
    managerId: row.managerId,
    status: statusOf(row),
    lastSignInAt: row.sessions[0]?.createdAt.toISOString() ?? null,
    isYou: row.id === actor.id,
  }));
  return ok({ canManage: access.manage(actor), people });
}

function statusOf(row: {
  deactivatedAt: Date | null;
  passwordHash: string | null;
  oidcSubject: string | null;
}): PersonOfSettings["status"] {
  if (row.deactivatedAt !== null) return "deactivated";
  return row.passwordHash === null && row.oidcSubject === null ? "invited" : "active";
}

/** Adds a person and answers the one-time link by which they set their password. The link is shown this once. */
export async function invitePerson(actor: Actor, input: InvitePerson): Promise<Result<{ personId: string; link: SetupLink }>> {
  if (!access.manage(actor)) return forbidden;
  const now = clock.now();
  return inTransaction(async (tx) => {
    const row = personRow({ email: input.email, name: input.name, title: input.title || null, roles: [...new Set(input.roles)] }, now);
    if (!(await store.insertPerson(tx, row))) {
      return refuse("conflict", "Someone has this e-mail address already.", {
        errors: [{ path: "email", message: "Someone has this e-mail address already." }],
      });
    }
    const groupIds = await store.listKnownGroupIds(tx, input.groupIds);
    await store.insertMembers(
      tx,
      groupIds.map((groupId) => ({ groupId, personId: row.id })),
    );
    await record(tx, actor, "person.invited", row.id, now, { roles: row.roles, groupIds });
    return ok({ personId: row.id, link: await issueSetupLink(tx, row.id, now) });
  });
}

/** A person's row as it starts: without a password. */
export const personRow = (person: { email: string; name: string; title: string | null; roles: Role[] }, now: Date): store.PersonRow => ({
  ...person,
  id: newId("person"),
  passwordHash: null,
  oidcSubject: null,
  managerId: null,
  undoSeconds: 5,
  deactivatedAt: null,
  createdAt: now,
  updatedAt: now,
});

/** Makes a new one-time link, for someone who lost the first one or the password. Earlier links stop working. */
export async function issueNewLink(actor: Actor, personId: string): Promise<Result<SetupLink>> {
  if (!access.manage(actor)) return forbidden;
  const now = clock.now();
  return inTransaction(async (tx) => {
    const person = await store.lockPerson(tx, personId);
    if (person === null) return unknown;
    if (person.deactivatedAt !== null) return refuse("conflict", "This person is deactivated. Reactivate them first.");
    await record(tx, actor, "person.setup_link_issued", personId, now, {});
    return ok(await issueSetupLink(tx, personId, now));
  });
}

/** Changes name and title. The e-mail address stays: it is how people are known to agents and to the record. */
export async function renamePerson(actor: Actor, input: { personId: string; name: string; title: string }): Promise<Result<void>> {
  if (!access.manage(actor)) return forbidden;
  const now = clock.now();
  return inTransaction(async (tx) => {
    const data = { name: input.name, title: input.title || null, updatedAt: now };
    if (!(await store.updatePerson(tx, input.personId, {}, data))) return unknown;
    await record(tx, actor, "person.renamed", input.personId, now, {});
    return ok(undefined);
  });
}

/** Sets the person's roles; they hold from the person's next request on. The last administrator stays one. */
export async function setRoles(actor: Actor, input: { personId: string; roles: readonly Role[] }): Promise<Result<void>> {
  if (!access.manage(actor)) return forbidden;
  const now = clock.now();
  return inTransaction(async (tx) => {
    await store.lockAdministrators(tx);
    const person = await store.lockPerson(tx, input.personId);
    if (person === null) return unknown;
    const roles = ROLES.filter((role) => input.roles.includes(role));
    if (!roles.includes("admin") && (await isLastAdmin(tx, person))) return lastAdmin;
    if (roles.length === person.roles.length && roles.every((role) => person.roles.includes(role))) return ok(undefined);
    await store.updatePerson(tx, person.id, {}, { roles, updatedAt: now });
    await record(tx, actor, "person.role_changed", person.id, now, { from: person.roles, to: roles });
    return ok(undefined);
  });
}

/** Shuts the person out at once: sessions end and links stop working. Nothing of the person is deleted. */
export async function deactivatePerson(actor: Actor, personId: string): Promise<Result<void>> {
  if (!access.manage(actor)) return forbidden;
  const now = clock.now();
  return inTransaction(async (tx) => {
    await store.lockAdministrators(tx);
    const person = await store.lockPerson(tx, personId);
    if (person === null) return unknown;
    if (await isLastAdmin(tx, person)) return lastAdmin;
    if (!(await store.updatePerson(tx, personId, { deactivatedAt: null }, { deactivatedAt: now, updatedAt: now }))) return ok(undefined);
    const sessions = await store.revokeSessions(tx, personId, {}, now);
    await store.dropSetupLinks(tx, personId);
    await record(tx, actor, "person.deactivated", personId, now, { sessions });
    return ok(undefined);
  });
}

/** Lets a deactivated person sign in again, with the password and roles they had. */
export async function reactivatePerson(actor: Actor, personId: string): Promise<Result<void>> {
  if (!access.manage(actor)) return forbidden;
  const now = clock.now();
  return inTransaction(async (tx) => {
    if ((await store.lockPerson(tx, personId)) === null) return unknown;
    const guard = { deactivatedAt: { not: null } };
    if (!(await store.updatePerson(tx, personId, guard, { deactivatedAt: null, updatedAt: now }))) return ok(undefined);
    await record(tx, actor, "person.reactivated", personId, now, {});
    return ok(undefined);
  });
}

async function isLastAdmin(tx: PrismaTx, person: store.PersonRow): Promise<boolean> {
  if (!person.roles.includes("admin") || person.deactivatedAt !== null) return false;
  return (await store.countOtherAdmins(tx, person.id)) === 0;
}

const record = (tx: PrismaTx, actor: Actor, kind: `person.${string}`, id: string, now: Date, data: EntryData) =>
  audit.append(tx, { kind, actor: audit.entryActor(actor), subject: { type: "person", id }, occurredAt: now, data });
