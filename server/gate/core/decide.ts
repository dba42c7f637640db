import { invariant } from "@/server/kernel/result";
import type { Check, Question, Verdict } from "./check";
import { budget, budgetAsks } from "./checks/budget";
import { killSwitch } from "./checks/kill-switch";
import { loop } from "./checks/loop";
import { policy } from "./checks/policy";
import { registration } from "./checks/registration";
import { replay } from "./checks/replay";
import { standingGrant } from "./checks/standing-grant";

/** The gate, in the order in which it asks. The first answer stands. */
export const CHECKS: readonly Check[] = [replay, killSwitch, registration, loop, budget, policy];

/** What may turn "ask people" into "allow", in the order in which it is asked. Nothing turns a denial. */
export const RELAXATIONS: readonly Check[] = [standingGrant];

/** What puts before people what would be allowed otherwise. */
export const RESTRICTIONS: readonly Check[] = [budgetAsks];

type Answer = { readonly check: string; readonly verdict: Verdict };

function firstOf(checks: readonly Check[], question: Question): Answer | null {
  for (const check of checks) {
    const verdict = check.ask(question);
    if (verdict !== null) return { check: check.name, verdict };
  }
  return null;
}

/** The answer that stands, and which check gave it. */
export function decide(question: Question): Answer {
  const answer = firstOf(CHECKS, question);
  invariant(answer !== null, "no check of the gate answered");
  const { verdict } = answer;
  const asksPeople = verdict.kind === "decided" && verdict.effect === "require_approval";
  const relaxed = (asksPeople ? firstOf(RELAXATIONS, question) : null) ?? answer;
  const isAllowed = relaxed.verdict.kind === "decided" && relaxed.verdict.effect === "allow";
  return (isAllowed ? firstOf(RESTRICTIONS, question) : null) ?? relaxed;
}

/** The state in which an action begins, by what was decided. */
export const FIRST_STATES = { allow: "allowed", deny: "denied", require_approval: "awaiting" } as const;

const DEFAULT_ALLOWANCE_MINUTES = 15;

/** Until when something that no person decided may be consumed. */
export const allowedUntil = (allowanceMinutes: number | null, now: Date): Date =>
  new Date(now.getTime() + (allowanceMinutes ?? DEFAULT_ALLOWANCE_MINUTES) * 60_000);
