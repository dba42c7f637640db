/**
 * A retired key goes on signing this long: the time in which every machine is started again with the new one. No
 * machine has to stop for it, and afterwards no machine signs with it any more.
 */
export const HANDOVER_MS = 24 * 60 * 60_000;
/** Longer than any token holds, and than the clocks of machines differ. */
const LAST_TOKEN_MS = 15 * 60_000;

export type KnownKey = { readonly kid: string; readonly retiredAt: Date | null };

/** Whether machines may still sign with a key. */
export const maySign = ({ retiredAt }: KnownKey, now: Date): boolean =>
  retiredAt === null || now.getTime() < retiredAt.getTime() + HANDOVER_MS;

/** Until when the last token that a retired key signed can be in force; null while the key is in use. */
export const publishedUntil = ({ retiredAt }: KnownKey): Date | null =>
  retiredAt === null ? null : new Date(retiredAt.getTime() + HANDOVER_MS + LAST_TOKEN_MS);

/** Whether others need the public half to check tokens that are in force. */
export const isPublished = (key: KnownKey, now: Date): boolean => {
  const until = publishedUntil(key);
  return until === null || now < until;
};

export type Arrival =
  | { readonly kind: "known" }
  /** To be kept as the key in use, in place of `retires`. */
  | { readonly kind: "new"; readonly retires: string | null }
  | { readonly kind: "refused"; readonly message: string };

/**
 * What becomes of a process that comes with a key. The first key of an installation is taken. Another one is taken from
 * a process that also holds the key in use: nobody else can put a key in force.
 */
export function arrivalOf(known: readonly KnownKey[], kid: string, previousKid: string | null, now: Date): Arrival {
  const own = known.find((key) => key.kid === kid);
  if (own !== undefined) return maySign(own, now) ? { kind: "known" } : refused(`was retired on ${day(own.retiredAt)}. ${SAME_KEY}`);
  const inUse = known.find((key) => key.retiredAt === null);
  if (inUse === undefined) return { kind: "new", retires: null };
  if (previousKid === inUse.kid) return { kind: "new", retires: inUse.kid };
  if (previousKid === null)
    return refused(`is not the installation's. ${SAME_KEY} To change it, set REEVE_SIGNING_KEY_PREVIOUS to the one in use.`);
  return refused("is new, and REEVE_SIGNING_KEY_PREVIOUS is not the key in use, so it cannot take its place.");
}

const SAME_KEY = "Give every machine the same key.";
const refused = (words: string): Arrival => ({ kind: "refused", message: `REEVE_SIGNING_KEY: the signing key of this process ${words}` });
const day = (at: Date | null): string => at?.toISOString().slice(0, 10) ?? "";
