import type { Attributes, OtlpSpan, Sent } from "../otlp";
import {
  answerOf,
  type Fault,
  givenTo,
  idOf,
  type Message,
  type Run,
  type Timed,
  type TimedCall,
  timed,
  totalOf,
  type Usage,
} from "../run";

// The GenAI conventions of OpenTelemetry, as instrumentations write them by hand, and as the AI SDK 7 does.

export type Agent = Pick<Run, "agent" | "turns" | "goal" | "instructions">;

function partsOf(message: Message): readonly object[] {
  if (message.role === "tool") return [{ type: "tool_call_response", id: message.id, response: message.result }];
  if (message.role !== "assistant") return [{ type: "text", content: message.text }];
  return [
    ...(message.reasoning === undefined ? [] : [{ type: "reasoning", content: message.reasoning }]),
    ...(message.text === "" ? [] : [{ type: "text", content: message.text }]),
    ...message.calls.map(({ id, name, args }) => ({ type: "tool_call", id, name, arguments: args })),
  ];
}

/** Messages as `gen_ai.input.messages` and `gen_ai.output.messages` have them. */
export const genAiMessages = (messages: readonly Message[]): string =>
  JSON.stringify(messages.map((message) => ({ role: message.role, parts: partsOf(message) })));

type Names = { readonly provider: string; readonly cacheWrite: string; readonly reasoning: string };
const NEW: Names = {
  provider: "gen_ai.provider.name",
  cacheWrite: "gen_ai.usage.cache_write.input_tokens",
  reasoning: "gen_ai.usage.reasoning.output_tokens",
};
const OLD: Names = {
  provider: "gen_ai.system",
  cacheWrite: "gen_ai.usage.cache_creation.input_tokens",
  reasoning: "gen_ai.usage.reasoning_tokens",
};

export const usageOf = (usage: Usage | null, names: Names = NEW): Attributes =>
  usage === null
    ? {}
    : {
        "gen_ai.usage.input_tokens": usage.input,
        "gen_ai.usage.output_tokens": usage.output,
        "gen_ai.usage.cache_read.input_tokens": usage.cacheRead,
        [names.cacheWrite]: usage.cacheWrite,
        [names.reasoning]: usage.reasoning,
      };

type Place = { readonly run: Run; readonly agent: Agent; readonly names: Names; readonly common: Attributes; readonly key: string };

function chatOf({ run, agent, names, common, key }: Place, { turn, startMs, endMs }: Timed, index: number, parentId: string): OtlpSpan {
  const model = turn.model ?? run.model;
  return {
    traceId: run.traceId,
    spanId: idOf(`${run.traceId} ${key} chat ${index}`, 8),
    parentId,
    name: `chat ${model.asked}`,
    kind: 3,
    startMs,
    endMs,
    fault: turn.fault,
    attributes: {
      ...common,
      "gen_ai.operation.name": "chat",
      [names.provider]: model.provider,
      "gen_ai.request.model": model.asked,
      ...(turn.fault === undefined
        ? {
            "gen_ai.response.model": model.answers,
            "gen_ai.response.id": `msg_${idOf(`${run.traceId} ${key} answer ${index}`, 8)}`,
            "gen_ai.response.finish_reasons": [turn.calls.length > 0 ? "tool_calls" : "stop"],
            "gen_ai.output.messages": genAiMessages([answerOf(turn, index)]),
          }
        : {}),
      ...usageOf(turn.usage, names),
      "gen_ai.usage.cost": turn.costUsd,
      "gen_ai.system_instructions": JSON.stringify([{ type: "text", content: agent.instructions }]),
      "gen_ai.input.messages": genAiMessages(givenTo(agent, index)),
    },
  };
}

const OPERATIONS = { tool: "execute_tool", handoff: "execute_tool", retrieval: "retrieval", guardrail: "guardrail" } as const;

