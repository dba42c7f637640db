import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { mintKey } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { ingestTraces } from "./ingest";
import { ingestLogs } from "./ingest-logs";
import { ingestMetrics } from "./ingest-metrics";
import { forgetDays } from "./partitions";
import { forgetSources } from "./sources";
import { freshRun } from "./testing/fresh-run";
import { bodiesOf, RECORDED } from "./testing/recorded";

freshDatabase();

const NOW = new Date("2026-11-22T22:30:00Z");
const key = mintKey({ id: newId("apiKey"), name: "agents", scopes: new Set(["traces:write"] as const), agentName: null });
const ns = (ms: number) => String(BigInt(NOW.getTime() + ms) * 1_000_000n);
const hex = (bytes: number) => randomBytes(bytes).toString("hex");

// Prisma compiles at its first query and lets nothing else run meanwhile, not even the timers of connections that open.
beforeAll(async () => {
  await prisma().trace.count();
});

beforeEach(() => {
  forgetDays();
  forgetSources();
});

type Sent = { readonly traceId: string; readonly spanId: string; readonly parentSpanId?: string; readonly name: string };
const span = (over: Partial<Sent> & Record<string, unknown>) => ({
  traceId: hex(16),
  spanId: hex(8),
  name: "chat gpt",
  startTimeUnixNano: ns(-5_000),
  endTimeUnixNano: ns(-4_000),
  attributes: [
    { key: "gen_ai.operation.name", value: { stringValue: "chat" } },
    { key: "gen_ai.request.model", value: { stringValue: "gpt-5.4-mini" } },
    { key: "gen_ai.agent.name", value: { stringValue: "renewals-agent" } },
    { key: "gen_ai.usage.input_tokens", value: { intValue: "100" } },
    { key: "gen_ai.usage.output_tokens", value: { intValue: "10" } },
  ],
  ...over,
});
const send = async (...spans: readonly object[]) => {
  const bytes = Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
  const answer = await ingestTraces(key, { encoding: "application/json", bytes }, NOW);
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.value;
};
const traceOf = async (id: string) => {
  const trace = await prisma().trace.findUniqueOrThrow({ where: { id } });
  // What its calls cost is known once it is settled: see server/spend.
  const { receivedAt: _, reportedCostPicoUsd, costPicoUsd: _cost, pricedSteps: _priced, unpricedSteps: _unpriced, ...rest } = trace;
  return { ...rest, cost: reportedCostPicoUsd.toString() };
};
const stepsOf = (traceId: string) => prisma().step.findMany({ where: { traceId }, orderBy: { spanId: "asc" } });

test("what real SDKs send is stored, step by step, and summed up", async () => {
  for (const name of ["ai-sdk-7", "ai-sdk-6", "openinference", "openllmetry", "openai-agents", "claude-code"] as const) {
    for (const body of bodiesOf(name)) {
      const answer = await ingestTraces(key, { encoding: "application/json", bytes: Buffer.from(body) }, NOW);
      expect(answer).toEqual({ ok: true, value: new Map() });
    }
  }
  const traces = await prisma().trace.findMany({ orderBy: { agentName: "asc" } });
  expect(traces.map(({ agentName, llmSteps, toolSteps, ungoverned }) => [agentName, llmSteps, toolSteps, ungoverned])).toEqual([
    ["claude-code", 2, 1, 1],
    ...Array(6).fill(["renewals-agent", 2, 1, 1]),
  ]);
  expect(traces.filter(({ hasRoot }) => hasRoot)).toHaveLength(traces.length);
});

test.each(RECORDED)("another run of %s, of now, is taken as its SDK sends it and is a run of its own", async (name) => {
  const { traceIds, sent } = freshRun(name, NOW);
  const take = { traces: ingestTraces, logs: ingestLogs, metrics: ingestMetrics };
  for (const { signal, type, body } of sent) {
    const encoding = type === "application/json" ? type : "application/x-protobuf";
    const answer = await take[signal](key, { encoding, bytes: body }, NOW);
    expect(answer.ok).toBe(true);
    if (signal === "traces") expect(answer).toEqual({ ok: true, value: new Map() });
  }
  const traces = await prisma().trace.findMany({ where: { id: { in: [...traceIds] } } });
  expect(traces).toHaveLength(name === "ai-sdk-7" ? 2 : 1);
  for (const { llmSteps, toolSteps, hasRoot, firstAt, lastAt } of traces) {
    expect({ llmSteps, toolSteps, hasRoot }).toEqual({ llmSteps: 2, toolSteps: 1, hasRoot: true });
    expect(firstAt.getTime()).toBeGreaterThan(NOW.getTime() - 60_000);
    expect(lastAt.getTime()).toBeLessThanOrEqual(NOW.getTime());
  }
  expect(traces.map(({ agentName }) => agentName)).toEqual(traces.map(() => (name === "claude-code" ? name : "renewals-agent")));
});

