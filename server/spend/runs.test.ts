import { beforeAll, expect, test } from "vitest";
import { mintKey, mintPerson } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { ingestTraces } from "@/server/traces/ingest";
import { settleTraces } from "@/server/traces/settle";
import { foldCosts } from "./keeping";
import { compareReported } from "./reported";
import { exploreRuns, listExplored } from "./runs";
import { ExploreInput, UNATTRIBUTED } from "./schema";
import { exploreSpend } from "./service";
import { countByTool, readFrom } from "./tool-store";

freshDatabase();

const NOW = new Date("2026-11-22T12:00:00Z");
const key = mintKey({ id: newId("apiKey"), name: "agents", scopes: new Set(["traces:write"] as const), agentName: null });
const viewer = mintPerson({
  id: newId("person"),
  name: "V",
  email: "v@x.example",
  roles: new Set(["viewer"] as const),
  groupIds: new Set(),
});

type Step = { readonly kind: "agent" | "llm" | "tool"; readonly tokens?: number; readonly failed?: boolean; readonly costUsd?: number };
let traces = 0;

type Said = [name: string, value: string | number];

/** What an instrumented agent says of a step. */
function saidOf({ kind, tokens, costUsd }: Step): Said[] {
  const says: Said[] = [
    ["gen_ai.operation.name", { agent: "invoke_agent", llm: "chat", tool: "execute_tool" }[kind]],
    ["gen_ai.agent.name", "renewals-agent"],
    ["reeve.task.class", "renewal-outreach"],
    ["reeve.initiator.id", "sam@x.example"],
  ];
  if (kind === "tool") says.push(["gen_ai.tool.name", "crm.read"]);
  if (kind === "llm") says.push(["gen_ai.provider.name", "openai"], ["gen_ai.request.model", "gpt-5"]);
  if (tokens !== undefined) says.push(["gen_ai.usage.input_tokens", tokens]);
  if (costUsd !== undefined) says.push(["gen_ai.usage.cost", costUsd]);
  return says;
}

/** A run of steps one after another, the first around the others. */
async function run(at: string, steps: readonly Step[]): Promise<void> {
  traces += 1;
  const traceId = String(traces).padStart(32, "a");
  const spans = steps.map(({ kind, tokens, failed, costUsd }, i) => {
    const ns = BigInt(Date.parse(at)) * 1_000_000n + BigInt(i) * 1_000_000_000n;
    const says = saidOf({ kind, tokens, costUsd });
    const attributes = says.map(([name, value]) => ({
      key: name,
      value: typeof value === "number" ? (Number.isInteger(value) ? { intValue: value } : { doubleValue: value }) : { stringValue: value },
    }));
    return {
      traceId,
      spanId: `${String(traces).padStart(8, "b")}${String(i).padStart(8, "0")}`,
      ...(i === 0 ? {} : { parentSpanId: `${String(traces).padStart(8, "b")}00000000` }),
      name: kind,
      startTimeUnixNano: String(ns),
      endTimeUnixNano: String(ns + (i === 0 ? 100_000_000_000n : 500_000_000n)),
      attributes,
      ...(failed === true ? { status: { code: 2 } } : {}),
    };
  });
  const body = { resourceSpans: [{ scopeSpans: [{ spans }] }] };
  const answer = await ingestTraces(key, { encoding: "application/json", bytes: Buffer.from(JSON.stringify(body)) }, NOW);
  if (!answer.ok) throw new Error(answer.refusal.message);
}

const AGENT: Step = { kind: "agent" };
const asked = { span: "month" as const, by: "team" as const };

beforeAll(async () => {
  await run("2026-09-30T10:00:00Z", [AGENT, { kind: "llm", tokens: 1_000_000 }]);
  await run("2026-10-05T10:00:00Z", [AGENT, { kind: "llm", tokens: 1_000_000 }]);
  await run("2026-11-05T10:00:00Z", [AGENT, { kind: "llm", tokens: 1_000_000, costUsd: 1.5 }]);
  await run("2026-11-06T10:00:00Z", [
    { ...AGENT, costUsd: 9.5 },
    { kind: "llm", tokens: 2_000_000, costUsd: 2.5 },
  ]);
  // A tool fails and the model is asked again; then the run gives up.
  await run("2026-11-07T10:00:00Z", [
    { ...AGENT, failed: true },
    { kind: "llm", tokens: 1_000_000 },
    { kind: "tool", failed: true },
    { kind: "llm", tokens: 4_000_000 },
  ]);
  await happeningAt(NOW, async () => {
    await settleTraces(new Date(NOW.getTime() + 11 * 60_000));
    await foldCosts(NOW);
  });
});

