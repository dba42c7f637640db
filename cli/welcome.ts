import { DEMO_DESKS, DEMO_PASSWORD } from "@/server/identity/core/demo-desks";
import type { Env } from "@/server/platform/env";
import type { Settled } from "./first-run";

export type Readiness = {
  readonly say: (line: string) => void;
  readonly settings: Env;
  /** Absent for a worker alone, which nobody signs in to. */
  readonly settled: Settled | undefined;
  readonly tookMs: number;
};

/** The last words of a start: where Reeve is, and how to get in. */
export function sayReady({ say, settings, settled, tookMs }: Readiness): void {
  const took = `(${(tookMs / 1000).toFixed(1)} s)`;
  if (settled === undefined) {
    say(`\n  The worker runs ${took}. Ctrl-C stops it.\n`);
    return;
  }
  const { isDemo, firstAdmin, unused } = settled;
  say(`\n  Reeve is ready: ${settings.REEVE_URL}  ${took}\n`);
  if (isDemo) {
    say(`  Demo organisation. Sign in with the password ${DEMO_PASSWORD}:`);
    for (const { email, does } of DEMO_DESKS) say(`    ${email.padEnd(24)}${does}`);
    say("");
  }
  for (const line of unused) say(`  ${line}\n`);
  if (firstAdmin.kind === "created") say(`  First administrator: ${firstAdmin.email}, with the password of REEVE_INIT_ADMIN_PASSWORD.\n`);
  if (firstAdmin.kind === "link") {
    say("  Nobody can sign in yet. Make the first administrator with this one-time link:");
    say(`    ${firstAdmin.url}`);
    say(`    It works until ${firstAdmin.expiresAt}; the next start prints a new one.\n`);
  }
  say("  Ctrl-C stops it.\n");
}