describe("once, in any order", () => {
  const makeTrace = () => {
    const traceId = hex(16);
    const ids = Array.from({ length: 12 }, () => hex(8));
    return {
      traceId,
      spans: ids.map((spanId, i) =>
        span({
          traceId,
          spanId,
          ...(i === 0 ? {} : { parentSpanId: ids[Math.floor((i - 1) / 2)] ?? "" }),
          name: `span ${i}`,
          startTimeUnixNano: ns(-5_000 + i),
          ...(i % 4 === 3 ? { status: { code: 2 } } : {}),
        }),
      ),
    };
  };
  test("any order, any batches, any copies: the same steps and the same sums", async () => {
    const { traceId, spans } = makeTrace();
    await send(...spans);
    const { id: _, ...expected } = await traceOf(traceId);
    expect(expected).toMatchObject({ steps: 12, llmSteps: 12, errors: 3, name: "span 0", hasRoot: true, inputTokens: 1200n });
    const shuffled = fc.shuffledSubarray(spans, { minLength: 12 });
    const plan = fc.tuple(shuffled, fc.array(fc.nat(11), { maxLength: 6 }), fc.integer({ min: 1, max: 5 }));
    await fc.assert(
      fc.asyncProperty(plan, async ([order, copies, size]) => {
        const other = hex(16);
        const sent = [...order, ...copies.flatMap((i) => spans[i] ?? [])].map((one) => ({ ...one, traceId: other }));
        for (let at = 0; at < sent.length; at += size) await send(...sent.slice(at, at + size));
        const { id, ...got } = await traceOf(other);
        expect(got).toEqual(expected);
        expect(await stepsOf(id)).toHaveLength(12);
      }),
      { numRuns: 15 },
    );
  });
  test("two batches of one trace at the same moment: each step once", async () => {
    const { traceId, spans } = makeTrace();
    await Promise.all([send(...spans), send(...[...spans].reverse()), send(...spans.slice(3, 9))]);
    expect(await stepsOf(traceId)).toHaveLength(12);
    expect(await traceOf(traceId)).toMatchObject({ steps: 12, inputTokens: 1200n });
  });
  test("a child waits for its parent, however late that comes", async () => {
    const [traceId, root, child] = [hex(16), hex(8), hex(8)];
    await send(span({ traceId, spanId: child, parentSpanId: root, name: "child" }));
    expect(await traceOf(traceId)).toMatchObject({ name: "child", hasRoot: false });
    await send(span({ traceId, spanId: root, name: "root", startTimeUnixNano: ns(-60_000) }));
    expect(await traceOf(traceId)).toMatchObject({ name: "root", hasRoot: true, steps: 2, firstAt: new Date(NOW.getTime() - 60_000) });
  });
  test("a span that still ran is completed once, and its late copy changes nothing", async () => {
    const [traceId, spanId] = [hex(16), hex(8)];
    const running = span({ traceId, spanId, endTimeUnixNano: "0", attributes: [] });
    await send(running);
    expect(await traceOf(traceId)).toMatchObject({ steps: 1, running: 1, inputTokens: 0n });
    const ended = span({ traceId, spanId });
    await send(ended, running);
    await send(running);
    await send(ended);
    expect(await traceOf(traceId)).toMatchObject({ steps: 1, running: 0, inputTokens: 100n });
    expect((await stepsOf(traceId)).map(({ status }) => status)).toEqual(["ok"]);
  });
  test("a span that comes again with another start is still one step", async () => {
    const [traceId, spanId] = [hex(16), hex(8)];
    await send(span({ traceId, spanId, endTimeUnixNano: "0", startTimeUnixNano: ns(-90_000_000) }));
    await send(span({ traceId, spanId }));
    await send(span({ traceId, spanId, startTimeUnixNano: ns(-80_000) }));
    expect(await stepsOf(traceId)).toHaveLength(1);
    expect(await traceOf(traceId)).toMatchObject({ steps: 1, running: 0 });
  });
});

