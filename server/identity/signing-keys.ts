import * as audit from "@/server/audit/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { type Actor, systemActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { remembered } from "@/server/platform/remembered";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import { arrivalOf, isPublished, maySign, publishedUntil } from "./core/signing-keys";
import * as store from "./store";

export type SigningKey = { readonly kid: string; readonly publicPem: string; readonly retiredAt: Date | null };

/**
 * Makes the public half of a process's signing key known. The first one is taken. A process that comes with another is
 * refused, since tokens that it signed could not be checked elsewhere, unless it also holds the key in use: then its
 * own takes the place of that one, which is retired.
 */
export async function registerSigningKey(own: { kid: string; publicPem: string }, previousKid: string | null): Promise<Result<void>> {
  const now = clock.now();
  return inTransaction(async (tx) => {
    await store.lockOrganisation(tx);
    const arrival = arrivalOf(await store.listSigningKeys(tx.prisma), own.kid, previousKid, now);
    if (arrival.kind === "refused") return refuse("conflict", arrival.message);
    if (arrival.kind === "known") return ok(undefined);
    const about = { actor: audit.entryActor(systemActor), occurredAt: now };
    const subject = (id: string) => ({ type: "signing_key", id });
    if (arrival.retires !== null && (await store.retireSigningKey(tx, arrival.retires, now))) {
      await audit.append(tx, { ...about, kind: "signing_key.retired", subject: subject(arrival.retires), data: { replacedBy: own.kid } });
    }
    await store.insertSigningKey(tx, { ...own, createdAt: now });
    await audit.append(tx, { ...about, kind: "signing_key.registered", subject: subject(own.kid), data: { replaces: arrival.retires } });
    return ok(undefined);
  });
}

/** Public halves of all signing keys, the retired ones too: what they signed stays checkable for Reeve itself. */
export const listSigningKeys = async (): Promise<SigningKey[]> =>
  (await store.listSigningKeys()).map(({ kid, publicPem, retiredAt }) => ({ kid, publicPem, retiredAt }));

/** Those that others need: tokens that they signed may be in force. */
export const listPublishedKeys = async (): Promise<SigningKey[]> => {
  const now = clock.now();
  return (await listSigningKeys()).filter((key) => isPublished(key, now));
};

const retirementOf = remembered(30_000, async (kid) => (await listSigningKeys()).find((key) => key.kid === kid) ?? null);

/** Whether a process may still sign with its key: another may have taken its place too long ago. */
export async function mayStillSign(kid: string): Promise<boolean> {
  const key = await retirementOf(kid);
  return key !== null && maySign(key, clock.now());
}

/** The signing keys, newest first, for those who may see the settings. */
export async function listSigningKeysOfSettings(actor: Actor) {
  if (!access.readSettings(actor)) return refuse("forbidden", "Only administrators and auditors see this.");
  const rows = (await store.listSigningKeys()).toReversed();
  return ok(
    rows.map((row) => ({
      kid: row.kid,
      inUseSince: row.createdAt.toISOString(),
      retiredAt: row.retiredAt?.toISOString() ?? null,
      publishedUntil: publishedUntil(row)?.toISOString() ?? null,
    })),
  );
}
