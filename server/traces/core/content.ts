import { type Field, firstOf } from "./dialects/aliases";
import type { Attributes, Value } from "./otlp/model";
import type { StepKind } from "./step";

/** One part of a message: text, reasoning, a call of a tool, or what came back from one. */
export type Part =
  | { readonly type: "text" | "reasoning"; readonly text: string }
  | { readonly type: "tool_call"; readonly id: string | null; readonly tool: string; readonly args: Value }
  | { readonly type: "tool_result"; readonly id: string | null; readonly result: Value }
  | { readonly type: "other"; readonly value: Value };
export type Message = { readonly role: string; readonly parts: readonly Part[] };

/** What a step took in and gave back. */
export type Content = {
  readonly input: readonly Message[];
  readonly output: readonly Message[];
  readonly args: Value;
  readonly result: Value;
};

const isObject = (value: unknown): value is { readonly [key: string]: Value } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: Value | undefined): string | null => (typeof value === "string" ? value : null);

/** Structures come as such, or as JSON in a text. */
export function parsed(value: Value | undefined): Value {
  if (value === undefined) return null;
  if (typeof value !== "string" || !/^\s*[[{"]/.test(value)) return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}

function callOf(call: { readonly [key: string]: Value }): Part {
  const inner = isObject(call.function) ? call.function : call;
  const tool = textOf(inner.name ?? inner.toolName) ?? "";
  return { type: "tool_call", id: textOf(call.id ?? call.toolCallId), tool, args: parsed(inner.arguments ?? inner.input ?? inner.args) };
}

function resultOf(part: { readonly [key: string]: Value }): Part {
  const output = part.result ?? part.response ?? part.output ?? part.content ?? null;
  const result = isObject(output) && "value" in output ? (output.value ?? null) : output;
  return { type: "tool_result", id: textOf(part.id ?? part.toolCallId ?? part.tool_use_id), result: parsed(result) };
}

function partOf(part: Value): Part {
  if (typeof part === "string") return { type: "text", text: part };
  if (!isObject(part)) return { type: "other", value: part };
  const text = textOf(part.content ?? part.text);
  switch (part.type) {
    case "text":
    case "input_text":
    case "output_text":
      return text === null ? { type: "other", value: part } : { type: "text", text };
    case "reasoning":
    case "thinking":
      return { type: "reasoning", text: text ?? textOf(part.thinking) ?? "" };
    case "tool_call":
    case "tool-call":
    case "tool_use":
      return callOf(part);
    case "tool_call_response":
    case "tool-result":
    case "tool_result":
      return resultOf(part);
    default:
      return { type: "other", value: part };
  }
}

function partsOf(message: { readonly [key: string]: Value }): readonly Part[] {
  const content = message.parts ?? message.content ?? null;
  const calls = Array.isArray(message.tool_calls) ? message.tool_calls.filter(isObject).map(callOf) : [];
  if (message.role === "tool" && typeof content === "string") {
    return [{ type: "tool_result", id: textOf(message.tool_call_id), result: parsed(content) }];
  }
  const parts = Array.isArray(content) ? content.map(partOf) : content === null || content === "" ? [] : [partOf(content)];
  return [...parts, ...calls];
}

function messageOf(message: Value): readonly Message[] {
  if (typeof message === "string") return [{ role: "user", parts: [{ type: "text", text: message }] }];
  if (!isObject(message)) return [];
  // The answer of a chat completion, as some keep it whole.
  if (Array.isArray(message.choices))
    return message.choices.flatMap((choice) => (isObject(choice) ? messageOf(choice.message ?? null) : []));
  return [{ role: textOf(message.role) ?? "unknown", parts: partsOf(message) }];
}

function messagesOf(value: Value, role: string): readonly Message[] {
  if (typeof value === "string") return value === "" ? [] : [{ role, parts: [{ type: "text", text: value }] }];
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(messageOf);
  if (!isObject(value)) return [];
  // AI SDK up to 6: { system, prompt } or { system, messages }.
  const system = typeof value.system === "string" ? messagesOf(value.system, "system") : [];
  if (value.messages !== undefined) return [...system, ...messagesOf(value.messages, role)];
  return value.prompt === undefined ? messageOf(value) : [...system, ...messagesOf(value.prompt, role)];
}

const FLAT =
  /^(?:message\.)?(role|content|tool_call_id|tool_calls\.(\d+)\.tool_call\.(?:id|function\.(?:name|arguments))|contents\.\d+\.message_content\.text)$/;

/** OpenInference and old OpenLLMetry write each field of each message as an attribute of its own. */
function flattened(attributes: Attributes, prefix: string): readonly Message[] {
  const rows: { [field: string]: Value }[] = [];
  for (const [name, value] of Object.entries(attributes)) {
    if (!name.startsWith(prefix)) continue;
    const [, index = "", field = ""] = /^(\d{1,4})\.(.+)$/.exec(name.slice(prefix.length)) ?? [];
    if (!FLAT.test(field)) continue;
    const row = rows[Number(index)] ?? {};
    row[field.replace(/^message\./, "")] = value;
    rows[Number(index)] = row;
  }
  return rows.flatMap((row) => (row === undefined ? [] : [flatMessage(row)]));
}

function flatMessage(row: { readonly [field: string]: Value }): Message {
  const calls: Part[] = [];
  for (let i = 0; row[`tool_calls.${i}.tool_call.function.name`] !== undefined; i += 1) {
    const at = `tool_calls.${i}.tool_call`;
    const [name, args] = [row[`${at}.function.name`], row[`${at}.function.arguments`]];
    calls.push({ type: "tool_call", id: textOf(row[`${at}.id`]), tool: textOf(name) ?? "", args: parsed(args) });
  }
  const texts = Object.entries(row).flatMap(([field, value]) =>
    field.startsWith("contents.") && typeof value === "string" ? [value] : [],
  );
  const message = messageOf({
    role: row.role ?? null,
    content: row.content ?? (texts.length > 0 ? texts.join("\n") : null),
    tool_call_id: row.tool_call_id ?? null,
  });
  const [head] = message;
  return { role: head?.role ?? "unknown", parts: [...(head?.parts ?? []), ...calls] };
}

/** The first reading that finds something. */
function either(...readings: readonly (() => readonly Message[])[]): readonly Message[] {
  for (const read of readings) {
    const messages = read();
    if (messages.length > 0) return messages;
  }
  return [];
}

/** OpenLLMetry wraps what a function was called with: { args, kwargs }. */
function unwrapped(value: Value): Value {
  if (!isObject(value) || !("kwargs" in value) || !Array.isArray(value.args)) return value;
  const args = value.args as readonly Value[];
  return args.length === 0 ? (value.kwargs ?? null) : args.length === 1 ? (args[0] ?? null) : args;
}

const fieldOf = (attributes: Attributes, field: Field): Value => parsed(firstOf(attributes, field));

/** The messages, arguments and result of a step, whichever dialect they were written in. */
export function readContent(attributes: Attributes, kind: StepKind): Content {
  const entity = { input: unwrapped(fieldOf(attributes, "entityInput")), output: fieldOf(attributes, "entityOutput") };
  if (kind === "tool" || kind === "handoff" || kind === "retrieval") {
    const args = firstOf(attributes, "args") === undefined ? entity.input : fieldOf(attributes, "args");
    const result = firstOf(attributes, "result") === undefined ? entity.output : fieldOf(attributes, "result");
    return { input: [], output: [], args, result };
  }
  const system = messagesOf(fieldOf(attributes, "system"), "system");
  const calls = fieldOf(attributes, "toolCalls");
  const input = either(
    () => messagesOf(fieldOf(attributes, "inputMessages"), "user"),
    () => flattened(attributes, "llm.input_messages."),
    () => flattened(attributes, "gen_ai.prompt."),
    () => messagesOf(entity.input, "user"),
  );
  const output = either(
    () => messagesOf(fieldOf(attributes, "outputMessages"), "assistant"),
    () => (Array.isArray(calls) ? [{ role: "assistant", parts: calls.filter(isObject).map(callOf) }] : []),
    () => flattened(attributes, "llm.output_messages."),
    () => flattened(attributes, "gen_ai.completion."),
    () => messagesOf(entity.output, "assistant"),
  );
  const instructions = system.length > 0 ? [{ role: "system", parts: system.flatMap(({ parts }) => parts) }] : [];
  return { input: [...instructions, ...input], output, args: null, result: null };
}
