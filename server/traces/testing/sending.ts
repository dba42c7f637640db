import { randomBytes } from "node:crypto";
import { mintKey } from "@/server/platform/actor";
import { newId } from "@/server/platform/new-id";
import { ingestTraces } from "../ingest";

export const hex = (bytes: number) => randomBytes(bytes).toString("hex");
/** An attribute with a text, as OTLP's JSON has it. */
export const text = (name: string, value: string) => ({ key: name, value: { stringValue: value } });
const nanos = (ms: number) => String(BigInt(Math.trunc(ms)) * 1_000_000n);

type Over = {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly attributes?: readonly object[];
  readonly startMs?: number;
  readonly lastsMs?: number;
  readonly status?: object;
  readonly name?: string;
};

/** A span as OTLP's JSON has it, of a moment ago unless it says when. */
export function span({ startMs = Date.now() - 500, lastsMs = 1_000, ...over }: Over = {}) {
  const times = { startTimeUnixNano: nanos(startMs), endTimeUnixNano: nanos(startMs + lastsMs) };
  return { traceId: hex(16), spanId: hex(8), name: "step", ...times, ...over };
}

/** A call of a tool by the sales agent. */
export const toolStep = (tool: string, over: Over = {}, ...more: readonly object[]) => {
  const said = [text("gen_ai.operation.name", "execute_tool"), text("gen_ai.tool.name", tool), text("gen_ai.agent.name", "sales-agent")];
  return span({ name: `execute_tool ${tool}`, ...over, attributes: [...said, ...more] });
};

const key = mintKey({ id: newId("apiKey"), name: "agents", scopes: new Set(["traces:write"] as const), agentName: null });

/** Sends spans and sees to it that the export was taken. */
export async function send(...spans: readonly object[]): Promise<void> {
  const bytes = Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
  const answer = await ingestTraces(key, { encoding: "application/json", bytes });
  if (!answer.ok) throw new Error(answer.refusal.message);
}
