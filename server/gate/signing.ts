import { createPublicKey, type KeyObject } from "node:crypto";
import { compactVerify, decodeProtectedHeader, errors, exportJWK, SignJWT } from "jose";
import { listPublishedKeys, listSigningKeys, mayStillSign, registerSigningKey } from "@/server/identity/signing-keys";
import { env } from "@/server/platform/env";
import { previousSigningKid, type SigningKeyPair, signingKey } from "@/server/platform/signing-key";

/** What an execution token binds. */
export type TokenClaims = {
  readonly action: string;
  readonly digest: string;
  readonly agent: string;
  readonly tool: string;
  readonly obligations: readonly unknown[];
};

/** The process cannot sign as this installation does. The message is one line that says what to do. */
export class UnknownSigningKey extends Error {}

let known: Promise<SigningKeyPair> | undefined;

/** The key of this process, once the installation knows it; a stranger's key signs nothing. */
async function installedKey(): Promise<SigningKeyPair> {
  known ??= register();
  return known.catch((error: unknown) => {
    known = undefined; // the database may have been away: asked again next time
    throw error;
  });
}

async function register(): Promise<SigningKeyPair> {
  const pair = signingKey();
  const registered = await registerSigningKey({ kid: pair.kid, publicPem: pair.publicPem }, previousSigningKid());
  if (!registered.ok) throw new UnknownSigningKey(registered.refusal.message);
  return pair;
}

/**
 * Makes sure, at the start, that this process signs with the key of the installation: registers it when there is none
 * yet. Throws `UnknownSigningKey` when there is another, and `BadEnvironment` when the key cannot be read.
 */
export async function ensureSigningKey(): Promise<void> {
  await installedKey();
}

/** A compact JWS (EdDSA) over the claims, good until `expiresAt`. */
export async function signToken(claims: TokenClaims, now: Date, expiresAt: Date): Promise<string> {
  const { kid, privateKey } = await installedKey();
  if (!(await mayStillSign(kid))) {
    throw new UnknownSigningKey(
      "REEVE_SIGNING_KEY: this process signs with a key that was retired. Start it with the installation's new one.",
    );
  }
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: "EdDSA", kid, typ: "JWT" })
    .setIssuer(env().REEVE_URL)
    .setIssuedAt(now)
    .setExpirationTime(expiresAt)
    .sign(privateKey);
}

const publicKeys = new Map<string, KeyObject>();

async function publicKeyOf(kid: string | undefined): Promise<KeyObject | null> {
  if (kid === undefined) return null;
  if (!publicKeys.has(kid)) for (const key of await listSigningKeys()) publicKeys.set(key.kid, createPublicKey(key.publicPem));
  return publicKeys.get(kid) ?? null;
}

/** What a token of Reeve says, an expired one too; null when it is none. */
export async function readToken(token: string): Promise<TokenClaims | null> {
  try {
    const { kid, alg } = decodeProtectedHeader(token);
    const key = alg === "EdDSA" ? await publicKeyOf(kid) : null;
    if (key === null) return null;
    const { payload } = await compactVerify(token, key, { algorithms: ["EdDSA"] });
    return JSON.parse(new TextDecoder().decode(payload)) as TokenClaims;
  } catch (error) {
    // jose tells only by throwing that something is no token, or not one of ours.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}

/** The public keys as a JWK set (RFC 7517), a retired one until the last token that it signed is over. */
export async function publicKeySet(): Promise<{ keys: readonly Record<string, unknown>[] }> {
  await installedKey();
  const keys = (await listPublishedKeys()).map(async ({ kid, publicPem }) => ({
    ...(await exportJWK(createPublicKey(publicPem))),
    kid,
    alg: "EdDSA",
    use: "sig",
  }));
  return { keys: await Promise.all(keys) };
}
