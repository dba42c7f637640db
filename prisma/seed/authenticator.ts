import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";

// An authenticator in software that makes real signatures: with it the demo's past is countersigned, and tests sign.

export const FLAGS = { present: 0x01, verified: 0x04, attested: 0x40 } as const;
const USUAL = FLAGS.present | FLAGS.verified;

const sha256 = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();
const url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString("base64url");

/** A P-256 public key as COSE has it (RFC 9053 §7.1.1). */
const coseKey = (x: string, y: string): Buffer =>
  Buffer.concat([
    Buffer.from("a5010203262001215820", "hex"),
    Buffer.from(x, "base64url"),
    Buffer.from("225820", "hex"),
    Buffer.from(y, "base64url"),
  ]);

/** A CBOR byte string of 256 to 65,535 bytes, or fewer. */
const cborBytes = (bytes: Buffer): Buffer =>
  bytes.length < 256
    ? Buffer.concat([Buffer.from([0x58, bytes.length]), bytes])
    : Buffer.concat([Buffer.from([0x59, bytes.length >> 8, bytes.length & 0xff]), bytes]);

/** What a test may have it do otherwise than it should. */
export type Quirks = { readonly origin?: string; readonly rpId?: string; readonly flags?: number; readonly counter?: number };
type At = { readonly id: string; readonly origin: string };

/** One authenticator with one credential for the relying party `at`. */
export function softwareAuthenticator(at: At) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(32);
  let signed = 0;

  const clientData = (type: string, challenge: string, { origin = at.origin }: Quirks) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const authenticatorData = ({ rpId = at.id, flags = USUAL, counter = ++signed }: Quirks, more = Buffer.alloc(0)) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, more]);
  };
  const credential = { id: url(id), rawId: url(id), type: "public-key" as const, clientExtensionResults: {} };

  return {
    credentialId: credential.id,
    /** The public key in the form that registration hands over. */
    publicKey: url(coseKey(x, y)),
    /** Answers `navigator.credentials.create`. */
    create(options: { readonly challenge: string }, quirks: Quirks = {}) {
      const length = Buffer.from([0, id.length]);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, coseKey(x, y)]);
      const data = authenticatorData({ ...quirks, flags: (quirks.flags ?? USUAL) | FLAGS.attested }, attested);
      // { fmt: "none", attStmt: {}, authData }
      const head = Buffer.concat([Buffer.from("a363666d74646e6f6e656761747453746d74a0", "hex"), Buffer.from("686175746844617461", "hex")]);
      return {
        ...credential,
        response: {
          clientDataJSON: url(clientData("webauthn.create", options.challenge, quirks)),
          attestationObject: url(Buffer.concat([head, cborBytes(data)])),
          transports: ["usb" as const],
        },
      };
    },
    /** Answers `navigator.credentials.get`. */
    get(options: { readonly challenge: string }, quirks: Quirks = {}) {
      const client = clientData("webauthn.get", options.challenge, quirks);
      const data = authenticatorData(quirks);
      const signature = createSign("sha256")
        .update(Buffer.concat([data, sha256(client)]))
        .sign(privateKey);
      return {
        ...credential,
        response: { clientDataJSON: url(client), authenticatorData: url(data), signature: url(signature) },
      };
    },
  };
}

export type SoftwareAuthenticator = ReturnType<typeof softwareAuthenticator>;
