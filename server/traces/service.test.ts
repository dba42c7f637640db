import { beforeAll, describe, expect, test } from "vitest";
import { createTool } from "@/server/fleet/tools";
import { signInAs } from "@/server/identity/testing";
import type { Result } from "@/server/kernel/result";
import { type PersonActor, systemActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { unpackColumns } from "./core/skeleton";
import { keepPartitions } from "./keeping";
import { FLAGS, ListTracesInput } from "./schema";
import { listUngoverned, readSkeleton, readStep } from "./service";
import { hex, send, span, text, toolStep } from "./testing/sending";
import { listTraces } from "./trace-list";

freshDatabase();

function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
  return result.value;
}
const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);
const people: { auditor: PersonActor; viewer: PersonActor } = {} as never;
beforeAll(async () => {
  people.auditor = await signInAs("auditor@example.com", ["auditor"]);
  people.viewer = await signInAs("viewer@example.com", ["viewer"]);
});

const list = async (input: Partial<ListTracesInput> = {}) => expectOk(await listTraces(people.viewer, ListTracesInput.parse(input)));

describe("the list of traces", () => {
  const startMs = Date.now() - 3_600_000;
  const ids = Array.from({ length: 7 }, () => hex(16));
  beforeAll(async () => {
    for (const [i, traceId] of ids.entries()) {
      const attributes = [
        text("gen_ai.operation.name", "chat"),
        text("gen_ai.request.model", i % 2 === 0 ? "gpt-5.4-mini" : "claude-sonnet-4-5"),
        text("gen_ai.agent.name", `lister-${i % 3}`),
        text("reeve.task.class", "listing"),
        text("reeve.team", `team-${i % 2}`),
        text("reeve.initiator.id", "sam@acme.example"),
      ];
      // Two of them start at the same moment: the cursor must still lose none.
      const at = startMs + Math.floor(i / 2) * 1_000;
      await send(
        span({
          traceId,
          name: `work ${i}`,
          attributes,
          startMs: at,
          lastsMs: (i + 1) * 1_000,
          ...(i === 6 ? { status: { code: 2 } } : {}),
        }),
      );
    }
  });
  test("page by page, newest first, each once", async () => {
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await list({ taskClass: "listing", limit: 2, cursor: cursor ?? null });
      seen.push(...page.items.map(({ traceId }) => traceId));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen)).toEqual(new Set(ids));
    expect(seen[0]).toBe(ids[6]);
  });
  test.each<[string, Partial<ListTracesInput>, readonly number[]]>([
    ["agent", { agent: "lister-0" }, [6, 3, 0]],
    ["team", { team: "team-1" }, [5, 3, 1]],
    ["model", { model: "gpt-5.4-mini" }, [6, 4, 2, 0]],
    ["outcome", { outcome: "failed" }, [6]],
    ["duration", { minDurationMs: 6_000 }, [6, 5]],
    ["person", { person: "sam@acme.example", agent: "lister-1" }, [4, 1]],
    ["words of a name, in any order", { text: "3 WORK" }, [3]],
    ["the beginning of a word", { text: "listin" }, [0, 1, 2, 3, 4, 5, 6]],
    ["signs, which are no words", { text: "work%3" }, [3]],
    ["nothing that is a word", { text: "%%" }, []],
    ["ungoverned", { ungoverned: true }, []],
  ])("by %s", async (_, filter, expected) => {
    const { items } = await list({ taskClass: "listing", ...filter });
    expect(new Set(items.map(({ traceId }) => ids.indexOf(traceId)))).toEqual(new Set(expected));
  });
  test("by tool", async () => {
    await send(toolStep("calendar.book"));
    expect((await list({ tool: "calendar.book" })).items).toHaveLength(1);
  });
  test("a cursor that nobody gave is refused", async () => {
    expect(codeOf(await listTraces(people.viewer, ListTracesInput.parse({ cursor: "nonsense" })))).toBe("invalid_request");
  });
});

test("tool calls that never passed the gate are counted per agent", async () => {
  await send(toolStep("mail.send"), toolStep("mail.send"), span({ attributes: [text("gen_ai.operation.name", "chat")] }));
  const rows = expectOk(await listUngoverned(people.viewer, 1));
  expect(rows.find(({ tool }) => tool === "mail.send")).toMatchObject({ agent: "sales-agent", steps: 2 });
});

