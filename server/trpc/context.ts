import { currentActor } from "@/server/platform/session";
import type { Context } from "./init";

/** Who calls, read from the session cookie and the database for this request alone. */
export async function createContext(): Promise<Context> {
  return { actor: await currentActor() };
}
