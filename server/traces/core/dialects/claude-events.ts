import { type Attributes, type LogRecord, NO_SCOPE, type RawSpan, type Value } from "../otlp/model";

/**
 * Claude Code without its spans: its events tell of a session and, within it, of a prompt. The turn that a prompt began is
 * one trace, whose id and whose steps' ids follow from what the events say, so that any order and any copy give the same.
 */
export type Turn = { readonly traceId: string; readonly rootId: string; readonly sessionId: string; readonly promptId: string | null };

/** Stands for what has no id of its own: SHA-256 as hex. */
type Fingerprint = (parts: unknown) => string;

const text = (attributes: Attributes, name: string): string | null => {
  const value = attributes[name];
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : null;
};

const SCOPE = "com.anthropic.claude_code";
const PREFIX = "claude_code.";

/** What an event of Claude Code is called, without the prefix; null when it is another's. */
function eventOf({ eventName, body, attributes, scope }: LogRecord): string | null {
  const named = eventName || (typeof body === "string" && body.startsWith(PREFIX) ? body : (text(attributes, "event.name") ?? ""));
  if (!named.startsWith(PREFIX) && !scope.name.startsWith(SCOPE)) return null;
  return named.replace(PREFIX, "") || null;
}

/** What tells of a turn even when it does not name its prompt: older versions did not. */
const OF_A_TURN = new Set(["user_prompt", "assistant_response", "api_request", "api_error", "api_refusal", "tool_result", "tool_decision"]);

/** The turn that an event tells of; null when it tells of the session at large, of an installation, or is another's. */
export function turnOf(record: LogRecord, fingerprint: Fingerprint): Turn | null {
  const event = eventOf(record);
  const sessionId = text(record.attributes, "session.id");
  const promptId = text(record.attributes, "prompt.id");
  if (event === null || sessionId === null || (promptId === null && !OF_A_TURN.has(event))) return null;
  const traceId = fingerprint(["claude_code.turn", sessionId, promptId]).slice(0, 32);
  return { traceId, rootId: fingerprint([traceId, "interaction"]).slice(0, 16), sessionId, promptId };
}

/** Beside all turns of a session: where events are kept that tell of the session at large. */
export const sessionPlace = (sessionId: string, fingerprint: Fingerprint): string =>
  fingerprint(["claude_code.session", sessionId]).slice(0, 32);

/** The place of the session that an event tells of at large; null when it tells of a turn, of an installation, or is another's. */
export function sessionOf(record: LogRecord, fingerprint: Fingerprint): string | null {
  const sessionId = text(record.attributes, "session.id");
  if (sessionId === null || eventOf(record) === null || turnOf(record, fingerprint) !== null) return null;
  return sessionPlace(sessionId, fingerprint);
}

const PROVIDERS: Readonly<Record<string, string>> = { bedrock: "aws.bedrock", vertex: "gcp.vertex_ai", foundry: "azure.ai.inference" };
const providerOf = (attributes: Attributes): string => PROVIDERS[text(attributes, "anthropic.provider") ?? ""] ?? "anthropic";

const isFalse = (value: Value | undefined): boolean => value === false || value === "false";

type Told = Pick<RawSpan, "name" | "statusCode" | "statusMessage"> & {
  /** What of the turn it is: with its trace, the id of the step. */
  readonly key: readonly Value[];
  readonly parent: readonly Value[] | null;
  readonly lastsMs: number;
  readonly more?: Attributes;
};

const WENT_WELL = { statusCode: 0, statusMessage: "" } as const;
const INTERACTION = ["interaction"] as const;

const milliseconds = (attributes: Attributes, name: string): number => {
  const ms = Number(text(attributes, name) ?? 0);
  return Number.isFinite(ms) && ms > 0 && ms < 86_400_000 ? ms : 0;
};

const callKey = ({ attributes, at }: LogRecord): readonly Value[] => ["tool", text(attributes, "tool_use_id") ?? at.toString()];
const requestKey = ({ attributes, at }: LogRecord): readonly Value[] => [
  "request",
  text(attributes, "request_id") ?? text(attributes, "client_request_id") ?? at.toString(),
];

/** The kind of agent that a call of a tool started; null when it started none. */
function startedAgent(attributes: Attributes): string | null {
  const told = text(attributes, "subagent_type");
  if (told !== null) return told;
  for (const name of ["tool_parameters", "tool_input"]) {
    const found = /"subagent_type"\s*:\s*"([^"\\]{1,128})"/.exec(text(attributes, name) ?? "")?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

