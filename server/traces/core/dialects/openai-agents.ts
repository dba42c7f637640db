import { Bag } from "../otlp/bag";
import { EMPTY, Intake } from "../otlp/intake";
import { type Attributes, NO_SCOPE, type RawSpan, Undecodable, type Value } from "../otlp/model";

type Json = { readonly [key: string]: unknown };
const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** `trace_` and 32 hex digits. */
const traceIdOf = (id: unknown): string => /^trace_([0-9a-f]{32})$/i.exec(textOf(id))?.[1]?.toLowerCase() ?? "";
/** `span_` and 24 hex digits, of which a span id has room for the last 16. */
const spanIdOf = (id: unknown): string => /^span_[0-9a-f]{8}([0-9a-f]{16})$/i.exec(textOf(id))?.[1]?.toLowerCase() ?? "";

function nanoseconds(time: unknown): bigint {
  const ms = Date.parse(textOf(time));
  return Number.isNaN(ms) ? 0n : BigInt(ms) * 1_000_000n;
}

const firstOf = (value: unknown): Json => (Array.isArray(value) && isObject(value[0]) ? value[0] : {});

/** Usage stands on the span, in what a custom span carries, or in the answer of the model, under the names of either API. */
function usageOf(data: Json, answer: Json): Json {
  const usage = [data.usage, isObject(data.data) ? data.data.usage : null, answer.usage].find(isObject) ?? {};
  const input = [usage.input_tokens_details, usage.prompt_tokens_details].find(isObject) ?? {};
  const output = [usage.output_tokens_details, usage.completion_tokens_details].find(isObject) ?? {};
  return {
    input_tokens: usage.input_tokens ?? usage.prompt_tokens,
    output_tokens: usage.output_tokens ?? usage.completion_tokens,
    cached_input_tokens: usage.cached_input_tokens ?? input.cached_tokens,
    cache_write_input_tokens: usage.cache_write_input_tokens,
    reasoning_tokens: output.reasoning_tokens,
  };
}

/** Structures are kept as JSON text, as other dialects do. */
const asValue = (value: unknown): Value => {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : (value as Value);
};

type Trace = { readonly workflow: unknown; readonly group: unknown; readonly metadata: Json };

function factsOf(data: Json, trace: Trace | undefined): Json {
  const inner = isObject(data.data) ? data.data : {};
  const answer = isObject(data._response) ? data._response : firstOf(data.output);
  const type = data.type === "custom" ? (inner.sdk_span_type ?? "custom") : data.type;
  const metadata = Object.entries(trace?.metadata ?? {}).map(([key, value]) => [`metadata.${key}`, value]);
  return {
    type,
    name: inner.name ?? data.name,
    agent_name: type === "agent" ? data.name : inner.agent_name,
    tool_name: type === "function" ? data.name : undefined,
    to_agent: data.to_agent,
    from_agent: data.from_agent,
    triggered: data.triggered,
    model: data.model ?? answer.model,
    response_model: answer.model,
    input: data.input ?? data._input,
    output: data.output ?? (isObject(data._response) ? data._response.output : undefined),
    ...usageOf(data, answer),
    group_id: trace?.group,
    workflow_name: trace?.workflow,
    ...Object.fromEntries(metadata),
  };
}

function attributesOf(data: Json, trace: Trace | undefined, intake: Intake): Attributes {
  const bag = new Bag();
  for (const [key, raw] of Object.entries(factsOf(data, trace))) {
    const value = asValue(raw);
    if (value !== null) bag.set(intake.name(`openai_agents.${key}`), typeof value === "string" ? intake.text(value) : value, intake);
  }
  const answer = isObject(data._response) ? data._response : firstOf(data.output);
  const id = textOf(data.response_id) || textOf(answer.id);
  if (id !== "") bag.set("gen_ai.response.id", intake.name(id), intake);
  return bag.values;
}

function nameOf(data: Json): string {
  const type = textOf(data.type);
  if (type === "handoff") return `handoff ${textOf(data.from_agent)} → ${textOf(data.to_agent)}`;
  return [type === "custom" ? "" : type, textOf(data.name) || textOf(data.model)].filter(Boolean).join(" ");
}

function spanOf(item: Json, traces: ReadonlyMap<string, Trace>): RawSpan {
  const intake = new Intake();
  const data = isObject(item.span_data) ? item.span_data : {};
  const traceId = traceIdOf(item.trace_id);
  const error = isObject(item.error) ? item.error : null;
  return {
    traceId,
    spanId: spanIdOf(item.id),
    parentId: spanIdOf(item.parent_id),
    traceState: "",
    name: intake.name(nameOf(data)),
    kind: 1,
    start: nanoseconds(item.started_at),
    end: nanoseconds(item.ended_at),
    attributes: attributesOf(data, traces.get(traceId), intake),
    events: [],
    links: [],
    statusCode: error === null ? 0 : 2,
    statusMessage: error === null ? "" : intake.text(textOf(error.message), 4_096),
    resource: EMPTY,
    scope: { ...NO_SCOPE, name: "@openai/agents" },
    marks: intake.marks,
  };
}

/** Whether a body is what the exporter of the OpenAI Agents SDK sends: JSON of its own, no OTLP. */
export const isOpenAiAgents = (text: string): boolean => /^\s*\{\s*"data"\s*:/.test(text);

/** What is told of a trace apart from its spans: group, workflow and metadata, as the attributes that its steps would have. */
export type TraceItem = { readonly traceId: string; readonly attributes: Attributes };

function itemOf(traceId: string, { workflow, group, metadata }: Trace): TraceItem {
  const [bag, intake] = [new Bag(), new Intake()];
  const facts = [
    ["group_id", group],
    ["workflow_name", workflow],
    ...Object.entries(metadata).map(([key, value]) => [`metadata.${key}`, value] as const),
  ];
  for (const [key, raw] of facts) {
    const value = asValue(raw);
    if (value !== null) bag.set(intake.name(`openai_agents.${key}`), typeof value === "string" ? intake.text(value) : value, intake);
  }
  return { traceId, attributes: bag.values };
}

/** The spans of such a body, and what it tells of traces. Throws `Undecodable`. */
export function decodeOpenAiAgents(text: string): { readonly spans: RawSpan[]; readonly traces: readonly TraceItem[] } {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Undecodable("the body is not JSON");
  }
  const items = isObject(body) && Array.isArray(body.data) ? body.data.filter(isObject) : [];
  const traces = new Map<string, Trace>();
  for (const item of items.filter(({ object }) => object === "trace")) {
    const metadata = isObject(item.metadata) ? item.metadata : {};
    traces.set(traceIdOf(item.id), { workflow: item.workflow_name, group: item.group_id, metadata });
  }
  return {
    spans: items.filter(({ object }) => object === "trace.span").map((item) => spanOf(item, traces)),
    traces: [...traces].flatMap(([id, trace]) => (id === "" ? [] : [itemOf(id, trace)])),
  };
}
