import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const dataDir = process.env.REEVE_E2E_DATA_DIR ?? ".reeve/e2e";

/** The server processes of one PostgreSQL below its first. */
function childrenOf(pid: number): number[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
}

function signal(pid: number, name: "SIGSTOP" | "SIGCONT"): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error; // it has ended meanwhile
  }
}

/** Makes the database of the Reeve under test fall silent, as on a machine that hangs, until the answer is called. */
export function freezeDatabase(): () => void {
  const first = Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
  // The first one goes first: it starts no more.
  signal(first, "SIGSTOP");
  const frozen = [first, ...childrenOf(first)];
  for (const pid of frozen.slice(1)) signal(pid, "SIGSTOP");
  return () => {
    for (const pid of frozen.splice(0)) signal(pid, "SIGCONT");
  };
}
