import { invariant } from "@/server/kernel/result";
import type { Check, Question, Verdict } from "./check";
import { killSwitch } from "./checks/kill-switch";
import { policy } from "./checks/policy";
import { registration } from "./checks/registration";
import { replay } from "./checks/replay";

/** The gate, in the order in which it asks. The first answer stands. */
export const CHECKS: readonly Check[] = [replay, killSwitch, registration, policy];

/** The first answer, and which check gave it. */
export function decide(question: Question): { readonly check: string; readonly verdict: Verdict } {
  for (const check of CHECKS) {
    const verdict = check.ask(question);
    if (verdict !== null) return { check: check.name, verdict };
  }
  invariant(false, "no check of the gate answered");
}

/** The state in which an action begins, by what was decided. */
export const FIRST_STATES = { allow: "allowed", deny: "denied", require_approval: "awaiting" } as const;

const DEFAULT_ALLOWANCE_MINUTES = 15;

/** Until when something that no person decided may be consumed. */
export const allowedUntil = (allowanceMinutes: number | null, now: Date): Date =>
  new Date(now.getTime() + (allowanceMinutes ?? DEFAULT_ALLOWANCE_MINUTES) * 60_000);
