import type { KeyActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { ingestTraces } from "@/server/traces/ingest";
import { ingestLogs } from "@/server/traces/ingest-logs";
import { expectOk } from "../expect";
import { aiSdk6 } from "./dialects/ai-sdk-6";
import { aiSdk7 } from "./dialects/ai-sdk-7";
import { claudeCode } from "./dialects/claude-code";
import { endOf, genAi } from "./dialects/gen-ai";
import { openAiAgents } from "./dialects/openai-agents";
import { openInference } from "./dialects/openinference";
import { openLlmetry } from "./dialects/openllmetry";
import { logsBody, type Sent, tracesBody } from "./otlp";
import type { DialectName, Run } from "./run";

const WRITERS: Readonly<Record<Exclude<DialectName, "openai-agents">, (run: Run) => Sent>> = {
  otel: genAi,
  "otel-old": genAi,
  "ai-sdk-7": aiSdk7,
  "ai-sdk-6": aiSdk6,
  openinference: openInference,
  openllmetry: openLlmetry,
  "claude-code": claudeCode,
};

function write(run: Run & { readonly dialect: Exclude<DialectName, "openai-agents"> }): Sent {
  const sent = WRITERS[run.dialect](run);
  return run.isRootLost === true ? { ...sent, spans: sent.spans.filter(({ parentId }) => parentId !== undefined) } : sent;
}

const isOwn = (run: Run): run is Run & { readonly dialect: "openai-agents" } => run.dialect === "openai-agents";
const isOtlp = (run: Run): run is Run & { readonly dialect: Exclude<DialectName, "openai-agents"> } => !isOwn(run);

/** What one sender exported in one go: its runs under one resource. */
function byService(sent: readonly Sent[]): readonly Sent[] {
  return [...Map.groupBy(sent, ({ resource, scope }) => `${resource["service.name"]} ${scope.name}`).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return [{ ...first, spans: same.flatMap(({ spans }) => spans), records: same.flatMap(({ records = [] }) => records) }];
  });
}

const json = (text: string) => ({ encoding: "application/json" as const, bytes: Buffer.from(text) });

/** When the last step of a run was over, or it was last heard of. */
export const heardOf = (run: Run): number => endOf(run);

const LATE_MS = 1_000;

type Bodies = { readonly otlp: string | null; readonly own: string | null; readonly logs: string | null };

/** What the exporters of these runs send: OTLP of spans and of log records, and the JSON of the OpenAI Agents SDK. */
export function written(runs: readonly Run[]): Bodies {
  const otlp = runs.filter(isOtlp).map(write);
  const own = runs.filter(isOwn).flatMap(openAiAgents);
  const logging = byService(otlp.filter(({ records = [] }) => records.length > 0));
  return {
    otlp: otlp.length === 0 ? null : tracesBody(byService(otlp)),
    own: own.length === 0 ? null : JSON.stringify({ data: own }),
    logs: logging.length === 0 ? null : logsBody(logging),
  };
}

/** Sends what ran together as its exporters do, and sees to it that everything was taken. */
export async function sendRuns(actor: KeyActor, runs: readonly Run[], nowMs: number): Promise<void> {
  if (runs.length === 0) return;
  const at = new Date(Math.min(nowMs, Math.max(...runs.map(heardOf)) + LATE_MS));
  const { otlp, own, logs } = written(runs);
  await happeningAt(at, async () => {
    if (otlp !== null) expectOk(await ingestTraces(actor, json(otlp)), "telemetry");
    if (own !== null) expectOk(await ingestTraces(actor, json(own)), "telemetry of the OpenAI Agents SDK");
    if (logs !== null) expectOk(await ingestLogs(actor, json(logs)), "events");
  });
}

/** An export of logs that someone sent to the traces path, and a span of years ago: what sources show as not accepted. */
export async function sendFaulty(actor: KeyActor, atMs: number): Promise<void> {
  const resource = { "service.name": "legacy-bot" };
  const bare = { traceId: "", spanId: "", name: "log", startMs: atMs, attributes: {} };
  const old = { traceId: "5".repeat(32), spanId: "5".repeat(16), name: "chat", startMs: atMs - 3 * 365 * 86_400_000, attributes: {} };
  const sent = { resource, scope: { name: "logging" }, spans: [...Array.from({ length: 14 }, () => bare), old, old] };
  await happeningAt(new Date(atMs), async () => {
    expectOk(await ingestTraces(actor, json(tracesBody([sent]))), "an export of logs");
  });
}