describe("what the OpenAI Agents SDK tells of a trace apart from its spans", () => {
  type Item = { readonly object: string; readonly id: string; readonly trace_id?: string };
  const [whole] = bodiesOf("openai-agents").map((body) => (JSON.parse(body) as { data: Item[] }).data);
  const post = async (items: readonly Item[], digit: string) => {
    // The same trace under another id each time.
    const other = (id: string) => id.replace(/^trace_./, `trace_${digit}`);
    const data = items.map((item) =>
      item.object === "trace" ? { ...item, id: other(item.id), group_id: "thread_7" } : { ...item, trace_id: other(item.trace_id ?? "") },
    );
    const answer = await ingestTraces(key, { encoding: "application/json", bytes: Buffer.from(JSON.stringify({ data })) }, NOW);
    expect(answer).toEqual({ ok: true, value: new Map() });
  };
  const traces = (whole ?? []).filter(({ object }) => object === "trace");
  const spans = (whole ?? []).filter(({ object }) => object !== "trace");
  const told = async (digit: string) => {
    const found = await prisma().trace.findMany({ where: { id: { startsWith: digit }, conversationId: "thread_7" } });
    const steps = await prisma().step.findMany({ where: { traceId: { in: found.map(({ id }) => id) } } });
    return [found.map(({ taskClass }) => taskClass), new Set(steps.map(({ conversationId }) => conversationId)), steps.length];
  };
  test("is the same before them, after them, with them, and again", async () => {
    await post([...traces, ...spans], "a");
    const expected = await told("a");
    expect(expected).toEqual([Array(traces.length).fill(expect.any(String)), new Set(["thread_7"]), spans.length]);
    await post(traces, "b");
    await post(spans, "b");
    expect(await told("b")).toEqual(expected);
    await post(spans, "c");
    await post(traces, "c");
    await post(traces, "c");
    expect(await told("c")).toEqual(expected);
  });
});

test("what is not kept is counted by reason, and the rest of the batch is stored", async () => {
  const good = span({});
  const rejected = await send(
    good,
    span({ traceId: "" }),
    span({ startTimeUnixNano: ns(-86_400_000 * 500) }),
    span({ startTimeUnixNano: "0" }),
  );
  expect(rejected).toEqual(
    new Map([
      ["missing_ids", 1],
      ["outside_window", 1],
      ["missing_start", 1],
    ]),
  );
  expect(await stepsOf(good.traceId)).toHaveLength(1);
  const noted = await prisma().ingestDelta.findMany({ where: { outcome: { in: ["missing_ids", "outside_window", "missing_start"] } } });
  expect(noted).toHaveLength(3);
});

test("a step of the past goes to the partition of its day", async () => {
  const old = span({ startTimeUnixNano: ns(-86_400_000 * 90), endTimeUnixNano: ns(-86_400_000 * 90 + 1_000) });
  await send(old);
  expect(await stepsOf(old.traceId)).toHaveLength(1);
});

test("secrets are taken out before anything is stored", async () => {
  const secret = `rv_${hex(20)}`;
  const traceId = hex(16);
  const attributes = [
    { key: "gen_ai.operation.name", value: { stringValue: "execute_tool" } },
    { key: "gen_ai.tool.name", value: { stringValue: "mail.send" } },
    { key: "gen_ai.tool.call.arguments", value: { stringValue: JSON.stringify({ password: "hunter2-hunter2", body: `use ${secret}` }) } },
    { key: "http.request.header.authorization", value: { stringValue: "anything" } },
  ];
  await send(span({ traceId, attributes, status: { code: 2, message: `refused ${secret}` } }));
  const [payload] = await prisma().stepPayload.findMany({ where: { traceId } });
  expect(payload?.span).not.toMatch(new RegExp(`${secret}|hunter2|anything`));
  expect(payload?.span).toContain("[redacted]");
  expect((await stepsOf(traceId))[0]?.errorMessage).toBe("refused [redacted]");
});
