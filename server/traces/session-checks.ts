import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { type Counted, checkSession, type SessionCheck } from "./core/session-check";
import { type CountedSum, listCountedSums, listToldSums } from "./metric-store";

const DAY_MS = 86_400_000;
/** As many sessions as are held against their steps, the newest. */
const MOST_SESSIONS = 50;

export type CheckedSession = SessionCheck & {
  readonly session: string;
  readonly runs: number;
  readonly lastAt: string;
  /** When the first of its runs began; null when none came. */
  readonly firstAt: string | null;
};

const toCounted = (sum: CountedSum): Counted => ({
  runs: sum.runs,
  inputTokens: Number(sum.inputTokens),
  outputTokens: Number(sum.outputTokens),
  reportedMicroUsd: Number(sum.reportedPicoUsd) / 1e6,
});

/** The newest sessions of Claude Code of the last days, what each counted itself, and what Reeve counted of their steps. */
export async function listSessionChecks(actor: Actor, days: number, now: Date = clock.now()): Promise<Result<readonly CheckedSession[]>> {
  if (!access.readSources(actor)) return refuse("forbidden", "Your role does not show you this.");
  const since = new Date(now.getTime() - days * DAY_MS);
  const bySession = Map.groupBy(await listToldSums(since, MOST_SESSIONS), ({ session }) => session);
  // A run may have begun before the first number of its session was sent.
  const sums = bySession.size === 0 ? [] : await listCountedSums([...bySession.keys()], new Date(since.getTime() - DAY_MS));
  const counted = new Map(sums.map((sum) => [sum.session, sum]));
  const checks = [...bySession].map(([session, own]): CheckedSession => {
    const sum = counted.get(session);
    const told = own.map(({ metric, type, value, lastAt }) => ({ metric, type, value, lastMs: lastAt.getTime() }));
    return {
      session,
      runs: sum?.runs ?? 0,
      lastAt: new Date(Math.max(...told.map(({ lastMs }) => lastMs))).toISOString(),
      firstAt: sum?.firstAt.toISOString() ?? null,
      ...checkSession(told, sum === undefined ? null : toCounted(sum), now.getTime()),
    };
  });
  return ok(checks.sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1)));
}
