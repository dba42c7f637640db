import { registerSigningKey } from "@/server/identity/installation";
import { ensureInitKey } from "@/server/identity/keys";
import { organisation } from "@/server/identity/service";
import { ensureFirstAdmin, type FirstAdmin } from "@/server/identity/setup";
import type { Env } from "@/server/platform/env";
import { signingKey } from "@/server/platform/signing-key";
import { StartRefusal } from "./refusal";

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/** A demo organisation has passwords that everybody knows, so nobody else's machine may reach it. */
export function refuseOpenDemo(isDemo: boolean, host: string): void {
  if (!isDemo || LOOPBACK.has(host)) return;
  throw new StartRefusal(
    `REEVE_HOST: a demo organisation listens on loopback only, not on ${host}: unset REEVE_HOST, or set REEVE_DEMO=0 with a new REEVE_DATA_DIR.`,
  );
}

/** Makes the public half of this process's signing key known; stops when the installation has another. */
export async function shareSigningKey(): Promise<void> {
  const { kid, publicPem } = signingKey();
  const registered = await registerSigningKey(kid, publicPem);
  if (!registered.ok) throw new StartRefusal(registered.refusal.message);
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
