import { createHash } from "node:crypto";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import { mintKey } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { joinTwiceTold } from "./event-runs";
import { ingestTraces } from "./ingest";
import { ingestLogs } from "./ingest-logs";
import { forgetDays } from "./partitions";
import { readStep } from "./service";
import { forgetSources } from "./sources";
import { bodiesOf, recording } from "./testing/recorded";

freshDatabase();

const NOW = new Date("2026-11-22T22:30:00Z");
const key = mintKey({ id: newId("apiKey"), name: "claude", scopes: new Set(["traces:write"] as const), agentName: null });

type Attribute = { readonly key: string; readonly value: { readonly stringValue?: string } };
type Log = { readonly traceId?: string; readonly spanId?: string; readonly attributes: readonly Attribute[] };
type ScopeLogs = { readonly scope: object; readonly logRecords: readonly Log[] };
type Body = { readonly resourceLogs: readonly { readonly resource: object; readonly scopeLogs: readonly ScopeLogs[] }[] };

const bodies = recording("claude-code").logs as readonly Body[];
const resource = bodies[0]?.resourceLogs[0]?.resource ?? {};
const scope = bodies[0]?.resourceLogs[0]?.scopeLogs[0]?.scope ?? {};
const recorded = bodies.flatMap(({ resourceLogs }) =>
  resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords)),
);

const RENAMED = new Set(["session.id", "prompt.id"]);
/** What Claude Code sends when it is asked for events and not for spans, as of another session. */
const without = (suffix: string) =>
  recorded.map(({ traceId: _, spanId: __, attributes, ...log }) => ({
    ...log,
    attributes: attributes.map((one) =>
      RENAMED.has(one.key) ? { ...one, value: { stringValue: `${one.value.stringValue}${suffix}` } } : one,
    ),
  }));

const post = async (logs: readonly object[]) => {
  const bytes = Buffer.from(JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: logs }] }] }));
  const answer = await ingestLogs(key, { encoding: "application/json", bytes }, NOW);
  if (!answer.ok) throw new Error(answer.refusal.message);
  return Object.fromEntries(answer.value);
};
/** Its spans, as of another session. */
const postSpans = async (suffix = "", now = NOW) => {
  for (const body of bodiesOf("claude-code")) {
    const own = suffix === "" ? body : renamed(body, suffix);
    await ingestTraces(key, { encoding: "application/json", bytes: Buffer.from(own) }, now);
  }
};
const renamed = (body: string, suffix: string): string => {
  const print = (id: string) =>
    createHash("sha256")
      .update(id + suffix)
      .digest("hex");
  return body
    .replaceAll("136519a0-bf79-45f6-ac87-df9e20497070", `136519a0-bf79-45f6-ac87-df9e20497070${suffix}`)
    .replaceAll(/"traceId":\s*"([0-9a-f]{32})"/g, (_, id: string) => `"traceId":"${print(id).slice(0, 32)}"`);
};

const told = async (suffix: string) => {
  const session = `136519a0-bf79-45f6-ac87-df9e20497070${suffix}`;
  const traces = await prisma().trace.findMany({ where: { conversationId: session } });
  const ids = traces.map(({ id }) => id);
  const steps = await prisma().step.findMany({ where: { traceId: { in: ids } }, orderBy: [{ startedAt: "asc" }, { name: "asc" }] });
  const events = await prisma().stepEvent.findMany({ where: { traceId: { in: ids } } });
  return {
    traces: traces.map((t) => [
      t.name,
      t.agentName,
      t.steps,
      t.llmSteps,
      t.toolSteps,
      t.team,
      t.taskClass,
      t.inputTokens,
      t.reportedCostPicoUsd.toString(),
      t.lastAt,
    ]),
    steps: steps.map((s) => [s.name, s.kind, s.toolName, s.model, s.inputTokens, s.status, s.startedAt, s.endedAt, s.parentId === null]),
    events: events.length,
  };
};
const countedOf = async (): Promise<string> => {
  const [row] = await prisma().$queryRaw<{ sum: string }[]>`select coalesce(sum(calls), 0)::text as sum from cost_delta`;
  return row?.sum ?? "";
};

beforeAll(async () => {
  await prisma().trace.count();
});
beforeEach(() => {
  forgetDays();
  forgetSources();
});

