export type RiskTier = "low" | "medium" | "high";

const MINUTE_MS = 60_000;
const TIER_BONUS_MINUTES = { low: 0, medium: 10, high: 30 } as const satisfies Record<RiskTier, number>;
const MONEY_STEP_MINUTES = 5;
const MONEY_BONUS_MAX_MINUTES = 30;
/** One hundred US dollars in micro-USD: below that money does not hurry anyone. */
const MONEY_FLOOR_MICRO_USD = 100_000_000n;
/** What each further agent that waits in the same run moves a request forward, for three of them at most. */
export const WAITING_BONUS_MS = 10 * MINUTE_MS;
export const MOST_WAITING = 4;
/** A breached request precedes everything that is not: more than any expiry may be away. */
export const BREACH_BONUS_MS = 366 * 24 * 60 * MINUTE_MS;

/** Adds time as a calendar counts it. */
export type AddTime = (from: Date, ms: number) => Date;
const everyMinuteCounts: AddTime = (from, ms) => new Date(from.getTime() + ms);

/** When a request is due and when it ends, counted from `now` in time of its calendar. It never ends before it is due. */
export function deadlines(
  plan: { readonly dueMinutes: number; readonly expiryMinutes: number },
  now: Date,
  add: AddTime = everyMinuteCounts,
): { dueAt: Date; expiresAt: Date } {
  const after = (minutes: number) => add(now, minutes * MINUTE_MS);
  return { dueAt: after(Math.min(plan.dueMinutes, plan.expiryMinutes)), expiresAt: after(plan.expiryMinutes) };
}

/** When a stage that opens at `now` is due: never after the request ends. */
export function stageDue(dueMinutes: number, expiresAt: Date, now: Date, add: AddTime = everyMinuteCounts): Date {
  return new Date(Math.min(add(now, dueMinutes * MINUTE_MS).getTime(), expiresAt.getTime()));
}

/** Minutes that money moves a request forward: five for each power of ten above 100 USD, thirty at most. */
function moneyBonusMinutes(amountMicroUsd: bigint | null): number {
  let bonus = 0;
  for (let rest = (amountMicroUsd ?? 0n) / MONEY_FLOOR_MICRO_USD; rest >= 10n && bonus < MONEY_BONUS_MAX_MINUTES; rest /= 10n) {
    bonus += MONEY_STEP_MINUTES;
  }
  return bonus;
}

/**
 * The one order of the queue, earliest first: due, less a bonus for risk tier and money, and for agents that wait once
 * they are counted. All are small beside usual targets, so that time to breach still leads.
 */
export function urgencyAt(facts: { readonly dueAt: Date; readonly riskTier: RiskTier; readonly amountMicroUsd: bigint | null }): Date {
  const bonusMinutes = TIER_BONUS_MINUTES[facts.riskTier] + moneyBonusMinutes(facts.amountMicroUsd);
  return new Date(facts.dueAt.getTime() - bonusMinutes * MINUTE_MS);
}

/** Until when a claim made now holds. */
export const leaseUntil = (now: Date, leaseSeconds: number): Date => new Date(now.getTime() + leaseSeconds * 1_000);
