import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { calculateJwkThumbprint, compactVerify, decodeProtectedHeader, errors, exportJWK, SignJWT } from "jose";
import { clock } from "@/server/platform/clock";
import { env } from "@/server/platform/env";
import * as store from "./store";

/** The process cannot sign as this installation does. The message says what to do. */
export class UnknownSigningKey extends Error {}

type SigningKey = { readonly kid: string; readonly privateKey: KeyObject };

/** What an execution token binds. */
export type TokenClaims = {
  readonly action: string;
  readonly digest: string;
  readonly agent: string;
  readonly tool: string;
  readonly obligations: readonly unknown[];
};

const shared = globalThis as typeof globalThis & { reeveSigningKey?: Promise<SigningKey> };

async function loadKey(): Promise<SigningKey> {
  const given = env().REEVE_SIGNING_KEY;
  if (given === undefined) {
    throw new UnknownSigningKey(
      "REEVE_SIGNING_KEY is not set: start Reeve with npm start, or give an Ed25519 key (PEM, or a file's path).",
    );
  }
  const pem = given.includes("-----BEGIN") ? given.replaceAll("\\n", "\n") : await readFile(given, "utf8");
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== "ed25519") throw new UnknownSigningKey("REEVE_SIGNING_KEY: must be an Ed25519 key.");
  const publicKey = createPublicKey(privateKey);
  const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
  await store.insertFirstKey(kid, publicKey.export({ type: "spki", format: "pem" }).toString(), clock.recording());
  if ((await store.findKey(kid)) === null) {
    throw new UnknownSigningKey(
      "REEVE_SIGNING_KEY: this installation signs with another key. Give every machine the same key, or the same data directory.",
    );
  }
  return { kid, privateKey };
}

async function signingKey(): Promise<SigningKey> {
  const loading = shared.reeveSigningKey ?? loadKey();
  shared.reeveSigningKey = loading;
  // A failed load (the database was away) is tried again next time.
  return loading.catch((error: unknown) => {
    shared.reeveSigningKey = undefined;
    throw error;
  });
}

/**
 * Makes sure that this process signs with a key that the installation knows: registers it when there is none yet,
 * throws `UnknownSigningKey` when there are others. To be called at the start, so that a stranger stops there.
 */
export async function ensureSigningKey(): Promise<void> {
  await signingKey();
}

/** A compact JWS (EdDSA) over the claims, good until `expiresAt`. */
export async function signToken(claims: TokenClaims, now: Date, expiresAt: Date): Promise<string> {
  const { kid, privateKey } = await signingKey();
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: "EdDSA", kid, typ: "JWT" })
    .setIssuer(env().REEVE_URL)
    .setIssuedAt(now)
    .setExpirationTime(expiresAt)
    .sign(privateKey);
}

const publicKeys = new Map<string, KeyObject>();

async function publicKeyOf(kid: string | undefined): Promise<KeyObject | null> {
  if (kid === undefined || kid.length > 100) return null;
  const known = publicKeys.get(kid);
  if (known) return known;
  const row = await store.findKey(kid);
  if (row === null) return null;
  const key = createPublicKey(row.publicPem);
  publicKeys.set(kid, key);
  return key;
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
    // What is no token at all is told by jose only by throwing.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}

/** The public keys as a JWK set (RFC 7517). */
export async function publicKeySet(): Promise<{ keys: readonly Record<string, unknown>[] }> {
  await ensureSigningKey();
  const rows = await store.listKeys();
  const keys = rows.map(async ({ kid, publicPem }) => ({
    ...(await exportJWK(createPublicKey(publicPem))),
    kid,
    alg: "EdDSA",
    use: "sig",
  }));
  return { keys: await Promise.all(keys) };
}
