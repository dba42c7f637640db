import { type Quirks, type SoftwareAuthenticator, softwareAuthenticator } from "@/prisma/seed/authenticator";
import { beginEnrolment, finishEnrolment, stepUpWay } from "@/server/identity/passkeys";
import { hashPassword } from "@/server/identity/passwords";
import type { PersonActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { askStepUp } from "../decisions";
import type { DecideInput } from "../schema";
import type { StepUpInput } from "../step-up-schema";

export const PASSWORD = "a password of some length";

/** Gives a person who is in the directory a password. */
export async function givePassword({ id }: PersonActor): Promise<void> {
  await prisma().person.update({ where: { id }, data: { passwordHash: await hashPassword(PASSWORD) } });
}

/** Enrols a passkey for a person as the account page does; the authenticator makes real signatures. */
export async function enrol(person: PersonActor, name = "Test key"): Promise<SoftwareAuthenticator & { readonly passkeyId: string }> {
  const way = stepUpWay();
  if (way.kind === "password") throw new Error("no passkey works at this address");
  await givePassword(person);
  const authenticator = softwareAuthenticator(way.relyingParty);
  const options = await beginEnrolment(person, { password: PASSWORD });
  if (!options.ok) throw new Error(options.refusal.message);
  const kept = await finishEnrolment(person, { name, response: authenticator.create(options.value) });
  if (!kept.ok) throw new Error(kept.refusal.message);
  return { ...authenticator, passkeyId: kept.value.passkeyId };
}

type What = Pick<DecideInput, "id" | "revision" | "obligations">;

/** What is to be signed for an approval by a person who has a passkey. */
export async function questionFor(person: PersonActor, what: What) {
  const asked = await askStepUp(person, what);
  if (!asked.ok) throw new Error(asked.refusal.message);
  if (asked.value.kind !== "passkey") throw new Error(`asked for ${asked.value.kind}`);
  return asked.value;
}

/** Signs for an approval. */
export async function signFor(
  person: PersonActor,
  authenticator: Pick<SoftwareAuthenticator, "get">,
  what: What,
  quirks?: Quirks,
): Promise<Extract<StepUpInput, { kind: "passkey" }>> {
  const { nonce, options } = await questionFor(person, what);
  return { kind: "passkey", nonce, assertion: authenticator.get(options, quirks) };
}