test("what an outcome costs: all runs of a task, by those that succeeded, against the days before", async () => {
  const answer = await happeningAt(NOW, () => exploreRuns(viewer, asked));
  if (!answer.ok) throw new Error(answer.refusal.message);
  const { tasks, total, before } = answer.value;
  expect(total).toMatchObject({ runs: 3, ended: 3, succeeded: 2, costMicroUsd: "10000000" });
  expect(before).toMatchObject({ runs: 1, succeeded: 1, costMicroUsd: "1250000" });
  expect(tasks).toMatchObject([{ key: "renewal-outreach", runs: 3, before: { runs: 1 } }]);
});

test("waste: the call right after a tool that failed, and nothing else of the run", async () => {
  const answer = await happeningAt(NOW, () => exploreRuns(viewer, asked));
  if (!answer.ok) throw new Error(answer.refusal.message);
  const retries = answer.value.wastes.find(({ kind }) => kind === "retries");
  expect(retries).toMatchObject({ costMicroUsd: "5000000", beforeMicroUsd: "0", runs: 1, agents: ["renewals-agent"] });
  expect(retries?.dearest).toMatchObject([{ outcome: "failed", costMicroUsd: "5000000" }]);
});

test("one run's cost: in the middle, at the edge, by bins that lose none", async () => {
  const answer = await happeningAt(NOW, () => exploreRuns(viewer, asked));
  if (!answer.ok) throw new Error(answer.refusal.message);
  expect(answer.value.spread).toMatchObject({ runs: 3, medianMicroUsd: "2500000", p99MicroUsd: "6250000", outliers: [] });
  expect(answer.value.spread?.bins.reduce((sum, { runs }) => sum + runs, 0)).toBe(3);
});

test("runs are narrowed as the page is, and what nobody began is not a person's", async () => {
  const ask = async (input: object) => {
    const answer = await happeningAt(NOW, () => exploreRuns(viewer, { ...asked, ...input }));
    if (!answer.ok) throw new Error(answer.refusal.message);
    return answer.value.total.runs;
  };
  expect(await ask({ person: "sam@x.example", taskClass: "renewal-outreach" })).toBe(3);
  expect(await ask({ person: "~none" })).toBe(0);
  expect(await ask({ model: "gpt-5" })).toBe(3);
  expect(await ask({ provider: "anthropic" })).toBe(0);
  expect(await ask({ costCentre: "~none" })).toBe(3);
});

test("from what senders say to what is counted, by reasons that add up", async () => {
  const answer = await happeningAt(NOW, () => compareReported(viewer, asked));
  if (!answer.ok) throw new Error(answer.refusal.message);
  const { countedMicroUsd, reportedMicroUsd, reasons, same } = answer.value;
  const differences = reasons.reduce((sum, { differenceMicroUsd }) => sum + BigInt(differenceMicroUsd), 0n);
  expect(BigInt(reportedMicroUsd ?? 0) + differences).toBe(BigInt(countedMicroUsd));
  expect(new Map(reasons.map(({ reason, differenceMicroUsd }) => [reason, differenceMicroUsd]))).toEqual(
    new Map([
      ["container", "-9500000"],
      ["rate", "-250000"],
      ["silent", "6250000"],
    ]),
  );
  expect(same).toBe(1);
  expect(
    reasons.flatMap(({ reason, traces }) => traces.map(({ spanId, differenceMicroUsd }) => [reason, spanId, differenceMicroUsd])),
  ).toEqual([
    ["container", "bbbbbbb400000000", "-9500000"],
    ["rate", "bbbbbbb300000001", "-250000"],
  ]);
});

test("of each reason the three steps that differ most are named, the most first", async () => {
  for (const [i, costUsd] of [2, 8, 4, 6].entries())
    await run(`2026-08-0${i + 1}T10:00:00Z`, [AGENT, { kind: "llm", tokens: 1_000_000, costUsd }]);
  const august = { ...asked, from: "2026-08-01", to: "2026-08-31" };
  const answer = await happeningAt(NOW, () => compareReported(viewer, august));
  if (!answer.ok) throw new Error(answer.refusal.message);
  const rate = answer.value.reasons.find(({ reason }) => reason === "rate");
  expect(rate).toMatchObject({ steps: 4, differenceMicroUsd: "-15000000" });
  expect(rate?.traces.map(({ differenceMicroUsd }) => differenceMicroUsd)).toEqual(["-6750000", "-4750000", "-2750000"]);
});

