import { isId } from "@/server/kernel/ids";
import * as store from "./store";

/** The names that people, keys and groups bear now, by id: what is archived or deactivated too, what never was is left out. */
export async function namesOf(ids: readonly string[]): Promise<{ readonly [id: string]: string }> {
  const of = (kind: "person" | "apiKey" | "group") => ids.filter((id) => isId(kind, id));
  const [people, keys, groups] = await Promise.all([
    store.listPeopleByIds(of("person")),
    store.listKeyNames(of("apiKey")),
    store.listGroupNames(of("group")),
  ]);
  return Object.fromEntries([...people, ...keys, ...groups].map(({ id, name }) => [id, name]));
}
