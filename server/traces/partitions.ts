import { remembered } from "@/server/platform/remembered";
import { type Days, dayOf, SHIPPED_DAYS } from "./core/retention";
import { findRetention } from "./retention-store";
import { makePartitions } from "./step-store";

const DAY_MS = 86_400_000;
const AHEAD_DAYS = 1;

// Next.js loads modules once a bundle; the process must still remember once.
const shared = globalThis as typeof globalThis & { reeveStepDays?: Set<string> };

/** Sees to it that steps of the days of these moments (in milliseconds) can be stored: asks the database once a day and process. */
export async function ensureDays(moments: readonly number[]): Promise<void> {
  shared.reeveStepDays ??= new Set();
  const known = shared.reeveStepDays;
  const days = new Set(moments.map((ms) => Math.floor(ms / DAY_MS)));
  const unknown = [...days]
    .map((day) => dayOf(new Date(day * DAY_MS)))
    .filter((day) => !known.has(day))
    .sort();
  if (unknown.length === 0) return;
  await makePartitions(unknown);
  for (const day of unknown) known.add(day);
}

/** Forgets which days exist: someone dropped a partition, or the database is another one. */
export const forgetDays = (): void => shared.reeveStepDays?.clear();

type Retention = {
  readonly version: number;
  readonly days: Days;
  readonly change: { readonly authorId: string; readonly reason: string; readonly changedAt: Date } | null;
};

/** How long each stream is kept, as of now. */
export async function retentionInForce(): Promise<Retention> {
  const found = await findRetention();
  if (found === null) return { version: 0, days: SHIPPED_DAYS, change: null };
  const { version, days, ...change } = found;
  return { version, days, change };
}

const REMEMBERED_MS = 5_000;
let lastVersion = 0;
const remembering = remembered(REMEMBERED_MS, async () => {
  const { version, days } = await retentionInForce();
  // Days that were there may have gone since they were kept for less.
  if (version !== lastVersion) forgetDays();
  lastVersion = version;
  return days;
});

/** The span of time of which telemetry of a stream is taken, in nanoseconds: back to the end of its retention, a day ahead. */
export async function windowAt(
  now: Date,
  stream: "payloads" | "events" | "metrics",
): Promise<{ readonly from: bigint; readonly to: bigint }> {
  const days = (await remembering("all"))[stream];
  const today = Date.parse(dayOf(now));
  return { from: BigInt(today - (days - 1) * DAY_MS) * 1_000_000n, to: BigInt(today + (AHEAD_DAYS + 1) * DAY_MS) * 1_000_000n };
}

/** A moment of today and of each of the days to come. */
export const daysAhead = (now: Date): readonly number[] => Array.from({ length: AHEAD_DAYS + 2 }, (_, i) => now.getTime() + i * DAY_MS);

/** A day and more around moments in milliseconds: what belongs together is seldom further apart. */
export function around(moments: readonly number[]): { readonly from: Date; readonly to: Date } {
  const [first, last] = moments.reduce(([min, max], ms) => [Math.min(min, ms), Math.max(max, ms)], [Number.MAX_VALUE, -Number.MAX_VALUE]);
  return { from: new Date(first - 2 * DAY_MS), to: new Date(last + 2 * DAY_MS) };
}
