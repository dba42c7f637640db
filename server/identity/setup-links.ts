import { randomBytes } from "node:crypto";
import { sha256Hex } from "@/server/platform/digest";
import { env } from "@/server/platform/env";
import type { PrismaTx } from "@/server/platform/tx";
import * as store from "./store";

const VALID_MS = 72 * 60 * 60 * 1000;

/** A one-time address, to be handed over now: only its hash is kept. */
export type SetupLink = { readonly url: string; readonly expiresAt: string };

/** Makes the one link of this person that works (`null`: of the first administrator), inside the caller's transaction. */
export async function issueSetupLink(tx: PrismaTx, personId: string | null, now: Date): Promise<SetupLink> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(now.getTime() + VALID_MS);
  await store.dropSetupLinks(tx, personId);
  await store.insertSetupLink(tx, { tokenHash: sha256Hex(token), personId, createdAt: now, expiresAt });
  return { url: `${env().REEVE_URL}/setup/${token}`, expiresAt: expiresAt.toISOString() };
}
