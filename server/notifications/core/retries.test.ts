import { expect, test } from "vitest";
import { nextStep, PAUSES } from "./retries";

const now = new Date("2026-11-22T10:00:00Z");
const failed = { kind: "failed", code: "500", error: "it broke" } as const;
const pauseOf = (step: ReturnType<typeof nextStep>) => step.nextAttemptAt && (step.nextAttemptAt.getTime() - now.getTime()) / 1_000;

test("a webhook is retried on the schedule of Standard Webhooks, for more than three days, then given up", () => {
  const pauses = PAUSES.webhook.map((_, i) => pauseOf(nextStep("webhook", i + 1, failed, now)));
  expect(pauses).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);
  expect(pauses.reduce<number>((sum, pause) => sum + (pause ?? 0), 0)).toBeGreaterThan(3 * 86_400);
  expect(nextStep("webhook", 10, failed, now)).toEqual({ state: "dead", nextAttemptAt: null });
});

test("what cannot work is given up at once, and what went is done", () => {
  expect(nextStep("email", 1, { ...failed, isFinal: true }, now).state).toBe("dead");
  expect(nextStep("slack", 1, { kind: "sent", code: "ok" }, now).state).toBe("sent");
  expect(nextStep("slack", 1, { kind: "dropped", why: "settled" }, now).state).toBe("dropped");
});

test("a receiver may ask for a longer pause, never for a shorter one nor for more than a day", () => {
  expect(pauseOf(nextStep("slack", 1, { ...failed, retryAfterSeconds: 90 }, now))).toBe(90);
  expect(pauseOf(nextStep("webhook", 2, { ...failed, retryAfterSeconds: 1 }, now))).toBe(300);
  expect(pauseOf(nextStep("webhook", 2, { ...failed, retryAfterSeconds: 1e9 }, now))).toBe(86_400);
});