test("a trace in a skeleton: its tree, what is counted, what is ungoverned, whose step it is", async () => {
  const [traceId, root, tool] = [hex(16), hex(8), hex(8)];
  const agent = [text("gen_ai.operation.name", "invoke_agent"), text("gen_ai.agent.name", "sales-agent")];
  await send(
    span({ traceId, spanId: root, attributes: agent, startMs: Date.now() - 10_000, lastsMs: 9_000 }),
    {
      ...toolStep("crm.read_account", { traceId, spanId: tool, parentSpanId: root }),
      attributes: [text("gen_ai.operation.name", "execute_tool"), text("gen_ai.tool.name", "crm.read_account")],
    },
    span({
      traceId,
      parentSpanId: hex(8),
      attributes: [text("gen_ai.operation.name", "chat"), { key: "gen_ai.usage.input_tokens", value: { intValue: "5" } }],
    }),
  );
  const packed = expectOk(await readSkeleton(people.viewer, traceId));
  const told = { ...packed, ...unpackColumns(Buffer.from(packed.columns, "base64"), packed.steps) };
  const word = (i: number | undefined) => (i === undefined || i < 0 ? null : told.words[i]);
  expect(told.trace).toMatchObject({ agent: "sales-agent", steps: 3, ungoverned: 1, toolSteps: 1 });
  expect([...told.parent]).toEqual([-1, 0, -1]);
  expect([...told.kind].map((i) => told.kinds[i])).toEqual(["agent", "tool", "llm"]);
  expect([...told.agent].map(word)).toEqual(["sales-agent", "sales-agent", "sales-agent"]);
  expect([...told.flags]).toEqual([0, FLAGS.ungoverned | FLAGS.inheritedAgent, FLAGS.counted | FLAGS.orphan | FLAGS.inheritedAgent]);
});

test("what a step took in and gave back is not shown to viewers", async () => {
  const step = toolStep("crm.read_account", {}, text("gen_ai.tool.call.arguments", '{"account":"acme"}'));
  await send(step);
  expect(expectOk(await readStep(people.auditor, step.traceId, step.spanId)).args).toEqual({ account: "acme" });
  expect(codeOf(await readStep(people.viewer, step.traceId, step.spanId))).toBe("forbidden");
});

test("what tools declared sensitive is taken out before it is stored, in every message of the batch", async () => {
  const argsSchema = { type: "object", properties: { account: { type: "string" } } };
  const tool = { version: "1", description: "Reads.", summary: null, sideEffect: "read" as const, argsSchema, sensitiveArgs: ["/account"] };
  expectOk(await createTool(systemActor, "crm.read_account", tool));
  await new Promise((resolve) => setTimeout(resolve, 5_100)); // settings are remembered for five seconds
  const traceId = hex(16);
  const asked = [
    { role: "assistant", parts: [{ type: "tool_call", id: "1", name: "crm_read_account", arguments: { account: "Hidden Ltd" } }] },
  ];
  const chat = [
    text("gen_ai.operation.name", "chat"),
    text("gen_ai.output.messages", JSON.stringify(asked)),
    text("note", "about Hidden Ltd"),
  ];
  await send(
    span({ traceId, attributes: chat }),
    toolStep("crm.read_account", { traceId }, text("gen_ai.tool.call.arguments", '{"account":"Hidden Ltd"}')),
  );
  const payloads = await prisma().stepPayload.findMany({ where: { traceId } });
  expect(payloads).toHaveLength(2);
  expect(JSON.stringify(payloads)).not.toContain("Hidden Ltd");
});

test("partitions past retention go, and younger ones stay", async () => {
  await prisma().$queryRawUnsafe("select make_step_partitions(array['2024-01-01'::date])::text");
  const parts = async () =>
    (
      await prisma().$queryRaw<
        { name: string }[]
      >`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'step'::regclass`
    ).map(({ name }) => name);
  expect(await parts()).toContain("step_20240101");
  const before = (await parts()).length;
  await keepPartitions(new Date());
  const after = await parts();
  expect(after).not.toContain("step_20240101");
  expect(after.length).toBeGreaterThanOrEqual(before - 1);
  await expect(prisma().$queryRawUnsafe("select drop_step_partitions('step', current_date)")).rejects.toThrow();
});
