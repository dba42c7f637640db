import type { Attributes, OtlpSpan, Sent } from "../otlp";
import { answerOf, givenTo, idOf, type Run, type Timed, timed, totalOf, type Usage } from "../run";
import { aboutRun, endOf, genAiMessages } from "./gen-ai";

// The AI SDK 7: the GenAI conventions, with a span around each round of model and tools.

const usageOf = ({ input, output, cacheRead, cacheWrite }: Usage): Attributes => ({
  "gen_ai.usage.input_tokens": input,
  "gen_ai.usage.output_tokens": output,
  "gen_ai.usage.cache_read.input_tokens": cacheRead,
  "gen_ai.usage.cache_creation.input_tokens": cacheWrite,
});

function roundOf(run: Run, { turn, startMs, endMs, calls }: Timed, index: number, rootId: string): readonly OtlpSpan[] {
  const common = aboutRun(run);
  const { traceId } = run;
  const model = turn.model ?? run.model;
  const roundId = idOf(`${traceId} round ${index}`, 8);
  const isOpen = calls.some(({ call }) => call.isOpen === true);
  const round: OtlpSpan = {
    traceId,
    spanId: roundId,
    parentId: rootId,
    name: `step ${index + 1}`,
    startMs: startMs - 1,
    endMs: isOpen ? undefined : (calls.at(-1)?.endMs ?? endMs) + 2,
    attributes: { ...common, "gen_ai.operation.name": "agent_step" },
  };
  const chat: OtlpSpan = {
    traceId,
    spanId: idOf(`${traceId} chat ${index}`, 8),
    parentId: roundId,
    name: `chat ${model.asked}`,
    kind: 3,
    startMs,
    endMs,
    fault: turn.fault,
    attributes: {
      ...common,
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": model.provider,
      "gen_ai.request.model": model.asked,
      "gen_ai.system_instructions": JSON.stringify([{ type: "text", content: run.instructions }]),
      "gen_ai.input.messages": genAiMessages(givenTo(run, index)),
      ...(turn.fault === undefined
        ? {
            "gen_ai.response.finish_reasons": [calls.length > 0 ? "tool-calls" : "stop"],
            "gen_ai.response.id": `msg_${idOf(`${traceId} answer ${index}`, 8)}`,
            "gen_ai.response.model": model.answers,
            "gen_ai.output.messages": genAiMessages([answerOf(turn, index)]),
          }
        : {}),
      ...(turn.usage === null ? {} : usageOf(turn.usage)),
    },
  };
  const tools = calls.map(
    ({ call, ...times }, i): OtlpSpan => ({
      traceId,
      spanId: call.spanId ?? idOf(`${traceId} call ${index}.${i}`, 8),
      parentId: roundId,
      name: `execute_tool ${call.name}`,
      startMs: times.startMs,
      endMs: call.isOpen === true ? undefined : times.endMs,
      fault: call.fault,
      attributes: {
        ...common,
        "gen_ai.operation.name": call.kind === "retrieval" ? "retrieval" : "execute_tool",
        "gen_ai.tool.name": call.kind === "retrieval" ? undefined : call.name,
        "gen_ai.tool.call.id": `call_${index + 1}_${i + 1}`,
        "gen_ai.tool.type": "function",
        "gen_ai.tool.call.arguments": JSON.stringify(call.args),
        "gen_ai.tool.call.result": call.fault === undefined && call.isOpen !== true ? JSON.stringify(call.result) : undefined,
      },
    }),
  );
  return [round, chat, ...tools];
}

/** A run as the AI SDK 7 exports it. */
export function aiSdk7(run: Run): Sent {
  const rootId = idOf(`${run.traceId} root`, 8);
  const last = run.turns.at(-1);
  const isOpen = run.isOpen === true;
  const root: OtlpSpan = {
    traceId: run.traceId,
    spanId: rootId,
    name: `invoke_agent ${run.model.asked}`,
    startMs: run.startMs,
    endMs: isOpen ? undefined : endOf(run),
    fault: run.fault,
    attributes: {
      ...aboutRun(run),
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.provider.name": run.model.provider,
      "gen_ai.request.model": run.model.asked,
      "gen_ai.agent.name": run.agent,
      "gen_ai.conversation.id": run.conversationId,
      "gen_ai.system_instructions": JSON.stringify([{ type: "text", content: run.instructions }]),
      "gen_ai.input.messages": genAiMessages([{ role: "user", text: run.goal }]),
      ...(isOpen
        ? {}
        : { ...usageOf(totalOf(run.turns)), "gen_ai.output.messages": genAiMessages(last ? [answerOf({ ...last, calls: [] }, 0)] : []) }),
    },
  };
  return {
    resource: { "service.name": run.service, "reeve.team": run.team, "telemetry.sdk.language": "nodejs" },
    scope: { name: "gen_ai" },
    spans: [root, ...timed(run.turns, run.startMs).flatMap((turn, index) => roundOf(run, turn, index, rootId))],
  };
}
