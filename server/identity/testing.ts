import { invariant } from "@/server/kernel/result";
import type { Role } from "@/server/kernel/roles";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import { NOBODYS_HASH } from "./passwords";
import { personRow } from "./people";
import { actorOfSession, startSession } from "./sessions";
import * as store from "./store";

/** For tests: a person who stands in the database and has a session. No password opens the account unless its hash is given. */
export async function signInAs(email: string, roles: Role[], passwordHash = NOBODYS_HASH): Promise<PersonActor & { sessionId: string }> {
  const row = { ...personRow({ email, name: email.split("@")[0] ?? email, title: null, roles }, clock.now()), passwordHash };
  invariant(await inTransaction((tx) => store.insertPerson(tx, row)), "the e-mail address is free");
  const sessionId = await startSession(row.id, "password");
  const actor = await actorOfSession(sessionId);
  invariant(actor !== null, "a new session is live");
  return { ...actor, sessionId };
}
