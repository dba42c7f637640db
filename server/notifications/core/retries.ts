import type { OutgoingChannel } from "./kinds";

const [SECOND, MINUTE, HOUR] = [1, 60, 3_600];

/** The pauses after each failed attempt, in seconds; after the last one a delivery is given up. */
export const PAUSES = {
  // Standard Webhooks' schedule: three days and some hours in all.
  webhook: [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
  email: [10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR],
  slack: [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 6 * HOUR],
} as const satisfies Record<OutgoingChannel, readonly number[]>;

/** An endpoint that fails for this long without one success is disabled. */
export const DISABLE_AFTER_MS = 5 * 24 * HOUR * 1_000;
/** Nobody may make us wait longer than this by Retry-After. */
const LONGEST_WISH_SECONDS = 24 * HOUR;

export type Outcome =
  | { readonly kind: "sent"; readonly code: string; readonly remote?: { readonly channel: string; readonly ts: string } }
  | {
      readonly kind: "failed";
      readonly code: string | null;
      readonly error: string;
      /** Trying again cannot help. */
      readonly isFinal?: boolean;
      /** When the receiver asked for a pause. */
      readonly retryAfterSeconds?: number;
    }
  /** Not attempted: nobody is there to be told any more. */
  | { readonly kind: "dropped"; readonly why: string };

export type NextStep =
  | { readonly state: "sent" | "dead" | "dropped"; readonly nextAttemptAt: null }
  | { readonly state: "waiting"; readonly nextAttemptAt: Date };

/** What becomes of a delivery after its attempt number `attempts` ended so. */
export function nextStep(channel: OutgoingChannel, attempts: number, outcome: Outcome, now: Date): NextStep {
  if (outcome.kind !== "failed") return { state: outcome.kind, nextAttemptAt: null };
  const pause = PAUSES[channel][attempts - 1];
  if (outcome.isFinal || pause === undefined) return { state: "dead", nextAttemptAt: null };
  const wish = Math.min(outcome.retryAfterSeconds ?? 0, LONGEST_WISH_SECONDS);
  return { state: "waiting", nextAttemptAt: new Date(now.getTime() + Math.max(pause, wish) * 1_000) };
}
