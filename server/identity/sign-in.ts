import * as audit from "@/server/audit/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { clock } from "@/server/platform/clock";
import { sha256Hex } from "@/server/platform/digest";
import { inTransaction } from "@/server/platform/tx";
import { recordFailedSignIn, type Sought } from "./failed-sign-ins";
import { isPassword } from "./passwords";
import { giveBackRate, takeRate } from "./service";
import * as store from "./store";

const WINDOW_SECONDS = 300;
/** From one place for one account: this slows down whoever guesses a password. */
const FAILURES_A_PAIR = 10;
const FAILURES_AN_ADDRESS = 50;
/** From all places together: far above what one place can use up, so that no stranger locks a person out from elsewhere. */
const FAILURES_AN_EMAIL = 100;
/** No password is longer: what exceeds it is not hashed in full. */
const MAX_LENGTH = 200;

/**
 * Checks an e-mail address and a password; answers the person's id. The refusal is the same, in words and in time,
 * whether the account is unknown, deactivated, without a password, or the password wrong. Only failures use up the
 * limits, and they are recorded; what an attempt takes is taken before the check, so that attempts at the same moment
 * cannot slip through. A place that has used up its own limit takes nothing from the account's.
 */
export async function checkPassword(input: { email: string; password: string; address: string }): Promise<Result<string>> {
  const email = input.email.trim().toLowerCase();
  const hashed = sha256Hex(email);
  const limits = [
    [`sign-in/pair/${hashed}/${input.address}`, FAILURES_A_PAIR],
    [`sign-in/address/${input.address}`, FAILURES_AN_ADDRESS],
    [`sign-in/email/${hashed}`, FAILURES_AN_EMAIL],
  ] as const;
  for (const [key, limit] of limits) {
    const taken = await takeRate(key, limit, WINDOW_SECONDS);
    if (!taken.ok) return tooManyAttempts(taken.refusal.retryAfterSeconds ?? WINDOW_SECONDS);
  }
  const person = await store.findPersonByEmail(email);
  const isRight = await isPassword(person?.passwordHash ?? null, input.password.slice(0, MAX_LENGTH + 1));
  if (!isRight || person === null || person.deactivatedAt !== null) {
    await recordFailedSignIn(person === null ? { typed: email } : { personId: person.id });
    return refuse("unauthenticated", "The e-mail address or the password is not right.");
  }
  await Promise.all(limits.map(([key]) => giveBackRate(key)));
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
  const recordedRefusal = async (sought: Sought) => {
    await recordFailedSignIn(sought);
    return refused;
  };
  const oidcSubject = `${identity.issuer}#${identity.subject}`;
  const known = await store.findPersonByOidcSubject(oidcSubject);
  if (known !== null) return known.deactivatedAt === null ? ok(known.id) : recordedRefusal({ personId: known.id });
  if (identity.email === null || !identity.isEmailVerified) return recordedRefusal({ typed: oidcSubject });
  const email = identity.email.toLowerCase();
  const invited = await store.findPersonByEmail(email);
  if (invited === null) return recordedRefusal({ typed: email });
  if (invited.deactivatedAt !== null) return recordedRefusal({ personId: invited.id });
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
