import type { StoryStep, Turn } from "./story-schema";

const DEEDS = new Set(["tool", "retrieval", "guardrail", "handoff", "approval"]);
/** As many steps are read for what was said; the rest is told without. */
const MOST_QUOTED = 60;

/** The steps that tell something, by when they began, parted at each call of a model. */
export function turnsOf(steps: readonly StoryStep[]): Turn[] {
  const told = steps
    .filter(({ kind }) => kind === "llm" || DEEDS.has(kind))
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : a.place - b.place));
  const turns: { decision: StoryStep | null; deeds: StoryStep[] }[] = [];
  for (const step of told) {
    const last = turns.at(-1);
    if (step.kind === "llm") turns.push({ decision: step, deeds: [] });
    else if (last === undefined) turns.push({ decision: null, deeds: [step] });
    else last.deeds.push(step);
  }
  return turns;
}

const isNotable = ({ deeds }: Turn): boolean => deeds.some(({ actionId, governed }) => actionId !== null || governed === false);

/** The steps whose words a story quotes: the first, the last, those upon which the gate was or should have been asked, then the others. */
export function quotedSteps(steps: readonly StoryStep[]): string[] {
  const turns = turnsOf(steps).filter(({ decision }) => decision !== null);
  const ordered = [...turns.slice(0, 1), ...turns.slice(-1), ...turns.filter(isNotable), ...turns];
  const ids = [steps[0]?.spanId, ...ordered.map(({ decision }) => decision?.spanId)].filter((id) => id !== undefined);
  return [...new Set(ids)].slice(0, MOST_QUOTED);
}
