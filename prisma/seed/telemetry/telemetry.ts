import { observeRuns } from "@/server/advice/observe";
import type { KeyActor } from "@/server/platform/actor";
import { foldCosts } from "@/server/spend/keeping";
import { foldCounts } from "@/server/traces/keeping";
import { ensureDays } from "@/server/traces/partitions";
import { settleTraces } from "@/server/traces/settle";
import type { Random } from "../random";
import { handOff, odditiesUntil, shadowAt, unguarded } from "./oddities";
import type { Run } from "./run";
import { heardOf, sendRuns } from "./send";
import { sessionAt } from "./sessions";
import { talkAt } from "./talks";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAYS = 90;
const SHADOW_SINCE_DAYS = 12;

/** What agents did beside the gated calls, on each of the last ninety days. Pure, from the seed alone. */
export function planRuns(random: Random, nowMs: number): readonly Run[] {
  const runs: Run[] = [];
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  for (let ago = DAYS; ago >= 0; ago--) {
    const midnight = today - ago * DAY_MS;
    const weekday = new Date(midnight).getUTCDay();
    const isWeekend = weekday === 0 || weekday === 6;
    const some = (from: number, to: number) => (isWeekend ? Math.floor(random.between(from, to) / 4) : random.between(from, to));
    const add = (count: number, run: (number: number, startMs: number) => Run) => {
      for (let i = 0; i < count; i++)
        runs.push(run(runs.length, midnight + random.between(7 * 60, 18 * 60) * MINUTE_MS + random.between(0, 59_999)));
    };
    add(some(16, 26), talkAt);
    add(some(1, 4), sessionAt);
    add(some(0, 2), handOff);
    if (random.chance(0.12)) add(1, unguarded);
    if (ago < SHADOW_SINCE_DAYS) add(some(1, 3), shadowAt);
  }
  return [...runs, ...odditiesUntil(nowMs)].filter((run) => heardOf(run) < nowMs);
}

/** Days made in one statement: it must end in its time on a busy machine, too. */
const DAYS_AT_ONCE = 7;

/** Makes room for the telemetry of all these days, so that what is sent need not wait for it day by day. */
export async function makeDays(now: Date): Promise<void> {
  const days = Array.from({ length: DAYS + 1 }, (_, ago) => now.getTime() - ago * DAY_MS);
  for (let at = 0; at < days.length; at += DAYS_AT_ONCE) await ensureDays(days.slice(at, at + DAYS_AT_ONCE));
}

/** Older days are sent a few at a time: fewer commits, and nobody looks at the hour any more. */
const OLD_DAYS = 8;
const TOGETHER_DAYS = 3;

function groupOf(run: Run, nowMs: number): number {
  // What still runs was last heard of just now.
  const day = Math.floor((run.isOpen === true ? nowMs : heardOf(run)) / DAY_MS);
  return nowMs / DAY_MS - day > OLD_DAYS ? day - (day % TOGETHER_DAYS) : day;
}

/** Sends the telemetry of these runs in the order in which it came in then. */
export async function seedTelemetry(actor: KeyActor, runs: readonly Run[], now: Date, progress: (traces: number) => void): Promise<void> {
  const nowMs = now.getTime();
  const groups = Map.groupBy(runs, (run) => groupOf(run, nowMs));
  let sent = 0;
  for (const day of [...groups.keys()].sort((a, b) => a - b)) {
    const own = groups.get(day) ?? [];
    await sendRuns(actor, own, nowMs);
    sent += own.length;
    progress(sent);
  }
}

const HOUR_MS = 60 * MINUTE_MS;

/** What the worker would have done with this telemetry an hour ago, and has summed up since: it finds nothing of the past to do. */
export async function settleTelemetry(now: Date): Promise<void> {
  await settleTraces(new Date(now.getTime() - HOUR_MS));
  await foldCounts();
  await foldCosts(now);
  await observeRuns(now);
}
