import { isId } from "@/server/kernel/ids";
import { listNames } from "./store";

/** The names of chains by id, archived ones too. */
export async function namesOf(ids: readonly string[]): Promise<{ readonly [id: string]: string }> {
  const chainIds = ids.filter((id) => isId("chain", id));
  const chains = chainIds.length === 0 ? [] : await listNames(chainIds);
  return Object.fromEntries(chains.map(({ id, name }) => [id, name]));
}