describe("Claude Code with events alone", () => {
  test("is a run: its turn, its calls of the model, its tools and who let them run", async () => {
    // The start of the session, which tells of no turn, is kept with the session.
    expect(await post(without("-a"))).toEqual({});
    const { traces, steps, events } = await told("-a");
    expect(traces).toEqual([
      [
        "claude_code.interaction",
        "claude-code",
        5,
        2,
        1,
        "sales",
        "renewal-outreach",
        18_824n,
        "9732000000",
        new Date("2026-11-22T22:02:08.265Z"),
      ],
    ]);
    expect(steps.map(([name, kind, tool, model]) => [name, kind, tool, model])).toEqual([
      ["claude_code.interaction", "agent", null, null],
      ["claude_code.llm_request", "llm", null, "claude-sonnet-4-5-20250929"],
      ["claude_code.tool.blocked_on_user", "approval", "Bash", null],
      ["claude_code.tool", "tool", "Bash", null],
      ["claude_code.llm_request", "llm", null, "claude-sonnet-4-5-20250929"],
    ]);
    expect(events).toBe(6);
  });

  test("is the same in any order, in any batches and with any copies", async () => {
    const expected = await told("-a");
    const logs = without("").filter(({ attributes }) => attributes.some(({ key: name }) => name === "prompt.id"));
    let run = 0;
    const plan = fc.tuple(
      fc.shuffledSubarray([...logs.keys()], { minLength: logs.length }),
      fc.array(fc.nat(logs.length - 1), { maxLength: 4 }),
      fc.integer({ min: 1, max: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(plan, async ([order, copies, size]) => {
        run += 1;
        const own = without(`-${run}`).slice(4);
        const sent = [...order, ...copies].flatMap((i) => own[i] ?? []);
        for (let at = 0; at < sent.length; at += size) await post(sent.slice(at, at + size));
        expect(await told(`-${run}`)).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  });

  test("is not told twice when its spans come as well, before or after, and is counted once", async () => {
    const before = Number(await countedOf());
    await post(without(""));
    expect(Number(await countedOf())).toBe(before + 2);
    await postSpans();
    // At once, before anybody was told that the spans are stored.
    const joined = await told("");
    expect(joined.traces).toHaveLength(1);
    expect(joined.traces[0]).toEqual(expect.arrayContaining(["9732000000", 2]));
    expect(joined.events).toBe(6);
    expect(Number(await countedOf())).toBe(before + 2);
    // Events that come once more, or late, go where the spans are.
    await post(without(""));
    await joinTwiceTold(NOW);
    expect(await told("")).toEqual(joined);
    expect(Number(await countedOf())).toBe(before + 2);
  });

  test("is counted once when its spans come hours after its events, even where nobody joins them at once", async () => {
    await prisma().$executeRaw`delete from event_run`;
    const before = Number(await countedOf());
    const late = "-late";
    await post(without(late));
    expect(Number(await countedOf())).toBe(before + 2);
    const hoursLater = new Date(NOW.getTime() + 5 * 3_600_000);
    await prisma().$executeRaw`update event_run set conversation_id = 'away' where conversation_id like '%-late'`;
    await postSpans(late, hoursLater);
    expect((await told(late)).traces).toHaveLength(2);
    await prisma()
      .$executeRaw`update event_run set conversation_id = '136519a0-bf79-45f6-ac87-df9e20497070-late' where conversation_id = 'away'`;
    await joinTwiceTold(hoursLater);
    expect((await told(late)).traces).toHaveLength(1);
    expect(Number(await countedOf())).toBe(before + 2);
  });

  test("is joined at once, too, when its events come after its spans and name no trace", async () => {
    const before = Number(await countedOf());
    await postSpans("-first", NOW);
    expect(Number(await countedOf())).toBe(before + 2);
    await post(without("-first"));
    expect((await told("-first")).traces).toHaveLength(1);
    expect(Number(await countedOf())).toBe(before + 2);
  });

  test("what tells of the session at large is kept once, and read with each of its turns", async () => {
    await post(without("-s"));
    await post(without("-s"));
    const auditor = await signInAs("auditor@example.com", ["auditor"]);
    const session = "136519a0-bf79-45f6-ac87-df9e20497070-s";
    const trace = await prisma().trace.findFirstOrThrow({ where: { conversationId: session } });
    const root = await prisma().step.findFirstOrThrow({ where: { traceId: trace.id, parentId: null } });
    const read = await readStep(auditor, trace.id, root.spanId);
    const names = read.ok ? read.value.told.map(({ name }) => name) : [];
    expect(names.filter((name) => name === "plugin_loaded")).toHaveLength(3);
    expect(names).toEqual(expect.arrayContaining(["managed_settings_resolved", "user_prompt"]));
  });
});
