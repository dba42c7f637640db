import { createHash } from "node:crypto";
import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import { type Countersignature, challengeText, countersignatureText, type SignedParts } from "./core/countersignature";

// The one way to make a challenge and to verify what was signed: the server's own, and that of anybody who was handed
// an exported countersignature. No database, no clock, no secret.

/** The challenge: base64url of the SHA-256 of the parts in the canonical form of RFC 8785. */
export const challengeOf = (parts: SignedParts): string => createHash("sha256").update(challengeText(parts)).digest("base64url");

/** How the record names a countersignature. */
export const countersignatureDigest = (countersignature: Countersignature): string =>
  `sha256:${createHash("sha256").update(countersignatureText(countersignature)).digest("hex")}`;

export type Verified = { readonly isValid: true; readonly counter: number } | { readonly isValid: false; readonly why: string };

/**
 * Verifies a countersignature as W3C Web Authentication (§7.2) has it: the passkey with this public key signed, at this
 * origin and for this relying party, with its person present and verified, the challenge that these very parts make.
 * Change any part of it and it fails. What it cannot tell: whose key that is. For that compare SHA-256 of the public key
 * with the record of the enrolment (`passkey.enrolled`), and the digest of the whole with that of the vote
 * (`approval.vote_approved`).
 */
export async function verifyCountersignature(countersignature: Countersignature): Promise<Verified> {
  const { signed, relyingParty, credential, authenticatorData, clientDataJSON, signature } = countersignature;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: credential.id,
        rawId: credential.id,
        type: "public-key",
        clientExtensionResults: {},
        response: { clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: challengeOf(signed),
      expectedOrigin: relyingParty.origin,
      expectedRPID: relyingParty.id,
      // How often it has signed before is for the server to hold against its own count.
      credential: { id: credential.id, publicKey: new Uint8Array(Buffer.from(credential.publicKey, "base64url")), counter: 0 },
      requireUserVerification: true,
    });
    return verified ? { isValid: true, counter: authenticationInfo.newCounter } : { isValid: false, why: "The signature is not right." };
  } catch (error) {
    // The library says by throwing what does not fit.
    return { isValid: false, why: error instanceof Error ? error.message : "It cannot be read." };
  }
}
