import { createHash } from "node:crypto";
import { generateRegistrationOptions, verifyRegistrationResponse } from "@simplewebauthn/server";
import * as audit from "@/server/audit/service";
import { invariant, ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { env } from "@/server/platform/env";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { NO_PASSKEY_BECAUSE, type StepUpWay, stepUpWayAt } from "./core/relying-party";
import { confirmPassword, hasPassword } from "./own-password";
import type { CreationOptions, FinishEnrolment, OwnPasskeys } from "./passkey-schema";
import * as store from "./passkey-store";

// A person's own passkeys. What is signed with them, and for what, is for other domains to say.

const ENROLMENT_MS = 5 * 60_000;
/** Who has no password proves by a sign-in that is no older than this that it is them at the screen. */
const FRESH_SIGN_IN_MS = 10 * 60_000;
const PASSKEYS_MAX = 20;
/** EdDSA, ES256 and RS256, as COSE numbers them: what authenticators in use offer, and what anybody can verify. */
const ALGORITHMS = [-8, -7, -257];

/** How people prove that it is them who decide, at the address of this Reeve. */
export const stepUpWay = (): StepUpWay => stepUpWayAt(env().REEVE_URL);

type Impossible = Extract<StepUpWay, { readonly kind: "password" }>["why"];

/** What keeps passkeys from working here, as a clause: "Reeve is opened by plain http". */
export const noPasskeyBecause = (why: Impossible): string => NO_PASSKEY_BECAUSE[why];

const noPasskeyHere = (why: Impossible): string => `${NO_PASSKEY_BECAUSE[why]}, and browsers let no passkey work there.`;

/** The person's own passkeys, oldest first. */
export async function listPasskeys(actor: PersonActor): Promise<OwnPasskeys> {
  const way = stepUpWay();
  const [rows, has] = await Promise.all([store.listLive(actor.id), hasPassword(actor.id)]);
  return {
    items: rows.map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    })),
    impossibleBecause: way.kind === "passkey" ? null : noPasskeyHere(way.why),
    hasPassword: has,
  };
}

/**
 * Asks the browser for a new passkey. It takes a fresh password, or a fresh sign-in of who has none: an open screen alone
 * enrols nobody. The answer is what the browser's own dialog needs; it holds for five minutes.
 */
export async function beginEnrolment(
  actor: PersonActor,
  input: { readonly password?: string | undefined },
): Promise<Result<CreationOptions>> {
  const way = stepUpWay();
  if (way.kind === "password") return refuse("conflict", noPasskeyHere(way.why));
  const fresh = await proveFresh(actor, input.password);
  if (!fresh.ok) return fresh;
  const known = await store.listLive(actor.id);
  if (known.length >= PASSKEYS_MAX) return refuse("conflict", `You have ${PASSKEYS_MAX} passkeys: remove one that you do not use first.`);
  const { extensions: _, ...options } = await generateRegistrationOptions({
    rpName: "Reeve",
    rpID: way.relyingParty.id,
    userName: actor.email,
    userDisplayName: actor.name,
    userID: new Uint8Array(createHash("sha256").update(`reeve.person\n${actor.id}`).digest()),
    attestationType: "none",
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
  });
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + ENROLMENT_MS);
  await store.insertEnrolment({ challenge: options.challenge, personId: actor.id, createdAt: now, expiresAt });
  return ok(options);
}

async function proveFresh(actor: PersonActor, password: string | undefined): Promise<Result<void>> {
  if (await hasPassword(actor.id)) {
    if (password !== undefined) return confirmPassword(actor, password);
    const message = "Give your password: an open screen alone enrols nobody.";
    return refuse("invalid_request", message, { errors: [{ path: "password", message }] });
  }
  const now = clock.now();
  const since = actor.sessionId === undefined ? null : await store.sessionStart(actor.id, actor.sessionId, now);
  if (since !== null && now.getTime() - since.getTime() <= FRESH_SIGN_IN_MS) return ok(undefined);
  return refuse("conflict", "You sign in by single sign-on: sign out, sign in again, and enrol the passkey within ten minutes.");
}

