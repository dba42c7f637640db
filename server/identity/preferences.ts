import { ok, type Result } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import * as store from "./store";

/** How long this person may undo a decision of theirs; zero lets it take effect at once. Their own business, so not on the record. */
export async function setUndoSeconds(actor: PersonActor, { seconds }: { readonly seconds: number }): Promise<Result<{ seconds: number }>> {
  await store.setUndoSeconds(actor.id, seconds);
  return ok({ seconds });
}

/** What this person chose. */
export const preferences = async (actor: PersonActor): Promise<{ undoSeconds: number }> => ({
  undoSeconds: (await store.findUndoSeconds(actor.id)) ?? 0,
});
