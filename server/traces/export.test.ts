import { beforeAll, describe, expect, test } from "vitest";
import { listEntries } from "@/server/audit/reading";
import { signInAs } from "@/server/identity/testing";
import type { Result } from "@/server/kernel/result";
import { mintKey, type PersonActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { type Exported, exportChrome, exportOtlp } from "./export";
import { ingestTraces } from "./ingest";
import { makeStoryDocument } from "./story-documents";
import { hex, send, span, text, toolStep } from "./testing/sending";

freshDatabase();

const key = mintKey({ id: newId("apiKey"), name: "agents", scopes: new Set(["traces:write", "traces:read"] as const), agentName: null });
const bound = mintKey({ ...key, id: newId("apiKey"), agentName: "another-agent" });
let auditor: PersonActor;
let viewer: PersonActor;
beforeAll(async () => {
  auditor = await signInAs("auditor@example.com", ["auditor"]);
  viewer = await signInAs("viewer@example.com", ["viewer"]);
});

async function whole(exported: Result<Exported>): Promise<string> {
  if (!exported.ok) throw new Error(exported.refusal.message);
  let all = "";
  for await (const chunk of exported.value.chunks) all += chunk;
  return all;
}
const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);
const nobodyWasAsked = async () => ({ ok: true as const, value: new Map() });

const SECRET = `sk-${"a".repeat(24)}`;

/** A trace of more than one page: an agent, its model, many tools, one of another agent. */
async function sent(): Promise<string> {
  const traceId = hex(16);
  const root = span({
    traceId,
    name: "invoke_agent sales-agent",
    startMs: Date.now() - 60_000,
    lastsMs: 50_000,
    attributes: [text("gen_ai.operation.name", "invoke_agent"), text("gen_ai.agent.name", "sales-agent")],
  });
  const chat = span({
    traceId,
    parentSpanId: root.spanId,
    name: "chat gpt-5",
    startMs: Date.now() - 59_000,
    status: { code: 2, message: "too busy" },
    attributes: [
      text("gen_ai.operation.name", "chat"),
      text("gen_ai.request.model", "gpt-5"),
      { key: "gen_ai.usage.input_tokens", value: { intValue: "1200" } },
      { key: "gen_ai.request.temperature", value: { doubleValue: 0.5 } },
      {
        key: "deep",
        value: {
          kvlistValue: { values: [{ key: "list", value: { arrayValue: { values: [{ boolValue: true }, { stringValue: "ü\n<b>" }] } } }] },
        },
      },
      text("gen_ai.output.messages", JSON.stringify([{ role: "assistant", parts: [{ type: "text", content: `The key is ${SECRET}` }] }])),
    ],
  });
  const tools = Array.from({ length: 620 }, (_, i) =>
    toolStep(`lookup_${i % 3}`, { traceId, parentSpanId: root.spanId, startMs: Date.now() - 50_000 + i * 20, lastsMs: 90 }),
  );
  const other = span({
    traceId,
    parentSpanId: root.spanId,
    name: "invoke_agent helper",
    startMs: Date.now() - 20_000,
    attributes: [text("gen_ai.operation.name", "invoke_agent"), text("gen_ai.agent.name", "helper-agent")],
  });
  await send(...tools.reverse(), chat, other, root);
  return traceId;
}

const COLUMNS = {
  spanId: true,
  parentId: true,
  kind: true,
  name: true,
  startedAt: true,
  endedAt: true,
  status: true,
  agentName: true,
  model: true,
  toolName: true,
  inputTokens: true,
  governed: true,
} as const;
const stepsOf = (traceId: string) =>
  prisma().step.findMany({ where: { traceId }, select: COLUMNS, orderBy: [{ startedAt: "asc" }, { spanId: "asc" }] });

