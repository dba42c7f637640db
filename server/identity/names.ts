import { isId } from "@/server/kernel/ids";
import { listByIds } from "./passkey-store";
import * as store from "./store";

/** The names that people, keys, groups and passkeys bear now, by id: what is archived or deactivated too, what never was is left out. */
export async function namesOf(ids: readonly string[]): Promise<{ readonly [id: string]: string }> {
  const of = (kind: "person" | "apiKey" | "group" | "passkey") => ids.filter((id) => isId(kind, id));
  const [people, keys, groups, passkeys] = await Promise.all([
    store.listPeopleByIds(of("person")),
    store.listKeyNames(of("apiKey")),
    store.listGroupNames(of("group")),
    listByIds(of("passkey")),
  ]);
  return Object.fromEntries([...people, ...keys, ...groups, ...passkeys].map(({ id, name }) => [id, name]));
}
