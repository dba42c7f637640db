import { listPeopleByIds } from "@/server/identity/service";
import type { Named } from "./schema";

/** Finds names by ids; whoever is not known any more is called so. */
export type NameOf = (id: string) => Named;

export async function namesOf(ids: readonly (string | null)[]): Promise<NameOf> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  const names = new Map((await listPeopleByIds(known)).map(({ id, name }) => [id, name]));
  return (id) => ({ id, name: names.get(id) ?? "Somebody" });
}
