import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { z } from "zod";

// Passkeys, as the account page and the card send and get them. What a browser answers is held to its shape here and to
// its meaning by the library that verifies it.

const base64url = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/, "is not base64url");
const credentialId = base64url(2_000);
const TRANSPORTS = ["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"] as const;
/** What a browser tells of itself, which nothing here rests on. */
const extensions = z
  .unknown()
  .optional()
  .transform(() => ({}));

export const PASSKEY_NAME_MAX_LENGTH = 60;
const name = z.string().trim().min(1, "Give it a name.").max(PASSKEY_NAME_MAX_LENGTH, `At most ${PASSKEY_NAME_MAX_LENGTH} characters.`);
const password = z.string().min(1, "Give your password.").max(200);

/** `identity.passkeys.begin`: the person's password, where they have one. */
export const BeginEnrolmentInput = z.object({ password: password.optional() });

/** `identity.passkeys.finish`: what the browser made, and what the person calls it. */
export const FinishEnrolmentInput = z.object({
  name,
  response: z.object({
    id: credentialId,
    rawId: credentialId,
    type: z.literal("public-key"),
    clientExtensionResults: extensions,
    response: z.object({
      clientDataJSON: base64url(10_000),
      attestationObject: base64url(50_000),
      transports: z
        .array(z.string().max(20))
        .max(10)
        .optional()
        .transform((all) => all?.flatMap((one) => TRANSPORTS.find((known) => known === one) ?? [])),
    }),
  }),
});
export type FinishEnrolment = z.output<typeof FinishEnrolmentInput>;

export const PasskeyIdInput = z.object({ passkeyId: z.string().min(1).max(64) });
export const RenamePasskeyInput = PasskeyIdInput.extend({ name });

/** What a passkey signed. */
export const AssertionSchema = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal("public-key"),
  clientExtensionResults: extensions,
  response: z.object({
    clientDataJSON: base64url(10_000),
    authenticatorData: base64url(10_000),
    signature: base64url(10_000),
    userHandle: z.string().max(200).optional(),
  }),
});
export type Assertion = z.output<typeof AssertionSchema>;

/** What a browser is asked to make, or to sign: no extension is. */
export type CreationOptions = Omit<PublicKeyCredentialCreationOptionsJSON, "extensions">;
export type RequestOptions = Omit<PublicKeyCredentialRequestOptionsJSON, "extensions">;

export const PasswordProofSchema = password;

/** A passkey of one's own. */
export type OwnPasskey = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
};

/** One's own passkeys, and how one proves that it is oneself at this address. */
export type OwnPasskeys = {
  readonly items: readonly OwnPasskey[];
  /** Whether passkeys can work at Reeve's address; else why not, in a sentence. */
  readonly impossibleBecause: string | null;
  readonly hasPassword: boolean;
};
