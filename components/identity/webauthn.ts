import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/browser";
import type { CreationOptions, RequestOptions } from "@/server/identity/passkey-schema";

// The library is fetched once somebody enrols or signs: pages load without it.
const library = () => import("@simplewebauthn/browser");

/** What the browser or its reader made of it, in words for them. */
export class PasskeyFailure extends Error {}

const COMMON: Readonly<Record<string, string>> = {
  AbortError: "It was broken off. Try again.",
  SecurityError: "Passkeys work at Reeve's own address alone: open Reeve there.",
  NotSupportedError: "This browser or device knows no passkey that fits. Use another device, or a security key.",
  ConstraintError: "This device cannot make sure that it is you: set up a fingerprint, face or PIN first, or use another one.",
};
const ENROL: Readonly<Record<string, string>> = {
  ...COMMON,
  NotAllowedError: "No passkey was made: it was cancelled, or took too long. Try again.",
  InvalidStateError: "This device or security key is enrolled already.",
};
const SIGN: Readonly<Record<string, string>> = {
  ...COMMON,
  NotAllowedError:
    "Nothing was signed: it was cancelled, took too long, or your passkey is on another device. Try again, or enrol this device under Your account.",
};

let asked: (() => void) | null = null;

type Library = Awaited<ReturnType<typeof library>>;

async function put<T>(words: Readonly<Record<string, string>>, work: (library: Library) => Promise<T>): Promise<T> {
  try {
    const loaded = await library();
    asked = () => loaded.WebAuthnAbortService.cancelCeremony();
    return await work(loaded);
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    throw new PasskeyFailure(words[name] ?? "The passkey did not answer. Try again.");
  } finally {
    asked = null;
  }
}

/** Whether this page can ask for a passkey at all: the browser knows how, and the address is the one they are bound to. */
export const canUsePasskeys = (): boolean => typeof window.PublicKeyCredential === "function";

/** Lets the browser make a passkey. Throws `PasskeyFailure`. */
export const makePasskey = (options: CreationOptions): Promise<RegistrationResponseJSON> =>
  put(ENROL, ({ startRegistration }) => startRegistration({ optionsJSON: options }));

/** Lets the browser sign with a passkey. Throws `PasskeyFailure`. */
export const signWithPasskey = (options: RequestOptions): Promise<AuthenticationResponseJSON> =>
  put(SIGN, ({ startAuthentication }) => startAuthentication({ optionsJSON: options }));

/** Ends what the browser asks at the moment, if it asks anything. */
export const cancelPasskey = (): void => asked?.();

const SYSTEMS = [
  [/iphone|ipad/i, "iPhone or iPad"],
  [/android/i, "Android phone"],
  [/mac os/i, "Mac"],
  [/windows/i, "Windows computer"],
  [/linux/i, "Linux computer"],
] as const;

/** A name to begin with: what this device is. */
export const nameOfDevice = (): string => SYSTEMS.find(([pattern]) => pattern.test(navigator.userAgent))?.[1] ?? "This device";
