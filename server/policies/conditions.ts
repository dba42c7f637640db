import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { access } from "./access";
import { conditionProblem } from "./core/condition";
import { conditionWords } from "./core/condition-words";
import type { ConditionReading } from "./schema";

/** Reads a condition as it is typed, with the checks of publishing. */
export function readCondition(actor: Actor, when: string): Result<ConditionReading> {
  if (!access.read(actor)) return refuse("forbidden", "Sign in to check a condition.");
  const problem = conditionProblem(when.trim());
  return ok({ problem, words: problem === null ? conditionWords(when.trim()) : null });
}
