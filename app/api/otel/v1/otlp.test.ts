import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { GET as getTrace } from "@/app/api/v1/traces/[traceId]/route";
import { createKey } from "@/server/identity/keys";
import { signInAs } from "@/server/identity/testing";
import { happeningAt } from "@/server/platform/clock";
import { prisma } from "@/server/platform/db";
import { takeSlot } from "@/server/platform/slots";
import { databaseGoes, freshDatabase } from "@/server/platform/testing/database";
import { foldCounts } from "@/server/traces/keeping";
import type { TraceAnswer } from "@/server/traces/schema";
import { listSources, readStep } from "@/server/traces/service";
import { recording } from "@/server/traces/testing/recorded";
import { POST as postLogs } from "./logs/route";
import { POST as postMetrics } from "./metrics/route";
import { POST as postTraces } from "./traces/route";

freshDatabase();

/** When the recordings were made. */
const NOW = new Date("2026-11-22T22:30:00Z");
const bearer: { free: string; bound: string } = { free: "", bound: "" };
const JSON_TYPE = "application/json";
const PROTOBUF = "application/x-protobuf";

beforeAll(async () => {
  const admin = await signInAs("admin@example.com", ["admin"]);
  for (const [name, agentName] of [
    ["free", null],
    ["bound", "renewals-agent"],
  ] as const) {
    const made = await createKey(admin, { name, scopes: ["traces:write", "traces:read"], agentName });
    if (!made.ok) throw new Error(made.refusal.message);
    bearer[name] = made.value.key;
  }
});

const PATHS = { traces: postTraces, logs: postLogs, metrics: postMetrics } as const;
const post = (
  signal: keyof typeof PATHS,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  key: keyof typeof bearer = "free",
) => {
  const all = { authorization: `Bearer ${bearer[key]}`, "content-type": JSON_TYPE, ...headers };
  const request = new Request(`http://localhost/api/otel/v1/${signal}`, { method: "POST", headers: all, body: body as BodyInit });
  return happeningAt(NOW, () => PATHS[signal](request));
};
const read = async (traceId: string, key: keyof typeof bearer = "free") => {
  const request = new Request(`http://localhost/api/v1/traces/${traceId}`, { headers: { authorization: `Bearer ${bearer[key]}` } });
  const answer = await getTrace(request, { params: Promise.resolve({ traceId }) });
  return { status: answer.status, body: (await answer.json()) as TraceAnswer };
};
const claudeCode = recording("claude-code");
const bodies = { traces: claudeCode.traces ?? [], logs: claudeCode.logs ?? [], metrics: claudeCode.metrics ?? [] };
const sendAll = async (...signals: readonly (keyof typeof bodies)[]) => {
  for (const signal of signals) for (const body of bodies[signal]) expect((await post(signal, JSON.stringify(body))).status).toBe(200);
};

test("protobuf in gzip is taken and answered in protobuf, and the trace can be read", async () => {
  const bytes = gzipSync(Buffer.from(recording("ai-sdk-6").protobuf ?? "", "base64"));
  const answer = await post("traces", bytes, { "content-type": PROTOBUF, "content-encoding": "gzip" });
  expect([answer.status, answer.headers.get("content-type"), (await answer.arrayBuffer()).byteLength]).toEqual([200, PROTOBUF, 0]);
  const [trace] = await prisma().trace.findMany({ where: { taskClass: "renewal-outreach" } });
  const { status, body } = await read(trace?.id ?? "");
  expect(status).toBe(200);
  expect(body.steps.map(({ kind, agent, counted, inputTokens, governed }) => [kind, agent, counted, inputTokens, governed])).toEqual([
    ["agent", "renewals-agent", false, 2400, null],
    ["llm", "renewals-agent", true, 1200, null],
    ["tool", "renewals-agent", false, null, false],
    ["llm", "renewals-agent", true, 1200, null],
  ]);
  expect(body).toMatchObject({ status: "ok", costMicroUsd: "4290" });
});

