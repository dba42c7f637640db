import { createHash } from "node:crypto";
import * as audit from "@/server/audit/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import { isPassword } from "./passwords";
import { giveBackRate, takeRate } from "./service";
import * as store from "./store";

const WINDOW_SECONDS = 300;
const FAILURES_AN_EMAIL = 10;
const FAILURES_AN_ADDRESS = 20;
/** No password is longer: what exceeds it is not hashed in full. */
const MAX_LENGTH = 200;

/**
 * Checks an e-mail address and a password; answers the person's id. The refusal is the same, in words and in time,
 * whether the account is unknown, deactivated, without a password, or the password wrong. Only failures use up the
 * limits; what an attempt takes is taken before the check, so that attempts at the same moment cannot slip through.
 */
export async function checkPassword(input: { email: string; password: string; address: string }): Promise<Result<string>> {
  const email = input.email.trim().toLowerCase();
  const byEmail = `sign-in/email/${createHash("sha256").update(email).digest("hex")}`;
  const byAddress = `sign-in/address/${input.address}`;
  for (const [key, limit] of [
    [byAddress, FAILURES_AN_ADDRESS],
    [byEmail, FAILURES_AN_EMAIL],
  ] as const) {
    const taken = await takeRate(key, limit, WINDOW_SECONDS);
    if (!taken.ok) return tooManyAttempts(taken.refusal.retryAfterSeconds ?? WINDOW_SECONDS);
  }
  const person = await store.findPersonByEmail(email);
  const isRight = await isPassword(person?.passwordHash ?? null, input.password.slice(0, MAX_LENGTH + 1));
  if (!isRight || person === null || person.deactivatedAt !== null) {
    return refuse("unauthenticated", "The e-mail address or the password is not right.");
  }
  await giveBackRate(byEmail);
  await giveBackRate(byAddress);
  return ok(person.id);
}

function tooManyAttempts(retryAfterSeconds: number): Result<string> {
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return refuse("rate_limited", `Too many attempts. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`, {
    retryAfterSeconds,
  });
}

export type ProvidedIdentity = {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly isEmailVerified: boolean;
};

/**
 * The person whom the identity provider vouches for. Nobody is made here: people are invited. The first time the
 * e-mail address finds the person, from then on the provider's own subject does, so that a changed or reused
 * address takes over no account.
 */
export async function personOfIdentity(identity: ProvidedIdentity): Promise<Result<string>> {
  const refused = refuse("unauthenticated", "No account here belongs to that sign-in. Ask an administrator for an invitation.");
  const oidcSubject = `${identity.issuer}#${identity.subject}`;
  const known = await store.findPersonByOidcSubject(oidcSubject);
  if (known !== null) return known.deactivatedAt === null ? ok(known.id) : refused;
  if (identity.email === null || !identity.isEmailVerified) return refused;
  const invited = await store.findPersonByEmail(identity.email.toLowerCase());
  if (invited === null || invited.deactivatedAt !== null) return refused;
  const now = clock.now();
  return inTransaction(async (tx) => {
    const guard = { oidcSubject: null, deactivatedAt: null };
    if (!(await store.updatePerson(tx, invited.id, guard, { oidcSubject, updatedAt: now }))) return refused;
    const subject = { type: "person", id: invited.id };
    const actor = { type: "person" as const, id: invited.id };
    await audit.append(tx, { kind: "person.identity_bound", actor, subject, occurredAt: now, data: {} });
    return ok(invited.id);
  });
}
