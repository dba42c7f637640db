import { listActivePeople, listPeopleByIds } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { access } from "./access";
import type { Named } from "./schema";

/** Finds names by ids; whoever is not known any more is called so. */
export type NameOf = (id: string) => Named;

export async function namesOf(ids: readonly (string | null)[]): Promise<NameOf> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  const names = new Map((await listPeopleByIds(known)).map(({ id, name }) => [id, name]));
  return (id) => ({ id, name: names.get(id) ?? "Somebody" });
}

/** Who may be named as the one who answers for a waiver or an item of the roadmap: everyone active, by name. */
export async function listCandidates(actor: Actor): Promise<Result<Named[]>> {
  if (!access.plan(actor)) return refuse("forbidden", "Only executives, operators and administrators choose who answers for it.");
  return ok((await listActivePeople()).map(({ id, name }) => ({ id, name })));
}
