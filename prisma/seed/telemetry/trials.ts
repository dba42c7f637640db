import type { SeedCall } from "../scenarios";
import { MODELS, PROFILES } from "./profiles";
import { idOf, type Model } from "./run";

/** What a model does otherwise than the people of the demo are used to: how often its calls are refused, and fail. */
type Habit = { readonly model: Model; readonly refused: number; readonly failed: number };

/** Work that part of the runs does on another model: what routing advice has to say differs in each. */
const TRIALS: Readonly<Record<string, readonly [now: Habit, tried: Habit, share: number]>> = {
  // As good, at a third of the cost.
  "account-review": [{ model: MODELS.sonnet, refused: 0, failed: 0.06 }, { model: MODELS.haiku, refused: 0, failed: 0 }, 0.47],
  // Cheaper, and its offers are refused more often.
  "renewal-outreach": [{ model: MODELS.sonnet, refused: 0.1, failed: 0.02 }, { model: MODELS.haiku, refused: 0.55, failed: 0.3 }, 0.45],
  // Cheaper, and tried too little to tell.
  claims: [{ model: MODELS.gpt5, refused: 0.15, failed: 0.04 }, { model: MODELS.gpt5Mini, refused: 0.15, failed: 0.04 }, 0.3],
};

/** Providers that an agent's SDK speaks with. */
const isSpoken = (agent: string, { provider }: Model): boolean => PROFILES[agent]?.dialect !== "openai-agents" || provider === "openai";

/** A number between 0 and 1 that a run always has. */
const chanceOf = (name: string): number => Number.parseInt(idOf(name, 8).slice(0, 8), 16) / 2 ** 32;

function habitOf({ taskClass, agent }: SeedCall, runId: string): Habit | null {
  const trial = TRIALS[taskClass];
  if (trial === undefined) return null;
  const [now, tried, share] = trial;
  const habit = chanceOf(`trial ${runId}`) < share ? tried : now;
  return isSpoken(agent, habit.model) ? habit : null;
}

/** The model of a run, where its work is tried on two; null where its agent has one. */
export const triedModel = (call: SeedCall, runId: string): Model | null => habitOf(call, runId)?.model ?? null;

type Ending = {
  readonly verdict: "approve" | "reject" | "nobody";
  readonly outcome: "succeeded" | "failed" | "never_consumed";
};

/** How a planned call ends, by the habits of the model that makes it. */
export function endingOf<P extends Ending & { readonly call: SeedCall }>(plan: P, runId: string): P {
  const habit = habitOf(plan.call, runId);
  if (habit === null) return plan;
  const verdict = chanceOf(`refused ${runId}`) < habit.refused ? "reject" : plan.verdict === "nobody" ? "nobody" : "approve";
  return { ...plan, verdict, outcome: chanceOf(`failed ${runId}`) < habit.failed ? "failed" : "succeeded" };
}
