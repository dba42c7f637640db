import { isId } from "@/server/kernel/ids";
import { listNames } from "./store";

/** The names that saved views bear now, by id; removed ones too. */
export async function namesOf(ids: readonly string[]): Promise<{ readonly [id: string]: string }> {
  const own = ids.filter((id) => isId("savedView", id));
  return own.length === 0 ? {} : Object.fromEntries((await listNames(own)).map(({ id, name }) => [id, name]));
}
