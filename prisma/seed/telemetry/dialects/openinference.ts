import type { Attributes, OtlpSpan, Sent, Told } from "../otlp";
import { answerOf, givenTo, idOf, type Message, type Run, type Timed, type TimedCall, timed } from "../run";
import { endOf } from "./gen-ai";

// OpenInference: each field of each message is an attribute of its own.

function flat(prefix: string, messages: readonly Message[]): Attributes {
  const told: Record<string, Told> = {};
  messages.forEach((message, i) => {
    const at = `${prefix}.${i}.message`;
    told[`${at}.role`] = message.role;
    if (message.role === "tool") {
      told[`${at}.content`] = JSON.stringify(message.result);
      told[`${at}.tool_call_id`] = message.id;
      return;
    }
    if (message.text !== "") told[`${at}.content`] = message.text;
    if (message.role !== "assistant") return;
    message.calls.forEach(({ id, name, args }, call) => {
      const asked = `${at}.tool_calls.${call}.tool_call`;
      told[`${asked}.id`] = id;
      told[`${asked}.function.name`] = name.replaceAll(".", "_");
      told[`${asked}.function.arguments`] = JSON.stringify(args);
    });
  });
  return told;
}

const KINDS = { tool: "TOOL", handoff: "TOOL", retrieval: "RETRIEVER", guardrail: "GUARDRAIL" } as const;

const commonOf = (run: Run): Attributes => ({
  "session.id": run.conversationId,
  "user.id": run.initiator.id,
  "reeve.task.class": run.taskClass,
  "reeve.run.id": run.runId,
});

function chatOf(run: Run, { turn, startMs, endMs }: Timed, index: number, parentId: string): OtlpSpan {
  const { usage } = turn;
  const model = turn.model ?? run.model;
  return {
    traceId: run.traceId,
    spanId: idOf(`${run.traceId} chat ${index}`, 8),
    parentId,
    name: "OpenAI Chat Completions",
    startMs,
    endMs,
    fault: turn.fault,
    isOkSaid: true,
    attributes: {
      ...commonOf(run),
      "openinference.span.kind": "LLM",
      "llm.system": model.provider,
      "llm.model_name": model.answers,
      "llm.invocation_parameters": JSON.stringify({ model: model.asked }),
      ...flat("llm.input_messages", [{ role: "system", text: run.instructions }, ...givenTo(run, index)]),
      ...(turn.fault === undefined ? flat("llm.output_messages", [answerOf(turn, index)]) : {}),
      "llm.token_count.prompt": usage?.input,
      "llm.token_count.completion": usage?.output,
      "llm.token_count.total": usage === null ? undefined : usage.input + usage.output,
      "llm.token_count.prompt_details.cache_read": usage?.cacheRead,
      "llm.token_count.completion_details.reasoning": usage?.reasoning,
      "llm.cost.total": turn.costUsd,
    },
  };
}

function callOf(run: Run, { call, startMs, endMs }: TimedCall, at: string, parentId: string): OtlpSpan {
  const isDone = call.fault === undefined && call.isOpen !== true;
  return {
    traceId: run.traceId,
    spanId: call.spanId ?? idOf(`${run.traceId} call ${at}`, 8),
    parentId,
    name: call.name,
    startMs,
    endMs: call.isOpen === true ? undefined : endMs,
    fault: call.fault,
    isOkSaid: true,
    attributes: {
      ...commonOf(run),
      "openinference.span.kind": KINDS[call.kind],
      "input.value": JSON.stringify(call.args),
      "input.mime_type": "application/json",
      "output.value": isDone ? JSON.stringify(call.result) : undefined,
      "output.mime_type": isDone ? "application/json" : undefined,
    },
  };
}

/** A run as OpenInference instruments it. */
export function openInference(run: Run): Sent {
  const rootId = idOf(`${run.traceId} root`, 8);
  const isOpen = run.isOpen === true;
  const root: OtlpSpan = {
    traceId: run.traceId,
    spanId: rootId,
    name: run.agent,
    startMs: run.startMs,
    endMs: isOpen ? undefined : endOf(run),
    fault: run.fault,
    isOkSaid: true,
    attributes: {
      ...commonOf(run),
      "openinference.span.kind": "AGENT",
      "input.value": run.goal,
      "input.mime_type": "text/plain",
      "output.value": isOpen ? undefined : run.turns.at(-1)?.says,
      "output.mime_type": isOpen ? undefined : "text/plain",
    },
  };
  const below = timed(run.turns, run.startMs).flatMap((turn, index) => [
    chatOf(run, turn, index, rootId),
    ...turn.calls.map((made, i) => callOf(run, made, `${index}.${i}`, rootId)),
  ]);
  return {
    resource: { "service.name": run.service, "reeve.team": run.team, "telemetry.sdk.language": "nodejs" },
    scope: { name: "@arizeai/openinference-instrumentation-openai", version: "4.2.7" },
    spans: [root, ...below],
  };
}
