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

export type Settled = {
  readonly firstAdmin: FirstAdmin;
  readonly isDemo: boolean;
  /** Settings that had no effect, each with the reason, in one line. */
  readonly unused: readonly string[];
};

const UNUSED_IN_DEMO =
  "REEVE_INIT_ADMIN_EMAIL is not used: this is the demo organisation, which has its own sign-ins. For an organisation of your own set REEVE_DEMO=0 and a new REEVE_DATA_DIR.";
const INCOMPLETE =
  "REEVE_INIT_ADMIN_EMAIL and REEVE_INIT_ADMIN_PASSWORD: only one is set, so no administrator was made. Set both, or use the link.";

/** The settings for the first administrator that did nothing although someone set them. */
export function unusedSettings(settings: Env, firstAdmin: FirstAdmin, isDemo: boolean): string[] {
  const given = [settings.REEVE_INIT_ADMIN_EMAIL, settings.REEVE_INIT_ADMIN_PASSWORD].filter((value) => value !== undefined).length;
  if (given === 0) return [];
  if (isDemo) return [UNUSED_IN_DEMO];
  return given === 1 && firstAdmin.kind === "link" ? [INCOMPLETE] : [];
}

/** What the first start owes: somebody who can administer, the key of the environment, and no demo in the open. */
export async function settleOrganisation(settings: Env): Promise<Settled> {
  const firstAdmin = await ensureFirstAdmin(settings);
  if (settings.REEVE_INIT_API_KEY !== undefined) await ensureInitKey(settings.REEVE_INIT_API_KEY);
  const { isDemo } = await organisation();
  refuseOpenDemo(isDemo, settings.REEVE_HOST);
  return { firstAdmin, isDemo, unused: unusedSettings(settings, firstAdmin, isDemo) };
}
