import { createHash } from "node:crypto";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** As a model's provider reports it: input with the cached ones in it, output with reasoning. */
export type Usage = {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly reasoning?: number;
};

export type Fault = { readonly type: string; readonly message: string };

/** What a model asked for: a tool, a search, or that another agent takes over. */
export type Call = {
  readonly kind: "tool" | "retrieval" | "guardrail" | "handoff";
  readonly name: string;
  readonly args: Json;
  readonly result: Json;
  readonly ms: number;
  readonly fault?: Fault;
  /** The gate knows this call under this span. */
  readonly spanId?: string;
  readonly actionId?: string;
  /** It has not ended: people are still asked. */
  readonly isOpen?: boolean;
  /** What another agent did meanwhile. */
  readonly within?: Pick<Run, "agent" | "turns" | "goal" | "instructions">;
};

/** One call of the model, and what it asked for. */
export type Turn = {
  readonly ms: number;
  readonly reasoning?: string;
  readonly says: string;
  /** Null where the provider told none. */
  readonly usage: Usage | null;
  readonly model?: Model;
  readonly costUsd?: number;
  readonly fault?: Fault;
  readonly calls: readonly Call[];
};

/** A model: what was asked for, who answered, and whose it is. */
export type Model = { readonly asked: string; readonly answers: string; readonly provider: string };

export const DIALECT_NAMES = [
  "otel",
  "otel-old",
  "ai-sdk-7",
  "ai-sdk-6",
  "openinference",
  "openllmetry",
  "openai-agents",
  "claude-code",
] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

/** One run of an agent as it happened, before any SDK writes it down. */
export type Run = {
  readonly traceId: string;
  readonly runId: string;
  readonly dialect: DialectName;
  readonly service: string;
  readonly agent: string;
  readonly team: string;
  readonly taskClass: string;
  readonly initiator: { readonly type: string; readonly id: string };
  readonly conversationId: string;
  readonly model: Model;
  readonly instructions: string;
  readonly goal: string;
  readonly startMs: number;
  readonly turns: readonly Turn[];
  /** The end has not come yet. */
  readonly isOpen?: boolean;
  /** Its first step never came: the machine was switched off. */
  readonly isRootLost?: boolean;
  readonly fault?: Fault;
};

/** An id that is the same on every machine. */
export const idOf = (name: string, bytes: 8 | 16): string =>
  createHash("sha256")
    .update(`reeve demo ${name}`)
    .digest("hex")
    .slice(0, bytes * 2);

/** The trace of a run, and the span of its one gated call. */
export const traceOf = (runId: string): string => idOf(`trace ${runId}`, 16);
export const spanOf = (runId: string, call = 0): string => idOf(`span ${runId} ${call}`, 8);

/** The run of the last Friday at four: its trace has the same id on every machine. */
export const FRIDAY_RUN = "run-8614";

export const GAP_MS = 6;

const callMs = (call: Call): number => Math.max(call.ms, call.within === undefined ? 0 : lastingOf(call.within.turns) + 2 * GAP_MS);

/** How long turns take, one after the other. */
export const lastingOf = (turns: readonly Turn[]): number =>
  turns.reduce((sum, turn) => sum + turn.ms + GAP_MS + turn.calls.reduce((all, call) => all + callMs(call) + GAP_MS, 0), GAP_MS);

export type Timed = { readonly turn: Turn; readonly startMs: number; readonly endMs: number; readonly calls: readonly TimedCall[] };
export type TimedCall = { readonly call: Call; readonly startMs: number; readonly endMs: number };

/** The turns of a run with their times. */
export function timed(turns: readonly Turn[], startMs: number): readonly Timed[] {
  let at = startMs + GAP_MS;
  return turns.map((turn) => {
    const thought = { turn, startMs: at, endMs: at + turn.ms };
    at = thought.endMs + GAP_MS;
    const calls = turn.calls.map((call) => {
      const made = { call, startMs: at, endMs: at + callMs(call) };
      at = made.endMs + GAP_MS;
      return made;
    });
    return { ...thought, calls };
  });
}

const sum = (numbers: readonly (number | undefined)[]): number => numbers.reduce<number>((all, one) => all + (one ?? 0), 0);

/** What all turns used together, as frameworks add it up at their root. */
export function totalOf(turns: readonly Turn[]): Required<Usage> {
  const usages = turns.flatMap(({ usage }) => usage ?? []);
  return {
    input: sum(usages.map(({ input }) => input)),
    output: sum(usages.map(({ output }) => output)),
    cacheRead: sum(usages.map(({ cacheRead }) => cacheRead)),
    cacheWrite: sum(usages.map(({ cacheWrite }) => cacheWrite)),
    reasoning: sum(usages.map(({ reasoning }) => reasoning)),
  };
}

/** A message of the conversation, before any SDK writes it down. */
export type Message =
  | { readonly role: "system" | "user"; readonly text: string }
  | { readonly role: "assistant"; readonly text: string; readonly reasoning: string | undefined; readonly calls: readonly Asked[] }
  | { readonly role: "tool"; readonly id: string; readonly name: string; readonly result: Json };
export type Asked = { readonly id: string; readonly name: string; readonly args: Json };

/** As many messages as a framework sends again; what is older it leaves out. */
const MOST_MESSAGES = 9;

export const callId = (turn: number, call: number): string => `call_${turn + 1}_${call + 1}`;
const isAsked = ({ kind }: Call) => kind === "tool" || kind === "handoff";

export const askedIn = (turn: Turn, index: number): readonly Asked[] =>
  turn.calls.flatMap((call, i) => (isAsked(call) ? [{ id: callId(index, i), name: call.name, args: call.args }] : []));

/** What the model answered in a turn. */
export const answerOf = (turn: Turn, index: number): Message => ({
  role: "assistant",
  text: turn.says,
  reasoning: turn.reasoning,
  calls: askedIn(turn, index),
});

/** What the model was given in a turn: the goal, and what came since, as far as it still fits. */
export function givenTo(run: Pick<Run, "goal" | "turns">, index: number): readonly Message[] {
  const since: Message[] = [];
  for (let at = index - 1; at >= 0 && since.length < MOST_MESSAGES; at--) {
    const turn = run.turns[at];
    if (turn === undefined) break;
    const results = turn.calls.flatMap((call, i): Message[] =>
      isAsked(call)
        ? [
            {
              role: "tool",
              id: callId(at, i),
              name: call.name,
              result: call.fault === undefined ? call.result : { error: call.fault.message },
            },
          ]
        : [],
    );
    since.unshift(answerOf(turn, at), ...results);
  }
  const found = run.turns.slice(0, index + 1).flatMap(({ calls }) => calls.filter(({ kind }) => kind === "retrieval"));
  const notes = found.length === 0 ? "" : `\n\nWhat was found:\n${JSON.stringify(found.at(-1)?.result)}`;
  return [{ role: "user", text: `${run.goal}${notes}` }, ...since];
}
