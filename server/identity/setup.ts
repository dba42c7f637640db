import * as audit from "@/server/audit/service";
import { invariant, ok, type Result, refuse } from "@/server/kernel/result";
import { ROLES, type Role } from "@/server/kernel/roles";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { sha256Hex } from "@/server/platform/digest";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { hashPassword, isPassword } from "./passwords";
import { personRow } from "./people";
import type { FinishSetup } from "./schema";
import { takeRate } from "./service";
import { issueSetupLink, type SetupLink } from "./setup-links";
import * as store from "./store";

const gone = refuse("not_found", "This link was used, has run out, or was replaced by a newer one. Ask an administrator for a new one.");

/** Whom a setup link is for: the first administrator, who still has to be named, or someone who was invited. */
export async function describeSetup(token: string): Promise<Result<{ person: { name: string; email: string } | null }>> {
  const link = await store.findSetupLink(sha256Hex(token), clock.now());
  if (link === null) return gone;
  if (link.personId === null) return ok({ person: null });
  const person = await store.findPerson(link.personId);
  if (person === null || person.deactivatedAt !== null) return gone;
  return ok({ person: { name: person.name, email: person.email } });
}

/** Uses the link up and sets the password; for the first administrator makes the account and names the organisation. Answers the e-mail address to sign in with. */
export async function finishSetup(input: FinishSetup): Promise<Result<{ email: string }>> {
  const described = await describeSetup(input.token);
  if (!described.ok) return described;
  if (described.value.person === null && input.founder === undefined) {
    return refuse("invalid_request", "Say who you are and whom Reeve serves.", { errors: [{ path: "founder", message: "Required." }] });
  }
  const passwordHash = await hashPassword(input.password);
  const now = clock.now();
  return inTransaction(async (tx) => {
    const link = await store.findSetupLink(sha256Hex(input.token), now, tx.prisma);
    if (link === null || !(await store.spendSetupLink(tx, link.tokenHash, now))) return gone;
    if (link.personId === null) {
      // A link from before somebody else became the first administrator makes no second one.
      await store.lockAdministrators(tx);
      return (await store.countPeople(tx)) > 0 ? gone : found(tx, input.founder, passwordHash, now);
    }
    const person = await store.lockPerson(tx, link.personId);
    invariant(person !== null, "a setup link belongs to somebody");
    await store.updatePerson(tx, person.id, {}, { passwordHash, updatedAt: now });
    const sessions = await store.revokeSessions(tx, person.id, {}, now);
    await record(tx, "person.password_set", person.id, { sessions }, now);
    return ok({ email: person.email });
  });
}

async function found(tx: PrismaTx, founder: FinishSetup["founder"], passwordHash: string, now: Date): Promise<Result<{ email: string }>> {
  invariant(founder !== undefined, "the first administrator was named before the link was used up");
  await makeFirstAdmin(tx, { ...founder, passwordHash }, now);
  return ok({ email: founder.email });
}

async function makeFirstAdmin(
  tx: PrismaTx,
  admin: { email: string; name: string; organisation: string; passwordHash: string; alsoRoles: readonly Role[] },
  now: Date,
): Promise<void> {
  await store.lockOrganisation(tx);
  const roles = ROLES.filter((role) => role === "admin" || admin.alsoRoles.includes(role));
  const row = {
    ...personRow({ email: admin.email, name: admin.name, title: null, roles }, now),
    passwordHash: admin.passwordHash,
  };
  invariant(await store.insertPerson(tx, row), "there was nobody before the first administrator");
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ((await store.findOrganisation(tx.prisma)) === null) {
    await store.upsertOrganisation(tx, newId("organisation"), { name: admin.organisation, timeZone }, now);
  }
  await record(tx, "person.first_admin_created", row.id, { roles }, now);
}

export type FirstAdmin =
  | { readonly kind: "present" }
  | { readonly kind: "created"; readonly email: string }
  | ({ readonly kind: "link" } & SetupLink);

/**
 * Sees to it that somebody can administer: does nothing once there are people, else makes the administrator whom the
 * environment names, else a one-time link for the launcher to print. A new start replaces a link that nobody used.
 */
export async function ensureFirstAdmin(env: { REEVE_INIT_ADMIN_EMAIL?: string; REEVE_INIT_ADMIN_PASSWORD?: string }): Promise<FirstAdmin> {
  const { REEVE_INIT_ADMIN_EMAIL: email, REEVE_INIT_ADMIN_PASSWORD: password } = env;
  const passwordHash = password === undefined ? null : await hashPassword(password);
  const now = clock.now();
  return inTransaction(async (tx) => {
    await store.lockAdministrators(tx);
    if ((await store.countPeople(tx)) > 0) return { kind: "present" };
    if (email === undefined || passwordHash === null) return { kind: "link", ...(await issueSetupLink(tx, null, now)) };
    const address = email.toLowerCase();
    await store.dropSetupLinks(tx, null);
    await makeFirstAdmin(
      tx,
      { email: address, name: address.split("@")[0] ?? address, organisation: "Our organisation", passwordHash, alsoRoles: [] },
      now,
    );
    return { kind: "created", email: address };
  });
}

/** Changes the person's own password, given the present one. All their other sessions end. */
export async function changePassword(actor: PersonActor, input: { current: string; next: string }): Promise<Result<void>> {
  const rate = await takeRate(`password/${actor.id}`, 10, 300);
  if (!rate.ok) return rate;
  const person = await store.findPerson(actor.id);
  if (!(await isPassword(person?.passwordHash ?? null, input.current))) {
    const message = "This is not your present password.";
    return refuse("invalid_request", message, { errors: [{ path: "current", message }] });
  }
  const passwordHash = await hashPassword(input.next);
  const now = clock.now();
  return inTransaction(async (tx) => {
    await store.updatePerson(tx, actor.id, {}, { passwordHash, updatedAt: now });
    const sessions = await store.revokeSessions(tx, actor.id, { except: actor.sessionId }, now);
    await store.dropSetupLinks(tx, actor.id);
    await record(tx, "person.password_changed", actor.id, { sessions }, now);
    return ok(undefined);
  });
}

const record = (tx: PrismaTx, kind: `person.${string}`, id: string, data: { [key: string]: number | readonly string[] }, now: Date) =>
  audit.append(tx, { kind, actor: { type: "person", id }, subject: { type: "person", id }, occurredAt: now, data });
