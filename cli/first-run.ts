import { ensureSigningKey, UnknownSigningKey } from "@/server/gate/signing";
import { ensureInitKey } from "@/server/identity/keys";
import { organisation } from "@/server/identity/service";
import { ensureFirstAdmin, type FirstAdmin } from "@/server/identity/setup";
import type { Env } from "@/server/platform/env";
import { refuseOpenDemo } from "./ports";
import { StartRefusal } from "./refusal";

/** Makes sure that this process signs as the installation does; stops with one line when it cannot. */
export async function shareSigningKey(): Promise<void> {
  try {
    await ensureSigningKey();
  } catch (error) {
    throw error instanceof UnknownSigningKey ? new StartRefusal(error.message) : error;
  }
}

export type Settled = { readonly firstAdmin: FirstAdmin; readonly isDemo: boolean };

/** What the first start owes: somebody who can administer, the key of the environment, and no demo in the open. */
export async function settleOrganisation(settings: Env): Promise<Settled> {
  const firstAdmin = await ensureFirstAdmin(settings);
  if (settings.REEVE_INIT_API_KEY !== undefined) await ensureInitKey(settings.REEVE_INIT_API_KEY);
  const { isDemo } = await organisation();
  refuseOpenDemo(isDemo, settings.REEVE_HOST);
  return { firstAdmin, isDemo };
}
