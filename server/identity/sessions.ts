import * as audit from "@/server/audit/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { ROLES, type Role } from "@/server/kernel/roles";
import { mintPerson, type PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction } from "@/server/platform/tx";
import { findActivePerson } from "./person-store";
import * as store from "./store";

/** A working day: then people sign in again. */
export const SESSION_SECONDS = 12 * 60 * 60;

const isRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role);

/** The person whose live session this is, with roles and groups as they stand now; null when the session or the person is no longer good. */
export async function actorOfSession(sessionId: string): Promise<PersonActor | null> {
  const row = await store.findLiveSession(sessionId, clock.now());
  return row === null ? null : mintPerson({ ...standing(row), sessionId });
}

/**
 * The active person with roles and groups as they stand now; null for nobody. Only for a gate that has proven by itself
 * who acts (Slack's signature on a click of the user whom the person is known as there).
 */
export async function actorOfPerson(personId: string): Promise<PersonActor | null> {
  const row = await findActivePerson(personId);
  return row === null ? null : mintPerson(standing(row));
}

const standing = (row: store.LiveSession) => ({
  id: row.id,
  name: row.name,
  email: row.email,
  roles: new Set(row.roles.filter(isRole)),
  groupIds: new Set(row.group_ids),
});

/** Opens a session for someone whose password or identity provider has just been checked. Answers its id. */
export async function startSession(personId: string, method: "password" | "oidc"): Promise<string> {
  const now = clock.now();
  const id = newId("session");
  await inTransaction(async (tx) => {
    await store.insertSession(tx, { id, personId, createdAt: now, expiresAt: new Date(now.getTime() + SESSION_SECONDS * 1000) });
    const actor = { type: "person" as const, id: personId };
    await audit.append(tx, { kind: "session.started", actor, subject: { type: "session", id }, occurredAt: now, data: { method } });
  });
  return id;
}

/** Ends a session at sign-out. Ending one that is over already does nothing. */
export async function endSession(sessionId: string): Promise<void> {
  const now = clock.now();
  await inTransaction(async (tx) => {
    const session = await store.findSessionPerson(tx, sessionId);
    if (session === null || (await store.revokeSessions(tx, session.personId, { only: sessionId }, now)) === 0) return;
    const actor = { type: "person" as const, id: session.personId };
    await audit.append(tx, { kind: "session.ended", actor, subject: { type: "session", id: sessionId }, occurredAt: now, data: {} });
  });
}

/** The person's own live sessions, newest first. */
export async function listOwnSessions(actor: PersonActor) {
  const rows = await store.listLiveSessions(actor.id, clock.now());
  return rows.map((row) => ({
    id: row.id,
    startedAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    isCurrent: row.id === actor.sessionId,
  }));
}

/** Revokes one of the person's own sessions: from its next request on it is nobody's. */
export async function revokeOwnSession(actor: PersonActor, sessionId: string): Promise<Result<void>> {
  const now = clock.now();
  return inTransaction(async (tx) => {
    if ((await store.revokeSessions(tx, actor.id, { only: sessionId }, now)) === 0)
      return refuse("not_found", "That session is over already.");
    const entry = { kind: "session.revoked", subject: { type: "session", id: sessionId }, data: {} } as const;
    await audit.append(tx, { ...entry, actor: audit.entryActor(actor), occurredAt: now });
    return ok(undefined);
  });
}

/** Revokes all of the person's own sessions but the one in use. Answers how many ended. */
export async function revokeOtherSessions(actor: PersonActor): Promise<number> {
  const now = clock.now();
  return inTransaction(async (tx) => {
    const count = await store.revokeSessions(tx, actor.id, { except: actor.sessionId }, now);
    const entry = { kind: "session.others_revoked", subject: { type: "person", id: actor.id }, data: { count } } as const;
    if (count > 0) await audit.append(tx, { ...entry, actor: audit.entryActor(actor), occurredAt: now });
    return count;
  });
}
