import type { KeyActor } from "@/server/platform/actor";
import { ensureDays } from "@/server/traces/partitions";
import type { Random } from "../random";
import { type Episode, runOfEpisode } from "./episodes";
import { handOff, odditiesUntil, shadowAt, unguarded } from "./oddities";
import type { Run } from "./run";
import { heardOf, sendFaulty, sendRuns } from "./send";
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

/** Sends the telemetry of ninety days, day by day, as it came in then. */
export async function seedTelemetry(
  actor: KeyActor,
  episodes: readonly Episode[],
  runs: readonly Run[],
  now: Date,
  progress: (traces: number) => void,
): Promise<number> {
  const all = [...runs, ...episodes.map(runOfEpisode)];
  const nowMs = now.getTime();
  // What still runs was last heard of just now.
  const days = Map.groupBy(all, (run) => Math.floor((run.isOpen === true ? nowMs : heardOf(run)) / DAY_MS));
  let sent = 0;
  for (const day of [...days.keys()].sort((a, b) => a - b)) {
    const own = days.get(day) ?? [];
    await sendRuns(actor, own, nowMs);
    sent += own.length;
    progress(sent);
  }
  await sendFaulty(actor, nowMs - 6 * DAY_MS);
  return sent;
}

/** The days that this telemetry is of exist before it comes, all made at once. */
export const ensureNinetyDays = (now: Date): Promise<void> =>
  ensureDays(Array.from({ length: DAYS + 3 }, (_, ago) => now.getTime() - (ago - 1) * DAY_MS));
