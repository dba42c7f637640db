import { ACTS, type Act, type Measure, type Standing, type Threshold } from "./terms";

const PICO_PER_MICRO = 1_000_000n;

/** What counters hold of an amount in the unit that people read: money is kept in pico-USD, so that sums are exact. */
export const toKept = (measure: Measure, amount: bigint): bigint => (measure === "money" ? amount * PICO_PER_MICRO : amount);

/** The amount that people read, rounded up: what was begun to be spent is never told as less. */
export const toShown = (measure: Measure, kept: bigint): bigint => {
  if (measure !== "money") return kept;
  return kept >= 0n ? (kept + PICO_PER_MICRO - 1n) / PICO_PER_MICRO : -(-kept / PICO_PER_MICRO);
};

/** How a window stands, in the units of counters; `limit` is with its extensions. */
export type Position = { readonly spent: bigint; readonly reserved: bigint; readonly limit: bigint };

/** From which amount on a threshold holds. */
export const capOf = (limit: bigint, percent: number): bigint => (limit * BigInt(percent)) / 100n;

/** Whether a threshold holds for a call that may take up `x`: the amount is reached, or the call would go past it. */
const holds = ({ percent }: Threshold, { spent, reserved, limit }: Position, x: bigint): boolean => {
  const [used, cap] = [spent + reserved, capOf(limit, percent)];
  return used >= cap || used + x > cap;
};

const severity = (act: Act): number => ACTS.indexOf(act);

/** The strictest threshold that holds for a call that may take up `x`; null when none does. */
export function strictest(thresholds: readonly Threshold[], position: Position, x: bigint): Threshold | null {
  return thresholds
    .filter((threshold) => holds(threshold, position, x))
    .reduce<Threshold | null>((worst, one) => (worst === null || severity(one.act) > severity(worst.act) ? one : worst), null);
}

/** The most that may ever be spent and held: where the first threshold cuts off. Null when none does. */
export function hardCap(thresholds: readonly Threshold[], limit: bigint): bigint | null {
  const percents = thresholds.filter(({ act }) => act === "cut_off").map(({ percent }) => percent);
  return percents.length === 0 ? null : capOf(limit, Math.min(...percents));
}

const STANDING = { notify: "notified", require_approval: "asks", throttle: "throttled", cut_off: "cut_off" } as const;

/** How a window stands by what was spent in it. */
export function standingOf(thresholds: readonly Threshold[], position: Position): Standing {
  const worst = strictest(thresholds, { ...position, reserved: 0n }, 0n);
  return worst === null ? "within" : STANDING[worst.act];
}

/** What is left of the limit, never below zero. */
export const remainingOf = ({ spent, reserved, limit }: Position): bigint => {
  const left = limit - spent - reserved;
  return left > 0n ? left : 0n;
};

/** Spent and held of the limit, a whole percentage rounded down. */
export const percentOf = ({ spent, reserved, limit }: Position): number => Number(((spent + reserved) * 100n) / limit);
