import type { ToldExchange, ToldMessage, ToldPart } from "@/server/traces/conversation-schema";
import { plainRole } from "@/server/traces/core/conversation";
import type { Skeleton } from "@/server/traces/schema";
import { type SkeletonStep, stepAt } from "./read-skeleton";

/** One call of a model, and what was done between it and the next; before the first call there may be deeds without one. */
export type Turn = { readonly speaker: number; readonly deeds: readonly number[] };

const DEEDS: ReadonlySet<string> = new Set(["tool", "retrieval", "guardrail", "handoff", "approval"]);

const kindOf = ({ kind, kinds }: Skeleton, index: number): string => kinds[kind[index] ?? -1] ?? "other";

/** The calls of models, and the deeds. A call within a call is the same one, told twice: only the outer one speaks. */
function spokenOf(skeleton: Skeleton): number[] {
  const { parent, spanId } = skeleton;
  const isWithin = new Uint8Array(spanId.length); // 1 below a call of a model
  const shown: number[] = [];
  for (let index = 0; index < spanId.length; index += 1) {
    const kind = kindOf(skeleton, index);
    const above = parent[index] ?? -1; // parents stand before their children
    if (above >= 0 && (isWithin[above] === 1 || kindOf(skeleton, above) === "llm")) isWithin[index] = 1;
    if (DEEDS.has(kind) || (kind === "llm" && isWithin[index] === 0)) shown.push(index);
  }
  return shown;
}

/** The turns of a trace, in the order in which they began. */
export function turnsOf(skeleton: Skeleton): Turn[] {
  const startOf = (index: number) => skeleton.offsetUs[index] ?? 0;
  const turns: { speaker: number; deeds: number[] }[] = [];
  for (const index of spokenOf(skeleton).sort((a, b) => startOf(a) - startOf(b) || a - b)) {
    const last = turns.at(-1);
    if (kindOf(skeleton, index) === "llm") turns.push({ speaker: index, deeds: [] });
    else if (last === undefined) turns.push({ speaker: -1, deeds: [index] });
    else last.deeds.push(index);
  }
  return turns;
}

/** Turns that are read and shown together. */
export const PAGE_OF_TURNS = 20;
const MOST_BEFORE = 60;

/** Which calls to ask for, and which were read before: the page above, and of each agent the last call before this page. */
export function askFor(
  skeleton: Skeleton,
  turns: readonly Turn[],
  page: number,
): { readonly before: string[]; readonly spanIds: string[] } {
  const from = page * PAGE_OF_TURNS;
  const idsOf = (some: readonly Turn[]) => some.flatMap(({ speaker }) => skeleton.spanId[speaker] ?? []);
  const agentOf = ({ speaker }: Turn) => skeleton.agent[speaker] ?? -1;
  const own = turns.slice(from, from + PAGE_OF_TURNS);
  const near = turns.slice(Math.max(0, from - PAGE_OF_TURNS), from);
  const missing = new Set(own.map(agentOf));
  for (const turn of near) missing.delete(agentOf(turn));
  const far: Turn[] = [];
  for (let i = from - PAGE_OF_TURNS - 1; i >= 0 && missing.size > 0; i -= 1) {
    const turn = turns[i];
    if (turn !== undefined && missing.delete(agentOf(turn))) far.unshift(turn);
  }
  return { before: idsOf([...far, ...near]).slice(-MOST_BEFORE), spanIds: idsOf(own) };
}

/** Steps alike that follow each other, from four on told as one line. */
export type Deeds = { readonly key: string; readonly steps: readonly SkeletonStep[] };

/** A call that a model asked for, with what became of it, as far as it is known. */
export type ToldCall = {
  readonly key: string;
  readonly tool: string;
  readonly args: Extract<ToldPart, { type: "tool_call" }>["args"];
  readonly leftOut?: number;
  /** The step that carried it out. */
  readonly step: SkeletonStep | null;
  readonly result: Extract<ToldPart, { type: "tool_result" }> | null;
};

export type ToldTurn = {
  readonly key: string;
  readonly speaker: SkeletonStep | null;
  /** The agent that spoke before, where another one goes on. */
  readonly takesOverFrom: string | null;
  readonly exchange: ToldExchange | null;
  /** What is new of what it was given, without the results that stand beside their calls. */
  readonly fresh: readonly ToldMessage[];
  /** What it said, without the calls. */
  readonly said: readonly ToldMessage[];
  readonly calls: readonly ToldCall[];
  /** What was done without a call that is known of. */
  readonly deeds: readonly Deeds[];
};