function aboutCall({ call }: TimedCall, id: string): Attributes {
  if (call.kind === "retrieval") return { "gen_ai.data_source.id": call.name, "gen_ai.tool.call.arguments": JSON.stringify(call.args) };
  return {
    "gen_ai.tool.name": call.name,
    "gen_ai.tool.type": "function",
    "gen_ai.tool.call.id": id,
    "gen_ai.tool.call.arguments": JSON.stringify(call.args),
    "reeve.action.id": call.actionId,
  };
}

function callsOf(place: Place, made: TimedCall, at: string, id: string, parentId: string): readonly OtlpSpan[] {
  const { call, startMs, endMs } = made;
  const { run, common, key } = place;
  const spanId = call.spanId ?? idOf(`${run.traceId} ${key} call ${at}`, 8);
  const isDone = call.fault === undefined && call.isOpen !== true;
  const own: OtlpSpan = {
    traceId: run.traceId,
    spanId,
    parentId,
    name: `${OPERATIONS[call.kind]} ${call.name}`,
    startMs,
    endMs: call.isOpen === true ? undefined : endMs,
    fault: call.fault,
    attributes: {
      ...common,
      "gen_ai.operation.name": OPERATIONS[call.kind],
      ...aboutCall(made, id),
      "gen_ai.tool.call.result": isDone ? JSON.stringify(call.result) : undefined,
    },
  };
  if (call.within === undefined) return [own];
  return [own, ...agentOf({ ...place, agent: call.within, key: `${key}/${at}` }, startMs + 6, endMs - 6, spanId)];
}

function agentOf(place: Place, startMs: number, endMs: number, parentId: string | undefined, fault?: Fault): readonly OtlpSpan[] {
  const { run, agent, names, key } = place;
  const spanId = idOf(`${run.traceId} ${key} agent`, 8);
  const common = { ...place.common, "gen_ai.agent.name": agent.agent };
  const here = { ...place, common };
  const turns = timed(agent.turns, startMs);
  const last = agent.turns.at(-1);
  const isOpen = run.isOpen === true;
  const root: OtlpSpan = {
    traceId: run.traceId,
    spanId,
    parentId,
    name: `invoke_agent ${agent.agent}`,
    startMs,
    endMs: isOpen ? undefined : endMs,
    fault,
    attributes: {
      ...common,
      "gen_ai.operation.name": "invoke_agent",
      [names.provider]: run.model.provider,
      "gen_ai.request.model": run.model.asked,
      "gen_ai.conversation.id": run.conversationId,
      "gen_ai.input.messages": genAiMessages([{ role: "user", text: agent.goal }]),
      ...(isOpen
        ? {}
        : {
            ...usageOf(totalOf(agent.turns), names),
            "gen_ai.output.messages": genAiMessages(last ? [answerOf({ ...last, calls: [] }, 0)] : []),
          }),
    },
  };
  const below = turns.flatMap((turn, index) => [
    chatOf(here, turn, index, spanId),
    ...turn.calls.flatMap((made, i) => callsOf(here, made, `${index}.${i}`, `call_${index + 1}_${i + 1}`, spanId)),
  ]);
  return [root, ...below];
}

/** What every span of a run says about the work that it is part of. */
export const aboutRun = (run: Run): Attributes => ({
  "reeve.run.id": run.runId,
  "reeve.task.class": run.taskClass,
  "reeve.initiator.type": run.initiator.type,
  "reeve.initiator.id": run.initiator.id,
});

/** The end of a run, from its turns. */
export const endOf = (run: Run): number =>
  (timed(run.turns, run.startMs).at(-1)?.calls.at(-1)?.endMs ?? timed(run.turns, run.startMs).at(-1)?.endMs ?? run.startMs) + 8;

/** A run under the GenAI conventions, with the names of today or those of before. */
export const genAi = (run: Run): Sent => ({
  resource: { "service.name": run.service, "reeve.team": run.team, "telemetry.sdk.language": "python" },
  scope: { name: "opentelemetry.instrumentation.genai", version: run.dialect === "otel-old" ? "1.28.0" : "2.3.1" },
  spans: agentOf(
    { run, agent: run, names: run.dialect === "otel-old" ? OLD : NEW, common: aboutRun(run), key: "" },
    run.startMs,
    endOf(run),
    undefined,
    run.fault,
  ),
});
