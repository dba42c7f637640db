import { createHash, randomBytes } from "node:crypto";
import { generateAuthenticationOptions } from "@simplewebauthn/server";
import { confirmPassword, hasPassword } from "@/server/identity/own-password";
import type { Assertion } from "@/server/identity/passkey-schema";
import { credentialsOf, hasPasskey, noPasskeyBecause, notePasskeyUse, passkeyForUse, stepUpWay } from "@/server/identity/passkeys";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import type { PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import { COUNTERSIGNATURE_FORMAT, type Countersignature, type SignedParts } from "./core/countersignature";
import type { RiskTier } from "./core/deadlines";
import { type Obligation, obligationsHash } from "./core/obligations";
import type { Verdict } from "./core/verdict";
import { challengeOf, verifyCountersignature } from "./countersignature";
import { type CardStepUp, type KeptStepUp, readStepUp, type StepUpInput, type StepUpQuestion } from "./step-up-schema";
import * as store from "./step-up-store";

// Step-up: whoever approves what is of high risk proves once more, for this very approval, that it is them. By a passkey
// that signs what is approved, or, where browsers let no passkey work, by a fresh password. A rejection needs none: it
// lets nothing happen, and whoever sees something wrong must not be kept from saying no.

const NONCE_MS = 5 * 60_000;

/** What a vote would be about. */
export type Subject = {
  readonly approvalId: string;
  readonly riskTier: RiskTier;
  readonly stage: number;
  readonly verdict: Verdict;
  readonly actionDigest: string;
  readonly obligations: readonly Obligation[];
};

type About = Pick<Subject, "riskTier" | "verdict">;

/** Whether this verdict takes more than a click. */
export const needsStepUp = ({ riskTier, verdict }: About): boolean => riskTier === "high" && verdict === "approve";

const sha256Hex = (text: string) => createHash("sha256").update(text).digest("hex");

const partsOf = ({ approvalId, stage, actionDigest, obligations }: Subject, personId: string, nonce: string): SignedParts => ({
  approvalId,
  stage,
  personId,
  nonce,
  actionDigest,
  obligationsHash: obligationsHash(obligations, sha256Hex),
  verdict: "approve",
});

type Way = ReturnType<typeof stepUpWay>;
type PasskeyWay = Extract<Way, { readonly kind: "passkey" }>;
type PasswordWay = Extract<Way, { readonly kind: "password" }>;

const noPassword = ({ why }: PasswordWay) =>
  refuse(
    "conflict",
    `High risk takes a passkey, or a password where none can work. ${noPasskeyBecause(why)}, so no passkey works, and you have no password: you sign in by single sign-on. Ask whoever runs Reeve to give it an https address with a name (REEVE_URL), then enrol a passkey.`,
  );

/** Asks a person for what their approval takes. What is to be signed is good once, and for five minutes. */
export async function askFor(actor: PersonActor, subject: Subject): Promise<Result<StepUpQuestion>> {
  if (!needsStepUp(subject)) return ok({ kind: "none" });
  const way = stepUpWay();
  if (way.kind === "password") return (await hasPassword(actor.id)) ? ok({ kind: "password" }) : noPassword(way);
  const allowCredentials = await credentialsOf(actor.id);
  if (allowCredentials.length === 0) return ok({ kind: "enrol" });
  const now = clock.now();
  const nonce = randomBytes(32).toString("base64url");
  const { approvalId } = subject;
  await store.insertNonce({ nonce, approvalId, personId: actor.id, createdAt: now, expiresAt: new Date(now.getTime() + NONCE_MS) });
  const { extensions: _, ...options } = await generateAuthenticationOptions({
    rpID: way.relyingParty.id,
    challenge: new Uint8Array(Buffer.from(challengeOf(partsOf(subject, actor.id, nonce)), "base64url")),
    allowCredentials: allowCredentials.map(({ id, transports }) => ({ id, transports })),
    userVerification: "required",
    timeout: NONCE_MS,
  });
  return ok({ kind: "passkey", nonce, options });
}

declare const checked: unique symbol;
/** A step-up as far as it can be looked at before the vote's transaction. */
export type Offered =
  | { readonly kind: "none" }
  | { readonly kind: "passkey"; readonly nonce: string; readonly assertion: Assertion }
  | { readonly kind: "password"; readonly [checked]: true };

export const NOTHING_OFFERED: Offered = { kind: "none" };

/** Looks at what a person offers. A password is checked here, since that takes too long for a transaction. */
export async function lookAt(actor: PersonActor, given: StepUpInput | undefined): Promise<Result<Offered>> {
  if (given === undefined) return ok(NOTHING_OFFERED);
  if (given.kind === "passkey") return ok(given);
  if (stepUpWay().kind === "passkey") return refuseStepUp("A password does not do here: sign with a passkey.");
  const confirmed = await confirmPassword(actor, given.password);
  return confirmed.ok ? ok({ kind: "password" } as Offered) : confirmed;
}

const refuseStepUp = (message: string) => refuse("conflict", message, { errors: [{ path: "stepUp", message }] });

const MISSING = {
  passkey: "This is of high risk: approve it on its card, and sign with a passkey.",
  password: "This is of high risk: approve it on its card, and give your password once more.",
} as const;

/**
 * What is kept of a step-up with the vote that it is for, in the transaction that stores the vote and under the request's
 * lock; null where none is needed. Refused unless it was made by this person, for this very vote on what the request asks
 * now, at Reeve's address, within five minutes, and never before.
 */
export async function takeStepUp(
  tx: PrismaTx,
  actor: PersonActor,
  subject: Subject,
  offered: Offered,
  now: Date,
): Promise<Result<KeptStepUp | null>> {
  if (!needsStepUp(subject)) return ok(null);
  const way = stepUpWay();
  if (offered.kind !== way.kind) return refuseStepUp(MISSING[way.kind]);
  if (way.kind === "password") return ok({ kind: "password", why: way.why });
  return offered.kind === "passkey"
    ? takeAssertion(tx, actor, subject, { ...offered, at: way.relyingParty }, now)
    : refuseStepUp(MISSING.passkey);
}

type Signed = { readonly nonce: string; readonly assertion: Assertion; readonly at: PasskeyWay["relyingParty"] };

async function takeAssertion(
  tx: PrismaTx,
  actor: PersonActor,
  subject: Subject,
  { nonce, assertion, at }: Signed,
  now: Date,
): Promise<Result<KeptStepUp>> {
  const why = faultOf(await store.findNonce(tx, nonce), subject, actor, now);
  if (why !== null) return refuseStepUp(why);
  const passkey = await passkeyForUse(tx, actor, assertion.id);
  if (!passkey.ok) return passkey;
  const { clientDataJSON, authenticatorData, signature } = assertion.response;
  const countersignature: Countersignature = {
    format: COUNTERSIGNATURE_FORMAT,
    signed: partsOf(subject, actor.id, nonce),
    relyingParty: at,
    credential: { id: passkey.value.credentialId, publicKey: Buffer.from(passkey.value.publicKey).toString("base64url") },
    authenticatorData,
    clientDataJSON,
    signature,
  };
  const verified = await verifyCountersignature(countersignature);
  if (!verified.isValid) {
    return refuseStepUp("What was signed is not what is being approved now, or not as Reeve asks for it. Look again, then sign again.");
  }
  if (!(await store.spendNonce(tx, nonce, now))) return refuseStepUp(USED);
  const noted = await notePasskeyUse(tx, passkey.value.id, verified.counter, now);
  return noted.ok ? ok({ kind: "passkey", passkeyId: passkey.value.id, countersignature }) : noted;
}

const USED = "This signature was used already. Sign again.";

type Asked = Awaited<ReturnType<typeof store.findNonce>>;

/** What is wrong with the question that was answered, in words. */
function faultOf(asked: Asked, { approvalId }: Subject, actor: PersonActor, now: Date): string | null {
  if (asked === null) return "Reeve did not ask for this signature, or long ago. Sign again.";
  if (asked.personId !== actor.id) return "Somebody else was asked for this signature. Sign with your own passkey.";
  if (asked.approvalId !== approvalId) return "This signature was made for another request. Sign for this one.";
  if (asked.usedAt !== null) return USED;
  return asked.expiresAt <= now ? "More than five minutes went by before it was signed. Sign again." : null;
}

/** How this person would confirm an approval of this request; null where nothing is asked of them. */
export async function stepUpOnCard(actor: PersonActor, riskTier: RiskTier): Promise<CardStepUp | null> {
  if (!access.decide(actor) || !needsStepUp({ riskTier, verdict: "approve" })) return null;
  const way = stepUpWay();
  const [isEnrolled, has] = await Promise.all([hasPasskey(actor.id), hasPassword(actor.id)]);
  if (way.kind === "passkey") return { kind: "passkey", isEnrolled, hasPassword: has, origin: way.relyingParty.origin };
  return { kind: "password", hasPassword: has, why: `${noPasskeyBecause(way.why)}, so no passkey can work.` };
}

/** The countersignature of a vote, to be verified anywhere. */
export async function readCountersignature(actor: PersonActor, voteId: string): Promise<Result<Countersignature>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the queue.");
  const kept = readStepUp(await store.findStepUp(voteId));
  return kept?.kind === "passkey" ? ok(kept.countersignature) : refuse("not_found", "This vote has no countersignature.");
}

/** Forgets questions that are over. Safe to run in several workers. */
export async function forgetNonces(now: Date): Promise<void> {
  await store.dropOldNonces(new Date(now.getTime() - 24 * 60 * 60_000));
}
