import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { BadEnvironment, env } from "./env";

/** The installation's Ed25519 key: `kid` is the RFC 7638 thumbprint of its public half. */
export type SigningKeyPair = {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicPem: string;
};

/** Reads a private Ed25519 key from PEM, or from the file that is named. Throws `BadEnvironment` with what is wrong. */
export function readSigningKey(pemOrPath: string, variable = "REEVE_SIGNING_KEY"): SigningKeyPair {
  let privateKey: KeyObject;
  try {
    // Some platforms keep a PEM's line ends as the two characters \n.
    const pem = pemOrPath.includes("-----BEGIN") ? pemOrPath.replaceAll("\\n", "\n") : readFileSync(pemOrPath, "utf8");
    privateKey = createPrivateKey(pem);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === "ENOENT" ? "there is no such file" : code === "EACCES" ? "the file cannot be read" : "it is no private key in PEM";
    throw new BadEnvironment(`${variable}: ${reason}; give an Ed25519 key in PEM (openssl genpkey -algorithm ed25519) or a file's path.`);
  }
  if (privateKey.asymmetricKeyType !== "ed25519") {
    throw new BadEnvironment(`${variable}: must be an Ed25519 key (openssl genpkey -algorithm ed25519).`);
  }
  const publicKey = createPublicKey(privateKey);
  const { crv, kty, x } = publicKey.export({ format: "jwk" });
  const kid = createHash("sha256").update(JSON.stringify({ crv, kty, x })).digest("base64url");
  return { kid, privateKey, publicKey, publicPem: publicKey.export({ type: "spki", format: "pem" }).toString() };
}

let known: SigningKeyPair | undefined;

/** The signing key of this process, read at the first call. The launcher makes one when none is given. */
export function signingKey(): SigningKeyPair {
  const source = env().REEVE_SIGNING_KEY;
  if (source === undefined) throw new BadEnvironment("REEVE_SIGNING_KEY is not set: start Reeve with npm start, which makes one.");
  known ??= readSigningKey(source);
  return known;
}

/** The key that this process's own takes the place of, if one is given: holding it is the right to replace it. */
export function previousSigningKid(): string | null {
  const source = env().REEVE_SIGNING_KEY_PREVIOUS;
  return source === undefined ? null : readSigningKey(source, "REEVE_SIGNING_KEY_PREVIOUS").kid;
}
