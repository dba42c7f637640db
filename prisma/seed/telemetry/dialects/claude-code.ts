import type { Attributes, OtlpRecord, OtlpSpan, Sent } from "../otlp";
import { idOf, type Run, type Timed, type TimedCall, timed, type Usage } from "../run";
import { endOf } from "./gen-ai";

// Claude Code: spans for what happened, log records for what it cost and who allowed which tool.

const VERSION = "2.1.330";
/** What the people at a terminal decided is told as a source; most of it is in their settings. */
const SOURCES = ["config", "config", "user_temporary", "config", "user_permanent"] as const;

const commonOf = (run: Run): Attributes => ({
  "user.id": `${idOf(`installation ${run.initiator.id}`, 16)}${idOf(`more ${run.initiator.id}`, 16)}`,
  "user.email": run.initiator.id,
  "session.id": run.conversationId,
  "gen_ai.conversation.id": run.conversationId,
  "gen_ai.provider.name": "anthropic",
  "reeve.task.class": run.taskClass,
});

/** Its input tokens are those that came from no cache. */
const usageOf = ({ input, output, cacheRead = 0, cacheWrite = 0 }: Usage): Attributes => ({
  input_tokens: input - cacheRead - cacheWrite,
  output_tokens: output,
  cache_read_tokens: cacheRead,
  cache_creation_tokens: cacheWrite,
});

const requestId = (run: Run, at: string) => `req_${idOf(`${run.traceId} request ${at}`, 8)}`;
const toolUseId = (run: Run, at: string) => `toolu_${idOf(`${run.traceId} use ${at}`, 8)}`;

type Written = { readonly spans: readonly OtlpSpan[]; readonly records: readonly OtlpRecord[] };

const record = (run: Run, spanId: string, atMs: number, name: string, attributes: Attributes): OtlpRecord => ({
  traceId: run.traceId,
  spanId,
  atMs,
  body: `claude_code.${name}`,
  attributes: { ...commonOf(run), "event.name": name, ...attributes },
});

function requestOf(run: Run, { turn, startMs, endMs, calls }: Timed, at: string, parentId: string): Written {
  const model = turn.model ?? run.model;
  const usage = turn.usage === null ? {} : usageOf(turn.usage);
  const id = requestId(run, at);
  const span: OtlpSpan = {
    traceId: run.traceId,
    spanId: idOf(`${run.traceId} request span ${at}`, 8),
    parentId,
    name: "claude_code.llm_request",
    startMs,
    endMs,
    fault: turn.fault,
    attributes: {
      ...commonOf(run),
      "span.type": "llm_request",
      model: model.asked,
      "gen_ai.system": "anthropic",
      "gen_ai.request.model": model.asked,
      ...usage,
      duration_ms: Math.round(endMs - startMs),
      attempt: 1,
      request_id: id,
      "gen_ai.response.id": id,
      "gen_ai.response.finish_reasons": [calls.length > 0 ? "tool_use" : "end_turn"],
    },
  };
  const cost = { model: model.answers, ...usage, cost_usd: turn.costUsd, request_id: id, query_source: "sdk" };
  const said = { response: turn.says, response_length: turn.says.length, request_id: id, model: model.answers };
  return {
    spans: [span],
    records: [
      ...(turn.costUsd === undefined ? [] : [record(run, parentId, endMs, "api_request", cost)]),
      ...(turn.says === "" ? [] : [record(run, parentId, endMs, "assistant_response", said)]),
    ],
  };
}

function toolOf(run: Run, { call, startMs, endMs }: TimedCall, at: string, parentId: string): Written {
  const { traceId } = run;
  const spanId = idOf(`${traceId} tool ${at}`, 8);
  const common = commonOf(run);
  const askedMs = Math.min(endMs, startMs + Math.max(8, (endMs - startMs) * 0.2));
  const id = toolUseId(run, at);
  const isSubagent = call.kind === "handoff";
  const source = SOURCES[spanId.charCodeAt(0) % SOURCES.length] ?? "config";
  const decision = { decision: "accept", source, tool_name: call.name, tool_use_id: id, tool_parameters: JSON.stringify(call.args) };
  const args = call.args as { readonly command?: string; readonly file_path?: string };
  const tool: OtlpSpan = {
    traceId,
    spanId,
    parentId,
    name: "claude_code.tool",
    startMs,
    endMs,
    fault: call.fault,
    attributes: {
      ...common,
      "span.type": "tool",
      tool_name: call.name,
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": call.name,
      full_command: args.command,
      file_path: args.file_path,
      tool_input: args.command === undefined && args.file_path === undefined ? JSON.stringify(call.args) : undefined,
      subagent_type: isSubagent ? (call.within?.agent ?? "general-purpose") : undefined,
      tool_use_id: id,
      "gen_ai.tool.call.id": id,
    },
  };
  const waited = { ...common, "span.type": "tool.blocked_on_user", decision: "accept", source };
  const blocked: OtlpSpan = {
    traceId,
    spanId: idOf(`${traceId} asked ${at}`, 8),
    parentId: spanId,
    name: "claude_code.tool.blocked_on_user",
    startMs: startMs + 1,
    endMs: askedMs,
    attributes: waited,
  };
  const result = {
    tool_name: call.name,
    tool_use_id: id,
    success: String(call.fault === undefined),
    duration_ms: Math.round(endMs - askedMs),
  };
  const records = [record(run, blocked.spanId, askedMs, "tool_decision", decision), record(run, parentId, endMs, "tool_result", result)];
  const { within } = call;
  if (within === undefined) return { spans: [tool, blocked], records };
  const below = written({ ...run, turns: within.turns }, askedMs, spanId, `${at}/`);
  return { spans: [tool, blocked, ...below.spans], records: [...records, ...below.records] };
}

function written(run: Run, startMs: number, parentId: string, key: string): Written {
  const parts = timed(run.turns, startMs).flatMap((turn, index) => [
    requestOf(run, turn, `${key}${index}`, parentId),
    ...turn.calls.map((made, i) => toolOf(run, made, `${key}${index}.${i}`, parentId)),
  ]);
  return { spans: parts.flatMap(({ spans }) => spans), records: parts.flatMap(({ records }) => records) };
}

/** A session as Claude Code exports it. */
export function claudeCode(run: Run): Sent {
  const rootId = idOf(`${run.traceId} interaction`, 8);
  const root: OtlpSpan = {
    traceId: run.traceId,
    spanId: rootId,
    name: "claude_code.interaction",
    startMs: run.startMs,
    endMs: endOf(run),
    attributes: {
      ...commonOf(run),
      "span.type": "interaction",
      "gen_ai.operation.name": "invoke_agent",
      user_prompt: run.goal,
      user_prompt_length: run.goal.length,
    },
  };
  const prompt = record(run, rootId, run.startMs + 1, "user_prompt", { prompt: run.goal, prompt_length: run.goal.length });
  const below = written(run, run.startMs, rootId, "");
  return {
    resource: { "service.name": run.service, "service.version": VERSION, "team.id": run.team },
    scope: { name: "com.anthropic.claude_code.tracing", version: "1.0.0" },
    spans: [root, ...below.spans],
    records: [prompt, ...below.records],
  };
}
