import { makePartitions } from "./step-store";

const DAY_MS = 86_400_000;
/** How long steps and their payloads are kept. */
export const RETENTION_DAYS = { step: 400, step_payload: 200, step_event: 200 } as const;
/** How far back telemetry may come: as far as payloads go. */
export const WINDOW_DAYS = RETENTION_DAYS.step_payload;
const AHEAD_DAYS = 1;

export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

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

/** The span of time of which telemetry is taken, in nanoseconds: back to the end of retention, a day ahead. */
export function windowAt(now: Date): { readonly from: bigint; readonly to: bigint } {
  const today = Date.parse(dayOf(now));
  return { from: BigInt(today - (WINDOW_DAYS - 1) * DAY_MS) * 1_000_000n, to: BigInt(today + (AHEAD_DAYS + 1) * DAY_MS) * 1_000_000n };
}

/** A moment of today and of each of the days to come. */
export const daysAhead = (now: Date): readonly number[] => Array.from({ length: AHEAD_DAYS + 2 }, (_, i) => now.getTime() + i * DAY_MS);

/** A day and more around moments in milliseconds: what belongs together is seldom further apart. */
export function around(moments: readonly number[]): { readonly from: Date; readonly to: Date } {
  const [first, last] = moments.reduce(([min, max], ms) => [Math.min(min, ms), Math.max(max, ms)], [Number.MAX_VALUE, -Number.MAX_VALUE]);
  return { from: new Date(first - 2 * DAY_MS), to: new Date(last + 2 * DAY_MS) };
}