type OpenCall = { -readonly [Key in keyof ToldCall]: ToldCall[Key] } & { readonly id: string | null; readonly agent: string | null };

/** Some APIs allow no dots in the names of tools. */
const plain = (tool: string) => tool.toLowerCase().replace(/[^a-z0-9]+/g, "_");

/** Brings together what a model asked for, the step that did it and what came back, wherever each was told. */
class Calls {
  private open: OpenCall[] = [];

  ask(exchange: ToldExchange, agent: string | null): OpenCall[] {
    const calls = exchange.output.flatMap(({ parts }) => parts).filter((part) => part.type === "tool_call");
    const asked = calls.map(({ id, tool, args, leftOut }, i): OpenCall => {
      const about = leftOut === undefined ? {} : { leftOut };
      return { key: `${exchange.spanId}-${i}`, id, agent, tool, args, ...about, step: null, result: null };
    });
    this.open.push(...asked);
    return asked;
  }

  /** Whether this step carries out a call that was asked for. */
  isAsked(step: SkeletonStep): boolean {
    const name = plain(step.tool ?? step.name);
    const call = this.open.find((one) => one.step === null && plain(one.tool) === name && one.agent === step.agent);
    if (call !== undefined) call.step = step;
    return call !== undefined;
  }

  /** Whether this part is what came back from a call that was asked for. Ids may come again: the last one is meant. */
  isAnswer(part: ToldPart): boolean {
    if (part.type !== "tool_result" || part.id === null) return false;
    const call = this.open.findLast((one) => one.id === part.id && one.result === null);
    if (call !== undefined) call.result = part;
    return call !== undefined;
  }
}

const withParts = (messages: readonly ToldMessage[], isKept: (part: ToldPart) => boolean): ToldMessage[] =>
  messages.map(({ role, parts }) => ({ role, parts: parts.filter(isKept) })).filter(({ parts }) => parts.length > 0);

function runsOf(steps: readonly SkeletonStep[]): Deeds[] {
  const runs: { key: string; steps: SkeletonStep[] }[] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    const first = last?.steps[0];
    if (last !== undefined && first?.kind === step.kind && first.name === step.name && first.tool === step.tool) last.steps.push(step);
    else runs.push({ key: step.spanId, steps: [step] });
  }
  return runs.flatMap((run) => (run.steps.length < 4 ? run.steps.map((step) => ({ key: step.spanId, steps: [step] })) : [run]));
}

/** Turns as they are read: what is new of each, each call with its step and its result, hand-offs between agents. */
export function tellTurns(skeleton: Skeleton, turns: readonly Turn[], exchanges: ReadonlyMap<string, ToldExchange>): ToldTurn[] {
  const calls = new Calls();
  const speakers = turns.map(({ speaker }) => stepAt(skeleton, speaker));
  return turns.map(({ deeds }, i) => {
    const speaker = speakers[i] ?? null;
    const exchange = exchanges.get(speaker?.spanId ?? "") ?? null;
    const fresh = withParts(exchange?.fresh ?? [], (part) => !calls.isAnswer(part));
    const asked = exchange === null ? [] : calls.ask(exchange, speaker?.agent ?? null);
    const own = deeds.flatMap((index) => stepAt(skeleton, index) ?? []).filter((step) => !calls.isAsked(step));
    return {
      key: speaker?.spanId ?? `deeds-${i}`,
      speaker,
      takesOverFrom: handedFrom(speaker, speakers[i - 1] ?? null),
      exchange,
      fresh,
      said: withParts(exchange?.output ?? [], ({ type }) => type !== "tool_call"),
      calls: asked,
      deeds: runsOf(own),
    };
  });
}

const handedFrom = (speaker: SkeletonStep | null, before: SkeletonStep | null): string | null =>
  speaker === null || before === null || speaker.agent === before.agent ? null : before.agent;

/** The steps that one passes when moving through these turns, one by one. */
export const stopsOf = (turns: readonly ToldTurn[]): string[] =>
  turns.flatMap(({ speaker, calls, deeds }) => [
    ...(speaker === null ? [] : [speaker.spanId]),
    ...calls.flatMap(({ step }) => step?.spanId ?? []),
    ...deeds.flatMap(({ steps }) => steps[0]?.spanId ?? []),
  ]);

const ROLES: { readonly [role: string]: string } = {
  system: "Instructions",
  user: "Whoever asked",
  assistant: "Said before, as it was given back",
  tool: "What a tool gave back",
};

/** Who speaks in a message that a model was given. */
export const roleWords = (role: string): string => ROLES[plainRole(role)] ?? role;
