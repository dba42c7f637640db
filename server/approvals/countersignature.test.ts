import { expect, test } from "vitest";
import { softwareAuthenticator } from "@/prisma/seed/authenticator";
import { COUNTERSIGNATURE_FORMAT, type Countersignature, challengeText, type SignedParts } from "./core/countersignature";
import { challengeOf, countersignatureDigest, verifyCountersignature } from "./countersignature";

const AT = { id: "reeve.example.com", origin: "https://reeve.example.com" };
const signed: SignedParts = {
  approvalId: "apr_01jd0000000000000000000000",
  stage: 2,
  personId: "per_01jd0000000000000000000000",
  nonce: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
  actionDigest: "sha256:aa",
  obligationsHash: "sha256:bb",
  verdict: "approve",
};

function countersign(parts: SignedParts = signed): Countersignature {
  const authenticator = softwareAuthenticator(AT);
  const { response } = authenticator.get({ challenge: challengeOf(parts) });
  const credential = { id: authenticator.credentialId, publicKey: authenticator.publicKey };
  return { format: COUNTERSIGNATURE_FORMAT, signed: parts, relyingParty: AT, credential, ...response };
}

test("the challenge is SHA-256 of the parts in the canonical form of RFC 8785, whatever else an object brings along", () => {
  const text = `{"actionDigest":"sha256:aa","approvalId":"${signed.approvalId}","nonce":"${signed.nonce}","obligationsHash":"sha256:bb","personId":"${signed.personId}","stage":2,"verdict":"approve"}`;
  expect(challengeText(signed)).toBe(text);
  expect(challengeText({ ...signed, reason: "more" } as SignedParts)).toBe(text);
  expect(challengeOf(signed)).toHaveLength(43);
});

test("a countersignature verifies with nothing but itself", async () => {
  expect(await verifyCountersignature(countersign())).toEqual({ isValid: true, counter: 1 });
});

/** Every string or number in it, changed a little: one copy for each. */
function* changed(value: unknown, path: readonly string[] = []): Generator<readonly [string, unknown]> {
  if (typeof value === "number") yield [path.join("."), value + 1];
  if (typeof value === "string") yield [path.join("."), value.startsWith("A") ? `B${value.slice(1)}` : `A${value.slice(1)}`];
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    for (const [at, other] of changed(child, [...path, key])) yield [at, { ...value, [key]: other }];
  }
}

/** What says in which form it is kept, and how the authenticator calls the key: neither is signed nor rested on. */
const UNSIGNED = ["format", "credential.id"];

test("with any part changed it fails: of what was signed, for whom, by which key, or of the signature itself", async () => {
  const good = countersign();
  const paths: string[] = [];
  for (const [path, other] of changed(good)) {
    if (UNSIGNED.includes(path)) continue;
    paths.push(path);
    expect([path, (await verifyCountersignature(other as Countersignature)).isValid]).toEqual([path, false]);
  }
  expect(paths).toEqual([
    ...Object.keys(signed).map((part) => `signed.${part}`),
    "relyingParty.id",
    "relyingParty.origin",
    "credential.publicKey",
    "clientDataJSON",
    "authenticatorData",
    "signature",
  ]);
});

test("another key's signature over the same is another's, and the digest tells two apart", async () => {
  const [one, other] = [countersign(), countersign()];
  expect((await verifyCountersignature({ ...one, credential: other.credential })).isValid).toBe(false);
  expect(countersignatureDigest(one)).not.toBe(countersignatureDigest(other));
  expect(countersignatureDigest(JSON.parse(JSON.stringify(one)))).toBe(countersignatureDigest(one));
});
