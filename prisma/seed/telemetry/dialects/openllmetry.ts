import type { Attributes, OtlpSpan, Sent } from "../otlp";
import { answerOf, type Call, givenTo, idOf, type Run, type Timed, type TimedCall, timed } from "../run";
import { endOf, genAiMessages } from "./gen-ai";

// OpenLLMetry: the GenAI conventions for models, names of its own around them.

const commonOf = (run: Run): Attributes => ({
  "traceloop.workflow.name": run.agent,
  "gen_ai.agent.name": run.agent,
  "traceloop.association.properties.user_id": run.initiator.id,
  "traceloop.association.properties.session_id": run.conversationId,
  "traceloop.association.properties.task_class": run.taskClass,
  "traceloop.association.properties.run_id": run.runId,
});

function chatOf(run: Run, { turn, startMs, endMs }: Timed, index: number, parentId: string): OtlpSpan {
  const { usage } = turn;
  const model = turn.model ?? run.model;
  return {
    traceId: run.traceId,
    spanId: idOf(`${run.traceId} chat ${index}`, 8),
    parentId,
    name: `chat ${model.asked}`,
    kind: 3,
    startMs,
    endMs,
    fault: turn.fault,
    attributes: {
      ...commonOf(run),
      "gen_ai.provider.name": model.provider,
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": model.asked,
      "gen_ai.input.messages": genAiMessages([{ role: "system", text: run.instructions }, ...givenTo(run, index)]),
      ...(turn.fault === undefined
        ? {
            "gen_ai.response.model": model.answers,
            "gen_ai.response.id": `chatcmpl-${idOf(`${run.traceId} answer ${index}`, 8)}`,
            "gen_ai.response.finish_reasons": [turn.calls.length > 0 ? "tool_call" : "stop"],
            "gen_ai.output.messages": genAiMessages([answerOf(turn, index)]),
          }
        : {}),
      "gen_ai.usage.input_tokens": usage?.input,
      "gen_ai.usage.output_tokens": usage?.output,
      "gen_ai.usage.total_tokens": usage === null ? undefined : usage.input + usage.output,
      "gen_ai.usage.cache_read_input_tokens": usage?.cacheRead,
      "gen_ai.usage.reasoning_tokens": usage?.reasoning,
    },
  };
}

/** What a step is called, and what says which kind it is. */
function kindOf({ kind, name, result }: Call): { readonly name: string; readonly attributes: Attributes } {
  switch (kind) {
    case "retrieval":
      return { name: "qdrant.search", attributes: { "db.system": "qdrant", "db.collection.name": name } };
    case "guardrail":
      return {
        name: `${name}.guardrail`,
        attributes: { "gen_ai.guardrail.name": name, "gen_ai.guardrail.status": result === true ? "FAILED" : "PASSED" },
      };
    case "tool":
    case "handoff":
      return { name: `${name}.tool`, attributes: { "traceloop.entity.name": name, "traceloop.span.kind": "tool" } };
  }
}

function callOf(run: Run, { call, startMs, endMs }: TimedCall, at: string, parentId: string): OtlpSpan {
  const { name, attributes } = kindOf(call);
  return {
    traceId: run.traceId,
    spanId: call.spanId ?? idOf(`${run.traceId} call ${at}`, 8),
    parentId,
    name,
    startMs,
    endMs: call.isOpen === true ? undefined : endMs,
    fault: call.fault,
    attributes: {
      ...commonOf(run),
      ...attributes,
      "traceloop.entity.input": JSON.stringify({ args: [], kwargs: call.args }),
      "traceloop.entity.output": call.fault === undefined && call.isOpen !== true ? JSON.stringify(call.result) : undefined,
    },
  };
}

/** A run as OpenLLMetry instruments it. */
export function openLlmetry(run: Run): Sent {
  const rootId = idOf(`${run.traceId} root`, 8);
  const isOpen = run.isOpen === true;
  const root: OtlpSpan = {
    traceId: run.traceId,
    spanId: rootId,
    name: `${run.agent}.agent`,
    startMs: run.startMs,
    endMs: isOpen ? undefined : endOf(run),
    fault: run.fault,
    attributes: {
      ...commonOf(run),
      "traceloop.entity.name": run.agent,
      "traceloop.span.kind": "agent",
      "traceloop.entity.input": JSON.stringify({ args: [run.goal], kwargs: {} }),
      "traceloop.entity.output": isOpen ? undefined : JSON.stringify(run.turns.at(-1)?.says ?? ""),
    },
  };
  const below = timed(run.turns, run.startMs).flatMap((turn, index) => [
    chatOf(run, turn, index, rootId),
    ...turn.calls.map((made, i) => callOf(run, made, `${index}.${i}`, rootId)),
  ]);
  return {
    resource: { "service.name": run.service, "reeve.team": run.team, "telemetry.sdk.language": "nodejs" },
    scope: { name: "@traceloop/instrumentation-openai", version: "0.27.0" },
    spans: [root, ...below],
  };
}
