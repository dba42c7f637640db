import type { Attributes, OtlpSpan, Sent } from "../otlp";
import { askedIn, givenTo, idOf, type Message, type Run, type Timed, timed, totalOf, type Usage } from "../run";
import { endOf } from "./gen-ai";

// The AI SDK up to 6: names of its own, and at the root the sum of all usage again.

function contentOf(message: Message): unknown {
  if (message.role === "tool")
    return [{ type: "tool-result", toolCallId: message.id, toolName: message.name, output: { type: "json", value: message.result } }];
  if (message.role === "system") return message.text;
  const calls = message.role === "assistant" ? message.calls : [];
  return [
    ...(message.text === "" ? [] : [{ type: "text", text: message.text }]),
    ...calls.map(({ id, name, args }) => ({ type: "tool-call", toolCallId: id, toolName: name, input: args })),
  ];
}

const usageOf = ({ input, output, cacheRead = 0, cacheWrite = 0, reasoning = 0 }: Usage): Attributes => ({
  "ai.usage.inputTokens": input,
  "ai.usage.inputTokenDetails.noCacheTokens": input - cacheRead - cacheWrite,
  "ai.usage.inputTokenDetails.cacheReadTokens": cacheRead,
  "ai.usage.inputTokenDetails.cacheWriteTokens": cacheWrite,
  "ai.usage.outputTokens": output,
  "ai.usage.outputTokenDetails.reasoningTokens": reasoning,
  "ai.usage.totalTokens": input + output,
});

const commonOf = (run: Run, operation: string): Attributes => ({
  "operation.name": `${operation} ${run.agent}`,
  "resource.name": run.agent,
  "ai.operationId": operation,
  "ai.telemetry.functionId": run.agent,
  "ai.telemetry.metadata.userId": run.initiator.id,
  "ai.telemetry.metadata.sessionId": run.conversationId,
  "ai.telemetry.metadata.taskClass": run.taskClass,
  "ai.telemetry.metadata.runId": run.runId,
});

function roundOf(run: Run, { turn, startMs, endMs, calls }: Timed, index: number, parentId: string): readonly OtlpSpan[] {
  const { traceId } = run;
  const model = turn.model ?? run.model;
  const system: Message = { role: "system", text: run.instructions };
  const messages = [system, ...givenTo(run, index)].map((message) => ({ role: message.role, content: contentOf(message) }));
  const asked = askedIn(turn, index);
  const chat: OtlpSpan = {
    traceId,
    spanId: idOf(`${traceId} chat ${index}`, 8),
    parentId,
    name: "ai.generateText.doGenerate",
    startMs,
    endMs,
    fault: turn.fault,
    attributes: {
      ...commonOf(run, "ai.generateText.doGenerate"),
      "ai.model.provider": `${model.provider}.messages`,
      "ai.model.id": model.asked,
      "ai.prompt.messages": JSON.stringify(messages),
      "gen_ai.system": `${model.provider}.messages`,
      "gen_ai.request.model": model.asked,
      ...(turn.fault === undefined
        ? {
            "ai.response.finishReason": asked.length > 0 ? "tool-calls" : "stop",
            "ai.response.reasoning": turn.reasoning,
            "ai.response.text": turn.says === "" ? undefined : turn.says,
            "ai.response.toolCalls":
              asked.length === 0
                ? undefined
                : JSON.stringify(asked.map(({ id, name, args }) => ({ toolCallId: id, toolName: name, input: JSON.stringify(args) }))),
            "ai.response.id": `msg_${idOf(`${traceId} answer ${index}`, 8)}`,
            "ai.response.model": model.answers,
          }
        : {}),
      ...(turn.usage === null
        ? {}
        : {
            ...usageOf(turn.usage),
            "gen_ai.usage.input_tokens": turn.usage.input,
            "gen_ai.usage.output_tokens": turn.usage.output,
          }),
    },
  };
  const tools = calls.map(
    ({ call, ...times }, i): OtlpSpan => ({
      traceId,
      spanId: call.spanId ?? idOf(`${traceId} call ${index}.${i}`, 8),
      parentId,
      name: "ai.toolCall",
      startMs: times.startMs,
      endMs: call.isOpen === true ? undefined : times.endMs,
      fault: call.fault,
      attributes: {
        ...commonOf(run, call.kind === "retrieval" ? "ai.rerank" : "ai.toolCall"),
        "ai.toolCall.name": call.name,
        "ai.toolCall.id": `call_${index + 1}_${i + 1}`,
        "ai.toolCall.args": JSON.stringify(call.args),
        "ai.toolCall.result": call.fault === undefined && call.isOpen !== true ? JSON.stringify(call.result) : undefined,
      },
    }),
  );
  return [chat, ...tools];
}

/** A run as the AI SDK 6 exports it. */
export function aiSdk6(run: Run): Sent {
  const rootId = idOf(`${run.traceId} root`, 8);
  const isOpen = run.isOpen === true;
  const root: OtlpSpan = {
    traceId: run.traceId,
    spanId: rootId,
    name: "ai.generateText",
    startMs: run.startMs,
    endMs: isOpen ? undefined : endOf(run),
    fault: run.fault,
    attributes: {
      ...commonOf(run, "ai.generateText"),
      "ai.model.provider": `${run.model.provider}.messages`,
      "ai.model.id": run.model.asked,
      "ai.prompt": JSON.stringify({ system: run.instructions, prompt: run.goal }),
      ...(isOpen ? {} : { "ai.response.text": run.turns.at(-1)?.says, ...usageOf(totalOf(run.turns)) }),
    },
  };
  return {
    resource: { "service.name": run.service, "reeve.team": run.team, "telemetry.sdk.language": "nodejs" },
    scope: { name: "ai" },
    spans: [root, ...timed(run.turns, run.startMs).flatMap((turn, index) => roundOf(run, turn, index, rootId))],
  };
}
