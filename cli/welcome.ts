import { DEMO_DESKS, DEMO_PASSWORD } from "@/server/identity/core/demo-desks";
import type { FirstAdmin } from "@/server/identity/setup";
import type { Env } from "@/server/platform/env";
import type { LauncherRole } from "./launchers";

export type Readiness = {
  readonly say: (line: string) => void;
  readonly settings: Env;
  readonly role: LauncherRole;
  readonly isDemo: boolean;
  readonly firstAdmin: FirstAdmin;
  readonly tookMs: number;
};

/** The last words of a start: where Reeve is, and how to get in. */
export function sayReady({ say, settings, role, isDemo, firstAdmin, tookMs }: Readiness): void {
  const took = `(${(tookMs / 1000).toFixed(1)} s)`;
  if (role === "worker") return say(`\n  The worker runs ${took}. Ctrl-C stops it.\n`);
  say(`\n  Reeve is ready: ${settings.REEVE_URL}  ${took}\n`);
  if (isDemo) {
    say(`  Demo organisation. Sign in with the password ${DEMO_PASSWORD}:`);
    for (const { email, does } of DEMO_DESKS) say(`    ${email.padEnd(24)}${does}`);
    say("");
  }
  if (firstAdmin.kind === "created") say(`  First administrator: ${firstAdmin.email}, with the password of REEVE_INIT_ADMIN_PASSWORD.\n`);
  if (firstAdmin.kind === "link") {
    say("  Nobody can sign in yet. Make the first administrator with this one-time link:");
    say(`    ${firstAdmin.url}`);
    say(`    It works until ${firstAdmin.expiresAt}; the next start prints a new one.\n`);
  }
  say("  Ctrl-C stops it.\n");
}