function toolStep(record: LogRecord): Told {
  const { attributes } = record;
  const hasFailed = isFalse(attributes.success);
  const started = startedAgent(attributes);
  const error = text(attributes, "error") ?? text(attributes, "error_message");
  return {
    name: "claude_code.tool",
    key: callKey(record),
    parent: INTERACTION,
    lastsMs: milliseconds(attributes, "duration_ms"),
    statusCode: hasFailed ? 2 : 1,
    statusMessage: hasFailed ? (error ?? "the tool failed") : "",
    more: {
      // What it was called with stands under several names, by version and setting.
      ...(attributes.tool_input === undefined && attributes.tool_parameters !== undefined
        ? { tool_input: attributes.tool_parameters }
        : {}),
      ...(started === null ? {} : { subagent_type: started }),
      ...(hasFailed ? { "error.type": text(attributes, "error_type") ?? "tool_error" } : {}),
    },
  };
}

function failedRequest(record: LogRecord, event: string): Told {
  const { attributes } = record;
  const status = text(attributes, "status_code");
  return {
    name: "claude_code.llm_request",
    key: [...requestKey(record), text(attributes, "attempt")],
    parent: INTERACTION,
    lastsMs: milliseconds(attributes, "duration_ms"),
    statusCode: 2,
    statusMessage: text(attributes, "error") ?? (event === "api_refusal" ? "the model refused" : "the request failed"),
    more: { "error.type": status ?? event },
  };
}

/** What an event is as a step; null when it only tells more of one. */
function told(record: LogRecord, event: string): Told | null {
  const { attributes } = record;
  const lastsMs = milliseconds(attributes, "duration_ms");
  switch (event) {
    case "user_prompt": {
      const prompt = text(attributes, "prompt");
      const more: Attributes = prompt === null || prompt === "<REDACTED>" ? {} : { user_prompt: prompt };
      return { name: "claude_code.interaction", key: INTERACTION, parent: null, lastsMs: 0, ...WENT_WELL, more };
    }
    case "api_request":
      return { name: "claude_code.llm_request", key: requestKey(record), parent: INTERACTION, lastsMs, ...WENT_WELL };
    case "api_error":
    case "api_refusal":
      return failedRequest(record, event);
    case "tool_result":
      return toolStep(record);
    case "tool_decision": {
      // A call that was refused never ran: then there is no step of the tool to stand under.
      const isRefused = text(attributes, "decision") === "reject";
      const [, call = ""] = callKey(record);
      const parent = isRefused ? INTERACTION : callKey(record);
      return { name: "claude_code.tool.blocked_on_user", key: ["decision", call], parent, lastsMs: 0, ...WENT_WELL };
    }
    case "hook_execution_complete": {
      const hook = { name: "claude_code.hook", key: ["hook", record.at.toString(), text(attributes, "hook_name")], parent: INTERACTION };
      return { ...hook, lastsMs: milliseconds(attributes, "total_duration_ms"), ...WENT_WELL };
    }
    default:
      return null;
  }
}

/** An event of a turn as the span that Claude Code would have sent, had it been asked for spans; null when it is none. */
export function spanOfEvent(record: LogRecord, turn: Turn, fingerprint: Fingerprint): RawSpan | null {
  const step = told(record, eventOf(record) ?? "");
  if (step === null || record.at === 0n) return null;
  const idOf = (key: readonly Value[]) => fingerprint([turn.traceId, ...key]).slice(0, 16);
  const type = step.name.replace(PREFIX, "");
  return {
    traceId: turn.traceId,
    spanId: idOf(step.key),
    parentId: step.parent === null ? "" : idOf(step.parent),
    traceState: "",
    name: step.name,
    kind: 1,
    start: record.at - BigInt(Math.round(step.lastsMs * 1_000)) * 1_000n,
    end: record.at,
    attributes: { ...record.attributes, "span.type": type, "gen_ai.provider.name": providerOf(record.attributes), ...step.more },
    events: [],
    links: [],
    statusCode: step.statusCode,
    statusMessage: step.statusMessage,
    resource: record.resource,
    scope: record.scope.name === "" ? { ...NO_SCOPE, name: `${SCOPE}.events` } : record.scope,
    marks: [],
  };
}
