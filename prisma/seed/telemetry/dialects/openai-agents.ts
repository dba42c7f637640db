import { type Call, givenTo, idOf, type Message, type Run, type Timed, type TimedCall, timed, totalOf } from "../run";
import { endOf } from "./gen-ai";

// The OpenAI Agents SDK: an exporter of its own, in JSON of its own.

type Item = { readonly [key: string]: unknown };

const at = (ms: number) => new Date(ms).toISOString();
/** Its span ids have 24 hex digits, of which the last 16 are those of a span id. */
const itemId = (spanId: string) => `span_00000000${spanId}`;

function chatMessage(message: Message): Item {
  if (message.role === "tool") return { role: "tool", tool_call_id: message.id, content: JSON.stringify(message.result) };
  if (message.role !== "assistant") return { role: message.role, content: message.text };
  const calls = message.calls.map(({ id, name, args }) => ({
    id,
    type: "function",
    function: { name: name.replaceAll(".", "_"), arguments: JSON.stringify(args) },
  }));
  return { role: "assistant", content: message.text === "" ? null : message.text, ...(calls.length === 0 ? {} : { tool_calls: calls }) };
}

type Place = { readonly run: Run; readonly agent: Pick<Run, "agent" | "turns" | "goal" | "instructions">; readonly key: string };

function item(
  { run }: Place,
  spanId: string,
  parentId: string | null,
  times: readonly [number, number | null],
  data: Item,
  fault?: Call["fault"],
): Item {
  const [startMs, endMs] = times;
  return {
    object: "trace.span",
    id: itemId(spanId),
    trace_id: `trace_${run.traceId}`,
    parent_id: parentId === null ? null : itemId(parentId),
    started_at: at(startMs),
    ended_at: endMs === null ? null : at(endMs),
    span_data: data,
    error: fault === undefined ? null : { message: fault.message, data: { type: fault.type } },
  };
}

function turnOf(place: Place, { turn, startMs, endMs, calls }: Timed, index: number, parentId: string): readonly Item[] {
  const { run, agent, key } = place;
  const model = turn.model ?? run.model;
  const turnId = idOf(`${run.traceId} ${key} turn ${index}`, 8);
  const { usage } = turn;
  const asked = calls.map(({ call }, i) => ({ id: `call_${index + 1}_${i + 1}`, name: call.name, args: call.args }));
  const answer: Message = { role: "assistant", text: turn.says, reasoning: turn.reasoning, calls: asked };
  const told = {
    prompt_tokens: usage?.input,
    completion_tokens: usage?.output,
    prompt_tokens_details: { cached_tokens: usage?.cacheRead ?? 0 },
    completion_tokens_details: { reasoning_tokens: usage?.reasoning ?? 0 },
  };
  const generation = {
    type: "generation",
    model: model.asked,
    input: [{ role: "system", text: agent.instructions } as const, ...givenTo(agent, index)].map(chatMessage),
    output: [
      {
        id: `chatcmpl-${idOf(`${run.traceId} ${key} answer ${index}`, 8)}`,
        object: "chat.completion",
        model: model.answers,
        choices: [{ index: 0, message: chatMessage(answer), finish_reason: calls.length > 0 ? "tool_calls" : "stop" }],
        ...(usage === null ? {} : { usage: told }),
      },
    ],
  };
  const isOpen = calls.some(({ call }) => call.isOpen === true);
  const sums = { input_tokens: usage?.input, output_tokens: usage?.output, cached_input_tokens: usage?.cacheRead };
  const round = { sdk_span_type: "turn", turn: index + 1, agent_name: agent.agent, ...(usage === null ? {} : { usage: sums }) };
  return [
    item(place, turnId, parentId, [startMs - 1, isOpen ? null : (calls.at(-1)?.endMs ?? endMs) + 1], {
      type: "custom",
      name: "turn",
      data: round,
    }),
    item(place, idOf(`${run.traceId} ${key} chat ${index}`, 8), turnId, [startMs, endMs], generation, turn.fault),
    ...calls.flatMap((made, i) => callOf(place, made, `${index}.${i}`, turnId)),
  ];
}

function callOf(place: Place, { call, startMs, endMs }: TimedCall, key: string, parentId: string): readonly Item[] {
  const spanId = call.spanId ?? idOf(`${place.run.traceId} ${place.key} call ${key}`, 8);
  const times = [startMs, call.isOpen === true ? null : endMs] as const;
  const isDone = call.fault === undefined && call.isOpen !== true;
  const { within } = call;
  if (call.kind === "guardrail")
    return [item(place, spanId, parentId, times, { type: "guardrail", name: call.name, triggered: call.result === true })];
  if (within !== undefined) {
    const over = { type: "handoff", from_agent: place.agent.agent, to_agent: within.agent };
    const next = { ...place, agent: within, key: `${place.key}/${key}` };
    return [item(place, spanId, parentId, [startMs, startMs + 3], over), ...agentOf(next, startMs + 6, endMs - 6, parentId)];
  }
  const data = {
    type: "function",
    name: call.name.replaceAll(".", "_"),
    input: JSON.stringify(call.args),
    output: isDone ? JSON.stringify(call.result) : null,
  };
  return [item(place, spanId, parentId, times, data, call.fault)];
}

function agentOf(place: Place, startMs: number, endMs: number | null, parentId: string | null): readonly Item[] {
  const { run, agent, key } = place;
  const id = idOf(`${run.traceId} ${key} agent`, 8);
  const tools = [...new Set(agent.turns.flatMap(({ calls }) => calls.map(({ name }) => name.replaceAll(".", "_"))))];
  const data = { type: "agent", name: agent.agent, handoffs: [], tools, output_type: "text" };
  const turns = timed(agent.turns, startMs).flatMap((turn, index) => turnOf(place, turn, index, id));
  return [item(place, id, parentId, [startMs, endMs], data), ...turns];
}

/** A run as the exporter of the OpenAI Agents SDK sends it: the trace, then its spans. */
export function openAiAgents(run: Run): readonly Item[] {
  const place = { run, agent: run, key: "" };
  const rootId = idOf(`${run.traceId} root`, 8);
  const endMs = run.isOpen === true ? null : endOf(run);
  const { input, output, cacheRead } = totalOf(run.turns);
  const usage = { input_tokens: input, output_tokens: output, cached_input_tokens: cacheRead, requests: run.turns.length };
  const task = { sdk_span_type: "task", name: run.taskClass, ...(endMs === null ? {} : { usage }) };
  return [
    {
      object: "trace",
      id: `trace_${run.traceId}`,
      workflow_name: run.taskClass,
      group_id: run.conversationId,
      metadata: { user_id: run.initiator.id },
    },
    item(place, rootId, null, [run.startMs, endMs], { type: "custom", name: "task", data: task }, run.fault),
    ...agentOf(place, run.startMs + 1, endMs === null ? null : endMs - 1, rootId),
  ];
}
