import { listWords } from "@/server/kernel/list-words";
import { effectWords } from "./story-action";
import { authorWho } from "./story-authority";
import { quoteOf } from "./story-quotes";
import type { Chapter, StoryAction, StoryFacts, StoryPart, StoryStep } from "./story-schema";
import { counted, lastingWords, named } from "./words";

/** Deeds of one name in a turn are told in one sentence. */
type Deeds = { readonly name: string; readonly steps: readonly StoryStep[]; readonly action: StoryAction | null };

const nameOf = (step: StoryStep): string => named(step.kind === "tool" ? (step.tool ?? step.name) : step.name);
const stepPart = (step: StoryStep): StoryPart => ({ kind: "step", spanId: step.spanId, text: `step ${step.place}` });

function groupsOf(deeds: readonly StoryStep[], actions: ReadonlyMap<string, StoryAction>): Deeds[] {
  const by = ({ actionId }: StoryStep) => {
    const action = actions.get(actionId ?? "");
    return action === undefined ? "" : `${action.rule?.id} ${action.rule?.version} ${action.grantId}`;
  };
  const groups = Map.groupBy(deeds, (step) => `${step.kind} ${nameOf(step)} ${by(step)}`);
  return [...groups.values()].flatMap((steps) => {
    const [first] = steps;
    return first === undefined ? [] : [{ name: nameOf(first), steps, action: actions.get(first.actionId ?? "") ?? null }];
  });
}

const VERBS: { readonly [kind: string]: string } = {
  retrieval: "searched with",
  guardrail: "was checked by",
  handoff: "handed over:",
  approval: "waited for a person:",
};

function countWords(steps: readonly StoryStep[]): string {
  const failed = steps.filter(({ status }) => status === "error").length;
  if (steps.length === 1) return failed === 0 ? "" : ", and it failed";
  return `, ${counted(steps.length, "time")}${failed === 0 ? "" : `, of which ${failed} failed`}`;
}

function deedParts({ name, steps, action }: Deeds): StoryPart[] {
  const [first] = steps;
  if (first === undefined) return [];
  const isCode = first.kind === "tool" || first.kind === "retrieval";
  return [
    `It ${VERBS[first.kind] ?? "called"} `,
    isCode ? { kind: "code", text: name } : name,
    countWords(steps),
    ...(action === null ? [] : [", as ", ...authorWho(action), "allows"]),
    " ",
    stepPart(first),
    ". ",
  ];
}

const modelParts = (decision: StoryStep): StoryPart[] => {
  const took =
    decision.endedAt === null ? "" : lastingWords(Math.max(0, Date.parse(decision.endedAt) - Date.parse(decision.startedAt)) * 1_000);
  const how = decision.status === "error" ? ", and the call failed " : took === "" ? " " : `, and answered in ${took} `;
  return [`${decision.model === null ? "A model" : named(decision.model)} was asked${how}`, stepPart(decision), ". "];
};

type Plain = {
  readonly decision: StoryStep | null;
  readonly deeds: readonly StoryStep[];
  readonly actions: ReadonlyMap<string, StoryAction>;
};

/** What a turn did besides what the gate was asked about; null when that is nothing worth telling. */
export function chapterOfDeeds({ decision, deeds, actions }: Plain, facts: StoryFacts, isQuoted: boolean): Chapter | null {
  const first = decision ?? deeds[0];
  const isFailed = decision?.status === "error";
  if (first === undefined || (deeds.length === 0 && !isFailed)) return null;
  const groups = groupsOf(deeds, actions);
  const agent = first.agent === null ? "The agent" : named(first.agent);
  const names = groups.map(({ name }) => name);
  const some = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} others`] : names;
  return {
    key: first.spanId,
    at: first.startedAt,
    mark: isFailed ? "failed" : "plain",
    heading: groups.length === 0 ? `${agent} asked the model, and that failed` : `${agent} used ${listWords(some, "and")}`,
    parts: [...(decision === null ? [] : modelParts(decision)), ...groups.flatMap(deedParts)],
    changes: [],
    quote: decision === null || !isQuoted ? null : quoteOf(decision, facts),
  };
}

function ungovernedParts({ name, steps }: Deeds, first: StoryStep, { sideEffects }: StoryFacts): StoryPart[] {
  const effect = effectWords(sideEffects.get(first.tool ?? ""));
  const known = effect === "" ? "Nobody registered this tool, so what it can change is unknown. " : `${effect} `;
  const calls = steps.length === 1 ? "this call" : "these calls";
  const why =
    first.actionId === null
      ? `Nobody decided ${calls}: the gate was not asked. `
      : `The gate was asked, but ${calls} did not use a permission of it. `;
  const agent = first.agent === null ? "The agent" : named(first.agent);
  return [`${agent} called `, { kind: "code", text: name }, countWords(steps), " ", stepPart(first), `. ${why}${known}`];
}

/** Calls that nobody decided, by tool. */
export function chaptersOfUngoverned(deeds: readonly StoryStep[], facts: StoryFacts): Chapter[] {
  const asked = deeds.filter(({ actionId }) => actionId !== null);
  const unasked = deeds.filter(({ actionId }) => actionId === null);
  return [...groupsOf(asked, new Map()), ...groupsOf(unasked, new Map())].flatMap((group) => {
    const [first] = group.steps;
    if (first === undefined) return [];
    const heading = group.steps.length === 1 ? "One call ran ungoverned" : `${counted(group.steps.length, "call")} ran ungoverned`;
    const parts = ungovernedParts(group, first, facts);
    return [{ key: `${first.spanId}-ungoverned`, at: first.startedAt, mark: "ungoverned", heading, parts, changes: [], quote: null }];
  });
}