test("every drill-down ends at the runs themselves, as the page is narrowed, in the order that is asked for", async () => {
  const ask = async (input: object, order: "dearest" | "newest", limit = 20) => {
    const answer = await happeningAt(NOW, () => listExplored(viewer, { of: { ...asked, ...input }, order, limit }));
    if (!answer.ok) throw new Error(answer.refusal.message);
    return answer.value;
  };
  const { runs, total } = await ask({}, "dearest", 2);
  expect(total).toBe(3);
  expect(runs.map(({ costMicroUsd, outcome }) => [costMicroUsd, outcome])).toEqual([
    ["6250000", "failed"],
    ["2500000", "succeeded"],
  ]);
  expect((await ask({}, "newest")).runs.map(({ costMicroUsd }) => costMicroUsd)).toEqual(["6250000", "2500000", "1250000"]);
  expect(await ask({ team: "Nobody" }, "newest")).toEqual({ total: 0, runs: [] });
});

test("by tool: the call after a tool is the tool's, all else is no tool's, and together they are the total", async () => {
  const answer = await happeningAt(NOW, () => exploreSpend(viewer, ExploreInput.parse({ by: "tool" })));
  if (!answer.ok) throw new Error(answer.refusal.message);
  const { groups, total, toolsSince } = answer.value;
  expect(groups.map(({ key, costMicroUsd, beforeMicroUsd }) => [key, costMicroUsd, beforeMicroUsd])).toEqual([
    ["crm.read", "5000000", "0"],
    [null, "5000000", "1250000"],
  ]);
  expect(total.costMicroUsd).toBe("10000000");
  expect(toolsSince).toBeNull();
});

test("narrowed to a tool, or to none: what each cost by any other breakdown, adding up to the whole, and the runs that called it", async () => {
  const ask = (tool: string) => happeningAt(NOW, () => exploreSpend(viewer, ExploreInput.parse({ by: "agent", tool })));
  for (const tool of ["crm.read", UNATTRIBUTED]) {
    const answer = await ask(tool);
    expect(answer).toMatchObject({
      ok: true,
      value: {
        total: { costMicroUsd: "5000000" },
        groups: [{ key: "renewals-agent", costMicroUsd: "5000000" }],
        classes: [],
        corrections: [],
      },
    });
  }
  expect(await ask("crm.write")).toMatchObject({ ok: true, value: { total: { costMicroUsd: "0" }, groups: [] } });
  const runsOf = (tool: string) => happeningAt(NOW, () => exploreRuns(viewer, ExploreInput.parse({ by: "tool", tool })));
  expect(await runsOf("crm.read")).toMatchObject({ ok: true, value: { total: { runs: 1, succeeded: 0 }, groups: null } });
  expect(await runsOf(UNATTRIBUTED)).toMatchObject({ ok: true, value: { total: { runs: 2, succeeded: 2 } } });
});

test("runs by what the page is broken down by, with those that each is made of", async () => {
  const groupsBy = async (by: "person" | "agent" | "taskClass" | "model") => {
    const answer = await happeningAt(NOW, () => exploreRuns(viewer, ExploreInput.parse({ by })));
    if (!answer.ok) throw new Error(answer.refusal.message);
    return answer.value.groups;
  };
  const own = { runs: 3, ended: 3, succeeded: 2, costMicroUsd: "10000000", before: { runs: 1 } };
  expect(await groupsBy("taskClass")).toMatchObject([{ key: "renewal-outreach", ...own, parts: [{ key: "renewals-agent", ...own }] }]);
  expect(await groupsBy("agent")).toMatchObject([{ key: "renewals-agent", ...own, parts: [] }]);
  expect(await groupsBy("model")).toBeNull();
});

test("steps are read from the newest runs alone, and it is told from when on", async () => {
  const [from, until] = [new Date("2026-11-01T00:00:00Z"), new Date("2026-11-08T00:00:00Z")];
  const since = await readFrom(from, until, 2);
  expect(since?.toISOString()).toBe("2026-11-05T10:00:00.000Z");
  expect(await readFrom(from, until, 3)).toBeNull();
  expect(await countByTool({ starts: [from], until }, from, until, [])).toEqual([]);
});