describe("as OTLP", () => {
  test("ingest takes an export again, and every step is the same; a second export is the first to the letter", async () => {
    const traceId = await sent();
    const first = await whole(await exportOtlp(auditor, traceId));
    const again = hex(16);
    const bytes = Buffer.from(first.replaceAll(traceId, again));
    const taken = await ingestTraces(key, { encoding: "application/json", bytes });
    expect(taken.ok && [...taken.value]).toEqual([]);
    expect(await stepsOf(again)).toEqual(await stepsOf(traceId));
    expect(await stepsOf(again)).toHaveLength(623);
    expect((await whole(await exportOtlp(auditor, again))).replaceAll(again, traceId)).toBe(first);
  });

  test("what was redacted stays so, for people and keys alike", async () => {
    const traceId = await sent();
    for (const actor of [auditor, key]) {
      const told = await whole(await exportOtlp(actor, traceId));
      expect(told).not.toContain(SECRET);
      expect(told).toContain("[redacted]");
    }
  });

  test("payloads are not for every role, nor for keys of other agents; every export is on the record", async () => {
    const traceId = await sent();
    expect(codeOf(await exportOtlp(viewer, traceId))).toBe("forbidden");
    expect(codeOf(await exportOtlp(bound, traceId))).toBe("not_found");
    expect(codeOf(await exportChrome(bound, traceId))).toBe("not_found");
    expect(codeOf(await exportOtlp(auditor, hex(16)))).toBe("not_found");
    expect(codeOf(await exportOtlp(auditor, traceId))).toBe("ok");
    expect(codeOf(await exportChrome(viewer, traceId))).toBe("ok");
    const entries = await listEntries(auditor, { kind: "trace.exported", limit: 50 }, async () => ({}));
    const own = entries.ok ? entries.value.items.filter(({ subject }) => subject.id === traceId) : [];
    expect(own.map(({ actor }) => actor.id).sort()).toEqual([auditor.id, viewer.id].sort());
    expect(own.map(({ data }) => data.format).sort()).toEqual(["chrome", "otlp"]);
  });
});

test("as a Chrome trace every slice has what the format asks for, none crosses another in its row, and nothing said is in it", async () => {
  const traceId = await sent();
  const told = await whole(await exportChrome(viewer, traceId));
  expect(told).not.toContain("The key is");
  const file = JSON.parse(told) as { displayTimeUnit: string; otherData: object; traceEvents: Record<string, unknown>[] };
  expect(file.displayTimeUnit).toBe("ms");
  expect(file.otherData).toMatchObject({ traceId, steps: 623, cut: 0 });
  const slices = file.traceEvents.filter(({ ph }) => ph === "X") as { name: string; pid: number; tid: number; ts: number; dur: number }[];
  expect(slices).toHaveLength(623);
  for (const slice of slices) {
    expect([typeof slice.name, Number.isInteger(slice.pid), Number.isInteger(slice.tid), slice.ts >= 0, slice.dur >= 0]).toEqual([
      "string",
      true,
      true,
      true,
      true,
    ]);
  }
  for (const row of Map.groupBy(slices, ({ pid, tid }) => `${pid} ${tid}`).values()) {
    const open: number[] = [];
    for (const { ts, dur } of row) {
      while (open.length > 0 && (open.at(-1) ?? 0) <= ts) open.pop();
      expect(ts + dur <= (open.at(-1) ?? Number.POSITIVE_INFINITY)).toBe(true);
      open.push(ts + dur);
    }
  }
  const names = file.traceEvents
    .filter(({ ph, name }) => ph === "M" && name === "process_name")
    .map(({ args }) => (args as { name: string }).name);
  expect(names).toEqual(["sales-agent", "helper-agent"]);
  expect(file.traceEvents.filter(({ ph }) => ph === "s" || ph === "f")).toHaveLength(2);
});

describe("as a story", () => {
  test("the PDF begins and ends as one, has pages, and its fonts within", async () => {
    const made = await makeStoryDocument(auditor, await sent(), "pdf", nobodyWasAsked);
    if (!made.ok) throw new Error(made.refusal.message);
    const bytes = Buffer.from(made.value.body);
    const latin = bytes.toString("latin1");
    expect(latin.startsWith("%PDF-1.")).toBe(true);
    expect(latin.trimEnd().endsWith("%%EOF")).toBe(true);
    expect(latin).toMatch(/\/FontFile[23]/);
    expect(latin).toMatch(/\/ToUnicode/);
    expect(made.value.fileName).toMatch(/^trace-\d{4}-\d\d-\d\d-[0-9a-f]{8}\.pdf$/);
  });

  test("a viewer's leaves out what was said, and says so", async () => {
    const made = await makeStoryDocument(viewer, await sent(), "markdown", nobodyWasAsked);
    if (!made.ok) throw new Error(made.refusal.message);
    expect(String(made.value.body)).toContain("is not shown to the role that this was made for");
    expect(String(made.value.body)).not.toContain("The key is");
  });
});
