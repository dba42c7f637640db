import { usdWords } from "@/server/kernel/money";
import { chaptersOfAction, isQuiet } from "./story-action";
import { isWaiting } from "./story-authority";
import { briefOf } from "./story-brief";
import { chapterOfDeeds, chaptersOfUngoverned } from "./story-deeds";
import { goalOf, quoteOf } from "./story-quotes";
import type { Chapter, Story, StoryAction, StoryFacts, StoryPart, StoryStep, StoryTrace, Turn } from "./story-schema";
import { turnsOf } from "./story-turns";
import { costWords, counted, lastingWords, named, tokenWords } from "./words";

/** As many turns as a story tells; a longer run is read in the timeline. */
export const MOST_TURNS = 60;

const stepLink = (step: StoryStep): StoryPart => ({ kind: "step", spanId: step.spanId, text: `step ${step.place}` });

/** The decision chain of a trace, in plain words, from what is on record alone. */
export function tellStory(trace: StoryTrace, steps: readonly StoryStep[], facts: StoryFacts, toldAt: string): Story {
  const turns = turnsOf(steps);
  const actions = new Map(facts.actions.map((action) => [action.id, action]));
  const told = turns.slice(0, MOST_TURNS).flatMap((turn) => chaptersOfTurn(turn, actions, facts));
  const untold = turns.slice(MOST_TURNS);
  const unseen = actionsWithoutSteps(facts.actions, steps, untold);
  const middle = [...told, ...unseen.flatMap((action) => chaptersOfAction(action, null, null)), ...leftOut(untold, facts)];
  return {
    traceId: trace.traceId,
    name: named(trace.name),
    startedAt: trace.startedAt,
    toldAt,
    brief: briefOf(trace, steps, facts),
    chapters: [
      beginning(trace, steps, facts),
      ...middle.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
      ending(trace, turns, facts),
      ...costing(trace, steps),
    ],
    isClosed: facts.isClosed,
    cut: facts.cut,
  };
}

/** Actions that no step carried out: refused, still waiting, or told by the gate alone. */
function actionsWithoutSteps(
  actions: readonly StoryAction[],
  steps: readonly StoryStep[],
  untold: readonly Turn[],
): readonly StoryAction[] {
  const late = new Set(untold.flatMap(({ deeds }) => deeds.map(({ actionId }) => actionId)));
  const joined = new Set(steps.map(({ actionId }) => actionId));
  // What people decided is told however late it came.
  return actions.filter((action) => !joined.has(action.id) || (late.has(action.id) && !isQuiet(action)));
}

function chaptersOfTurn({ decision, deeds }: Turn, actions: ReadonlyMap<string, StoryAction>, facts: StoryFacts): Chapter[] {
  const weighty = new Map<string, StoryStep>();
  for (const step of deeds) {
    const action = actions.get(step.actionId ?? "");
    if (action !== undefined && !isQuiet(action) && !weighty.has(action.id)) weighty.set(action.id, step);
  }
  const ungoverned = deeds.filter(({ governed }) => governed === false);
  const plain = deeds.filter((step) => step.governed !== false && !weighty.has(step.actionId ?? ""));
  const said = decision === null ? null : quoteOf(decision, facts);
  const chapter = chapterOfDeeds({ decision, deeds: plain, actions }, facts, weighty.size === 0);
  const gated = [...weighty].flatMap(([id, step], i) => {
    const action = actions.get(id);
    return action === undefined ? [] : chaptersOfAction(action, step, i === 0 ? said : null);
  });
  const alone = chaptersOfUngoverned(ungoverned, facts).map((one, i) => {
    const isFirst = i === 0 && chapter === null && weighty.size === 0;
    return isFirst ? { ...one, quote: said } : one;
  });
  return [...(chapter === null ? [] : [chapter]), ...gated, ...alone];
}

