import type { Content } from "@/server/traces/core/content";
import type { Skeleton } from "@/server/traces/schema";
import { extentOf, momentOf, type SkeletonStep, stepAt } from "./read-skeleton";
import { chapterOfDecision } from "./story-decision";
import { goalOf, quoteOf, saidOf } from "./story-quotes";
import type { Chapter, StoryFacts, StoryPart, Turn } from "./story-schema";
import { costWords, counted, lastingWords, named, tokenWords } from "./trace-words";

/** As many turns as a story tells; a longer run is read in the timeline. */
export const MOST_TURNS = 60;

const DEEDS = new Set(["tool", "retrieval", "guardrail", "handoff", "approval"]);

/** The steps that tell something, by when they began, parted at each call of a model. */
export function turnsOf(skeleton: Skeleton): Turn[] {
  const steps = skeleton.spanId
    .flatMap((_, index) => stepAt(skeleton, index) ?? [])
    .filter(({ kind }) => kind === "llm" || DEEDS.has(kind))
    .sort((a, b) => a.offsetUs - b.offsetUs || a.index - b.index);
  const turns: { decision: SkeletonStep | null; deeds: SkeletonStep[] }[] = [];
  for (const step of steps) {
    const last = turns.at(-1);
    if (step.kind === "llm") turns.push({ decision: step, deeds: [] });
    else if (last === undefined) turns.push({ decision: null, deeds: [step] });
    else last.deeds.push(step);
  }
  return turns;
}

/** The decision chain of a trace, in plain words, from what is on record alone. */
export function tellStory(skeleton: Skeleton, facts: StoryFacts): Chapter[] {
  const turns = turnsOf(skeleton);
  const told = turns.slice(0, MOST_TURNS).flatMap((turn) => chapterOfDecision(skeleton, turn, facts) ?? []);
  const untold = Math.max(0, turns.length - MOST_TURNS);
  return [
    beginning(skeleton, facts.contents),
    ...told,
    ...(untold > 0 ? [leftOut(skeleton, turns[MOST_TURNS]?.decision ?? null, untold)] : []),
    ending(skeleton, turns, facts.contents),
  ];
}

const stepLink = (step: SkeletonStep): StoryPart => ({ kind: "step", spanId: step.spanId, text: `step ${step.index + 1}` });

function beginning(skeleton: Skeleton, contents: ReadonlyMap<string, Content>): Chapter {
  const { trace } = skeleton;
  const first = stepAt(skeleton, 0);
  const agent = trace.agent === null ? "An agent that does not name itself" : named(trace.agent);
  const by = trace.initiator === null ? null : named(trace.initiator.id);
  const goal = goalOf(skeleton, contents);
  return {
    key: "begin",
    at: momentOf(skeleton, 0),
    mark: "plain",
    heading: by === null ? "It began" : `${by} set it off`,
    parts: [
      by === null ? `${agent} began. Its telemetry does not say who set it off. ` : `${agent} began, and says that ${by} set it off. `,
      ...(trace.taskClass === null ? [] : [`The kind of work is ${named(trace.taskClass)}. `]),
      ...(first === null ? [] : [stepLink(first)]),
    ],
    quote: goal,
  };
}

const leftOut = (skeleton: Skeleton, next: SkeletonStep | null, turns: number): Chapter => ({
  key: "left-out",
  at: momentOf(skeleton, next?.offsetUs ?? 0),
  mark: "plain",
  heading: `${counted(turns, "more turn")} not told here`,
  parts: ["The timeline has them all. ", ...(next === null ? [] : [stepLink(next)])],
  quote: null,
});

const ENDINGS = { ok: "It ended without a failure", error: "It failed", running: "It is still running" } as const;

function ending(skeleton: Skeleton, turns: readonly Turn[], contents: ReadonlyMap<string, Content>): Chapter {
  const { trace } = skeleton;
  const cost = costWords(trace);
  const tokens = Number(trace.inputTokens) + Number(trace.outputTokens);
  const last = turns.at(-1);
  const answer = last?.decision !== null && last?.deeds.length === 0 ? last.decision : null;
  const isEnded = trace.status !== "running";
  const use = tokens === 0 ? "" : ` It used ${tokenWords(tokens)} tokens in ${counted(trace.llmSteps, "model call")}.`;
  const costs = cost === null ? "" : trace.costMicroUsd === null ? " What it cost is unknown: nobody told." : ` As told, it cost ${cost}.`;
  return {
    key: "end",
    at: momentOf(skeleton, extentOf(skeleton)),
    mark: trace.status === "error" ? "failed" : "plain",
    heading: ENDINGS[trace.status],
    parts: [
      `${isEnded ? "It took" : "So far it takes"} ${lastingWords(extentOf(skeleton))} and ${counted(trace.steps, "step")}.`,
      ...(trace.errors > 0 ? [` ${counted(trace.errors, "step")} failed on the way.`] : []),
      ...(trace.ungoverned > 0 ? [` ${counted(trace.ungoverned, "tool call")} never passed the gate.`] : []),
      use,
      costs,
    ].filter((part) => part !== ""),
    quote: answer === null ? null : quoteOf(answer, saidOf(contents.get(answer.spanId))),
  };
}
