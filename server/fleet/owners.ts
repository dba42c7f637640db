import { listActivePeople } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { access } from "./access";
import { listOwnerIds } from "./agent-store";
import type { PersonRef } from "./schema";

/** People who may be named as the owner of an agent. */
export async function listOwners(actor: Actor): Promise<Result<PersonRef[]>> {
  if (!access.editCatalogue(actor)) return refuse("forbidden", "Only operators choose owners.");
  return ok((await listActivePeople()).map(({ id, name, email }) => ({ id, name, email })));
}

/** Who answers for some agents, by name: to tell them, not to show. */
export const ownerIdsOf = async (names: readonly string[]): Promise<ReadonlyMap<string, string>> =>
  new Map((await listOwnerIds(names)).flatMap(({ name, ownerId }) => (ownerId === null ? [] : [[name, ownerId]])));