function beginning(trace: StoryTrace, steps: readonly StoryStep[], facts: StoryFacts): Chapter {
  const [first] = steps;
  const agent = trace.agent === null ? "An agent that does not name itself" : named(trace.agent);
  const id = trace.initiator === null ? null : named(trace.initiator.id);
  const by = facts.initiator === null ? id : named(facts.initiator);
  const says =
    by === null || id === null
      ? "Its telemetry does not say who set it off"
      : `It says that ${by === id ? id : `${by} (${id})`} set it off`;
  return {
    key: "begin",
    at: trace.startedAt,
    mark: "plain",
    heading: by === null ? "It began" : `${by} set it off`,
    parts: [
      `${agent} began. ${says}. `,
      ...(trace.taskClass === null ? [] : [`The kind of work is ${named(trace.taskClass)}. `]),
      ...(first === undefined ? [] : [stepLink(first)]),
    ],
    changes: [],
    quote: goalOf(steps, facts),
  };
}

function leftOut(untold: readonly Turn[], { unread }: StoryFacts): Chapter[] {
  const [first] = untold;
  const step = first?.decision ?? first?.deeds[0];
  if (step === undefined) return [];
  const unsaid = unread > 0 ? `${counted(unread, "action")} of the gate are not told either. ` : "";
  return [
    {
      key: "left-out",
      at: step.startedAt,
      mark: "plain",
      heading: `${counted(untold.length, "more turn")} not told here`,
      parts: [`The timeline has them all; what people decided is told all the same. ${unsaid}`, stepLink(step)],
      changes: [],
      quote: null,
    },
  ];
}

const ENDINGS = { ok: "It ended without a failure", error: "It failed", running: "It is still running" } as const;
const endOf = ({ startedAt, durationMs }: StoryTrace): string => new Date(Date.parse(startedAt) + durationMs).toISOString();

function ending(trace: StoryTrace, turns: readonly Turn[], facts: StoryFacts): Chapter {
  const last = turns.at(-1);
  const answer = last?.decision != null && last.deeds.length === 0 ? last.decision : null;
  const isEnded = trace.status !== "running";
  const took = isEnded ? "It took" : isWaiting(facts) ? "Its own steps took" : "So far it takes";
  return {
    key: "end",
    at: endOf(trace),
    mark: trace.status === "error" ? "failed" : "plain",
    heading: isWaiting(facts) ? "It waits for people" : ENDINGS[trace.status],
    parts: [
      `${took} ${lastingWords(trace.durationMs * 1_000)} and ${counted(trace.steps, "step")}. `,
      ...(trace.errors > 0 ? [`${counted(trace.errors, "step")} failed on the way. `] : []),
      ...(trace.ungoverned > 0 ? [`${counted(trace.ungoverned, "tool call")} never passed the gate. `] : []),
    ],
    changes: [],
    quote: answer === null ? null : quoteOf(answer, facts),
  };
}

function dearestOf(steps: readonly StoryStep[]): { readonly step: StoryStep; readonly cost: bigint } | null {
  let dearest: { step: StoryStep; cost: bigint } | null = null;
  for (const step of steps) {
    const cost = step.counted && step.costMicroUsd !== null ? BigInt(step.costMicroUsd) : 0n;
    if (cost > (dearest?.cost ?? 0n)) dearest = { step, cost };
  }
  return dearest;
}

function costing(trace: StoryTrace, steps: readonly StoryStep[]): Chapter[] {
  const cost = costWords(trace);
  if (cost === null) return [];
  const tokens = Number(trace.inputTokens) + Number(trace.outputTokens);
  const dearest = dearestOf(steps);
  const use = `${tokenWords(tokens)} tokens in ${counted(trace.llmSteps, "model call")}`;
  const team = trace.team === null ? "" : ` It is counted for ${named(trace.team)}.`;
  const most: StoryPart[] =
    dearest === null || trace.llmSteps < 2 ? [] : [`The largest part, ${usdWords(dearest.cost)}, was `, stepLink(dearest.step), ". "];
  const total = trace.costMicroUsd === null ? `It used ${use}; what that cost is unknown.` : `It cost ${cost} for ${use}.`;
  return [
    {
      key: "cost",
      at: endOf(trace),
      mark: "plain",
      heading: "What it cost",
      parts: [`${total}${team} `, ...most],
      changes: [],
      quote: null,
    },
  ];
}