describe("Claude Code's three signals are one story, whichever comes first", () => {
  const costs = async () => {
    const [trace] = await prisma().trace.findMany({ where: { agentName: "claude-code" } });
    const { body } = await read(trace?.id ?? "");
    return {
      id: trace?.id ?? "",
      total: body.costMicroUsd,
      steps: body.steps.filter(({ kind }) => kind === "llm").map((step) => step.costMicroUsd),
    };
  };
  test("events before their steps, and after them, and again", async () => {
    await sendAll("logs", "metrics", "traces");
    const first = await costs();
    expect(first).toMatchObject({ total: "9732", steps: ["4866", "4866"] });
    await sendAll("traces", "logs", "metrics", "logs");
    expect(await costs()).toEqual(first);
    expect((await prisma().trace.findUniqueOrThrow({ where: { id: first.id } })).reportedCostPicoUsd.toString()).toBe("9732000000");
  });
  test("the decision on a tool is told beside its step", async () => {
    const auditor = await signInAs("auditor@example.com", ["auditor"]);
    const [trace] = await prisma().trace.findMany({ where: { agentName: "claude-code" } });
    const { body } = await read(trace?.id ?? "");
    const approval = body.steps.find(({ kind }) => kind === "approval");
    const detail = await readStep(auditor, trace?.id ?? "", approval?.spanId ?? "");
    expect(detail).toMatchObject({
      ok: true,
      value: { told: [{ name: "tool_decision", content: { attributes: { decision: "accept", source: "config" } } }] },
    });
  });
  test("metrics are kept, each point once, and never added", async () => {
    const count = await prisma().metricSample.count();
    await sendAll("metrics");
    expect([count > 0, await prisma().metricSample.count()]).toEqual([true, count]);
  });
});

test("a key that is bound to one agent speaks as that agent, and sees its traces alone", async () => {
  const spans = [
    {
      traceId: "ab".repeat(16),
      spanId: "cd".repeat(8),
      name: "x",
      startTimeUnixNano: `${NOW.getTime()}000000`,
      endTimeUnixNano: `${NOW.getTime()}000001`,
    },
  ];
  await post("traces", JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }), {}, "bound");
  expect((await read("ab".repeat(16), "bound")).body.steps[0]?.agent).toBe("renewals-agent");
  const other = (await prisma().trace.findFirstOrThrow({ where: { agentName: "claude-code" } })).id;
  expect((await read(other, "bound")).status).toBe(404);
});

describe("what cannot be taken is told so that an exporter does the right thing", () => {
  const bomb = gzipSync(Buffer.alloc(21 * 1024 * 1024));
  test.each([
    ["no OTLP", "x", { "content-type": "text/plain" }, 415],
    ["another compression", "x", { "content-encoding": "br" }, 415],
    ["no JSON", "{", {}, 400],
    ["no protobuf", Buffer.from("ffff", "hex"), { "content-type": PROTOBUF }, 400],
    ["no gzip", "x", { "content-encoding": "gzip" }, 400],
    ["a bomb", bomb, { "content-encoding": "gzip" }, 413],
    ["too much as it is", Buffer.alloc(21 * 1024 * 1024), {}, 413],
  ])("%s", async (_, body, headers, status) => {
    const answer = await post("traces", body, headers as Record<string, string>);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("retry-after")).toBeNull();
    expect([JSON_TYPE, PROTOBUF]).toContain(answer.headers.get("content-type"));
  });
  test("part of a batch: 200, with how many and why", async () => {
    const answer = await post("traces", JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ name: "x" }] }] }] }));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ partialSuccess: { rejectedSpans: "1", errorMessage: expect.stringContaining("missing_ids") } });
  });
  test("logs sent to the traces path", async () => {
    const answer = await post("traces", JSON.stringify(bodies.logs[0]));
    expect(await answer.json()).toMatchObject({ partialSuccess: { errorMessage: expect.stringContaining("wrong_signal") } });
  });
  test("at its limit, it asks to come again", async () => {
    const leave = Array.from({ length: 32 }, () => takeSlot("otlp", 32));
    const answer = await post("traces", "{}");
    for (const one of leave) one?.();
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "1"]);
  });
  test("while the database is away: 503, never 200 and never 500", async () => {
    const back = await databaseGoes();
    const answer = await post("traces", JSON.stringify(bodies.traces[0]));
    await back();
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).not.toBeNull();
  });
});

test("what became of everything can be read per source, folded or not", async () => {
  const auditor = await signInAs("auditor2@example.com", ["auditor"]);
  const before = await happeningAt(NOW, () => listSources(auditor, 7));
  await foldCounts();
  const after = await happeningAt(NOW, () => listSources(auditor, 7));
  expect(after).toEqual(before);
  expect(await prisma().ingestDelta.count()).toBe(0);
  const counts = after.ok ? after.value.flatMap((source) => source.counts) : [];
  const of = (signal: string, outcome: string) =>
    counts.filter((one) => one.signal === signal && one.outcome === outcome).reduce((sum, one) => sum + Number(one.count), 0);
  expect([of("traces", "accepted"), of("traces", "duplicate"), of("traces", "missing_ids")]).toEqual([11, 6, 1]);
});
