import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { recordFailedSignIn } from "./failed-sign-ins";
import { isPassword } from "./passwords";
import { giveBackRate, takeRate } from "./service";
import * as store from "./store";

const FAILURES = 10;
const WINDOW_SECONDS = 300;
/** No password is longer: what exceeds it is not hashed in full. */
const MAX_LENGTH = 200;

/** Whether this person has a password here; who signs in by single sign-on alone has none. */
export const hasPassword = async (personId: string): Promise<boolean> => (await store.findPerson(personId))?.passwordHash != null;

/**
 * Asks a person who is signed in for the password once more, and checks it. As at sign-in only failures use up the limit,
 * what an attempt takes is taken before the check, and failures are on record. Never call it inside a transaction: it
 * takes its time and connections of its own.
 */
export async function confirmPassword(actor: PersonActor, password: string): Promise<Result<void>> {
  const key = `password/${actor.id}`;
  const rate = await takeRate(key, FAILURES, WINDOW_SECONDS);
  if (!rate.ok) return rate;
  const person = await store.findPerson(actor.id);
  const isRight = await isPassword(person?.passwordHash ?? null, password.slice(0, MAX_LENGTH + 1));
  if (person?.deactivatedAt != null) return refuse("conflict", "Your account is deactivated.");
  if (!isRight) {
    await recordFailedSignIn({ personId: actor.id });
    const message = "This is not your password.";
    return refuse("invalid_request", message, { errors: [{ path: "password", message }] });
  }
  await giveBackRate(key);
  return ok(undefined);
}
