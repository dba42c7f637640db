import { createHash } from "node:crypto";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import type { Tx } from "@/server/platform/tx";
import { type EntryActor, entryBytes, leafInput, type NewEntry } from "./core/entry";
import { insertOutbox } from "./store";

/** An actor as the record names it: by kind and pseudonymous id. */
export const entryActor = (actor: Pick<Actor, "kind" | "id">): EntryActor => ({ type: actor.kind, id: actor.id });

/**
 * Records entries inside the caller's transaction, so that a change and its record commit together or not at
 * all. No lock is taken: a sequencer gives the order afterwards.
 */
export async function append(tx: Tx, ...entries: readonly NewEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const recordedAt = clock.recording();
  const rows = entries.map((entry) => {
    const id = newId("auditEntry");
    const bytes = Buffer.from(entryBytes(id, entry, recordedAt));
    return { id, entry, bytes, leaf: createHash("sha256").update(leafInput(bytes)).digest() };
  });
  await insertOutbox(tx, rows, recordedAt);
}
