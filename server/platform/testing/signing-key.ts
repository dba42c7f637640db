import { generateKeyPairSync } from "node:crypto";

/** Gives the test file's process a signing key of its own. Call it before anything reads the environment. */
export function freshSigningKey(): void {
  process.env.REEVE_SIGNING_KEY = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
