import canonicalize from "canonicalize";

export const COUNTERSIGNATURE_FORMAT = "reeve.countersignature.v1";

/** What a countersignature is about: nothing else was approved by it, and nothing less. */
export type SignedParts = {
  readonly approvalId: string;
  /** The stage that the vote was given in, from 1. */
  readonly stage: number;
  readonly personId: string;
  /** 32 random bytes of the server as base64url: no two challenges are the same. */
  readonly nonce: string;
  /** Of agent, tool, version, resource and arguments, as the permission to run carries it. */
  readonly actionDigest: string;
  /** Of what the approver asked in return: `obligationsHash`. */
  readonly obligationsHash: string;
  readonly verdict: "approve";
};

/** A countersignature with all that it takes to verify it, wherever it is: no key, clock or database of Reeve's. */
export type Countersignature = {
  readonly format: typeof COUNTERSIGNATURE_FORMAT;
  readonly signed: SignedParts;
  readonly relyingParty: { readonly id: string; readonly origin: string };
  readonly credential: { readonly id: string; readonly publicKey: string };
  readonly authenticatorData: string;
  readonly clientDataJSON: string;
  readonly signature: string;
};

const required = (text: string | undefined): string => {
  if (text === undefined) throw new Error("this has no canonical form");
  return text;
};

/**
 * The text whose SHA-256, as base64url, is the challenge that the passkey signs: the JSON Canonicalization Scheme of
 * RFC 8785 over the parts alone. Whatever else an object brings along is left out.
 */
export const challengeText = ({ approvalId, stage, personId, nonce, actionDigest, obligationsHash, verdict }: SignedParts): string =>
  required(canonicalize({ approvalId, stage, personId, nonce, actionDigest, obligationsHash, verdict }));

/** The canonical form of a whole countersignature: its SHA-256 is what the record keeps of it. */
export const countersignatureText = (countersignature: Countersignature): string => required(canonicalize(countersignature));