/** Keeps what the browser made: checked to be for this address, to have verified its person, and to answer what was asked. */
export async function finishEnrolment(actor: PersonActor, { name, response }: FinishEnrolment): Promise<Result<{ passkeyId: string }>> {
  const way = stepUpWay();
  if (way.kind === "password") return refuse("conflict", noPasskeyHere(way.why));
  let challenge = "";
  const { id: expectedRPID, origin: expectedOrigin } = way.relyingParty;
  // The library says by throwing what does not fit: to us that is an answer. Which question it answers is looked up below.
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: (asked) => {
      challenge = asked;
      return true;
    },
    expectedOrigin,
    expectedRPID,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => null);
  if (verified === null || !verified.verified) {
    return refuse("invalid_request", "This passkey was not made for Reeve at this address, or did not verify you. Try again.");
  }
  const { credential } = verified.registrationInfo;
  const now = clock.now();
  return inTransaction(async (tx) => {
    if (!(await store.spendEnrolment(tx, challenge, actor.id, now))) {
      return refuse("conflict", "That took longer than five minutes, or was answered before. Start again.");
    }
    const id = newId("passkey");
    const isNew = await store.insertPasskey(tx, {
      id,
      personId: actor.id,
      name,
      credentialId: credential.id,
      publicKey: new Uint8Array(credential.publicKey),
      counter: BigInt(credential.counter),
      transports: response.response.transports ?? [],
      createdAt: now,
      lastUsedAt: null,
      removedAt: null,
    });
    if (!isNew) return refuse("conflict", "This passkey is enrolled already.");
    await record(tx, actor, "passkey.enrolled", id, now, { publicKey: digestOf(credential.publicKey) });
    return ok({ passkeyId: id });
  });
}

/** How the record names a public key: whoever verifies a countersignature compares it with this. */
export const digestOf = (bytes: Uint8Array): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

const noSuch = () => refuse("not_found", "You have no such passkey.");

/** Calls a passkey of one's own something else. */
export function renamePasskey(actor: PersonActor, input: { readonly passkeyId: string; readonly name: string }): Promise<Result<void>> {
  const now = clock.now();
  return inTransaction(async (tx) => {
    if (!(await store.rename(actor.id, input.passkeyId, input.name, tx))) return noSuch();
    await record(tx, actor, "passkey.renamed", input.passkeyId, now, {});
    return ok(undefined);
  });
}

/** Takes a passkey of one's own out of use at once. What it countersigned stays countersigned. */
export function removePasskey(actor: PersonActor, input: { readonly passkeyId: string }): Promise<Result<void>> {
  const now = clock.now();
  return inTransaction(async (tx) => {
    if (!(await store.remove(actor.id, input.passkeyId, now, tx))) return noSuch();
    await record(tx, actor, "passkey.removed", input.passkeyId, now, {});
    return ok(undefined);
  });
}

const record = (
  tx: PrismaTx,
  actor: PersonActor,
  kind: "passkey.enrolled" | "passkey.renamed" | "passkey.removed",
  id: string,
  now: Date,
  data: { readonly publicKey?: string },
) => audit.append(tx, { kind, actor: audit.entryActor(actor), subject: { type: "passkey", id }, occurredAt: now, data: { ...data } });

// For whoever asks people to sign.

/** What a person may sign with: the credentials that a browser is to look for. */
export const credentialsOf = async (personId: string): Promise<{ id: string; transports: string[] }[]> =>
  (await store.listLive(personId)).map(({ credentialId, transports }) => ({ id: credentialId, transports }));

/** Whether a person has a passkey that is in use. */
export const hasPasskey = async (personId: string): Promise<boolean> => (await store.countLive(personId)) > 0;

export type UsablePasskey = { readonly id: string; readonly credentialId: string; readonly publicKey: Uint8Array };

/** The passkey with this credential, held until the transaction ends, if this person may sign with it at this moment. */
export async function passkeyForUse(tx: PrismaTx, actor: PersonActor, credentialId: string): Promise<Result<UsablePasskey>> {
  const found = await store.lockByCredential(tx, credentialId);
  if (found === null || found.personId !== actor.id) return refuse("conflict", "This passkey is not one of yours here. Use another one.");
  if (!found.isPersonActive) return refuse("conflict", "Your account is deactivated.");
  if (found.removedAt !== null) return refuse("conflict", "This passkey was removed. Use another one, or enrol one.");
  const { id, publicKey } = found;
  return ok({ id, credentialId, publicKey });
}

/** Notes that a passkey signed. Refused when its counter went back: then there may be a copy of it. */
export async function notePasskeyUse(tx: PrismaTx, id: string, counter: number, now: Date): Promise<Result<void>> {
  invariant(Number.isSafeInteger(counter), "a counter has 32 bits");
  if (await store.noteUse(tx, id, BigInt(counter), now)) return ok(undefined);
  return refuse(
    "conflict",
    "This passkey counts fewer signatures than it gave before, so there may be a copy of it. Remove it and use another one.",
  );
}

/** Names of passkeys by id, of removed ones too. */
export async function passkeyNames(
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly name: string; readonly isRemoved: boolean }>> {
  if (ids.length === 0) return new Map();
  const rows = await store.listByIds([...new Set(ids)]);
  return new Map(rows.map(({ id, name, removedAt }) => [id, { name, isRemoved: removedAt !== null }]));
}
