import { beforeAll, describe, expect, test } from "vitest";
import { type KeyActor, mintKey, mintPerson } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { listChoices } from "./choices";
import { countHours } from "./hours";
import { readSpread } from "./spread";
import type { SpreadInput } from "./spread-schema";
import { hex, send, span, text, toolStep } from "./testing/sending";

freshDatabase();

const viewer = mintPerson({
  id: newId("person"),
  name: "Vera",
  email: "viewer@example.com",
  roles: new Set(["viewer"] as const),
  groupIds: new Set(),
});
const HOUR_MS = 3_600_000;
const now = clock.now().getTime();
const told = async (input: Partial<SpreadInput> = {}) => {
  const spread = await readSpread(viewer, { frame: "week", ...input });
  if (!spread.ok) throw new Error(spread.refusal.message);
  return spread.value;
};
const sum = (bars: readonly number[]) => bars.reduce((total, count) => total + count, 0);

beforeAll(async () => {
  const agent = (name: string) => [text("gen_ai.operation.name", "invoke_agent"), text("gen_ai.agent.name", name)];
  await send(
    span({ startMs: now - 2_000, attributes: agent("sales-agent") }),
    span({ startMs: now - 30 * HOUR_MS, attributes: agent("sales-agent"), status: { code: 2 } }),
    span({ startMs: now - 30 * HOUR_MS, attributes: [...agent("support-triage"), text("reeve.initiator.id", "sam@acme.example")] }),
    span({ startMs: now - 20 * 24 * HOUR_MS, attributes: agent("sales-agent") }),
    toolStep("crm.read_account", { startMs: now - 50 * HOUR_MS }),
  );
});

/** What is counted by the hour must say what the runs themselves say, before it is counted and after. */
const countedAndNot = [
  ["as long as its hours are not counted", async () => undefined],
  ["once its hours are counted", async () => countHours(new Date(Date.now() + HOUR_MS))],
] as const;

describe.each(countedAndNot)("%s", (_, prepare) => {
  beforeAll(prepare);

  test("each run stands once in the bar in which it began, and the sums are those of the bars", async () => {
    const { from, barMs, runs, unfinished, total } = await told();
    expect([new Date(from).getUTCHours(), barMs]).toEqual([0, HOUR_MS]);
    expect(total).toEqual({ runs: 4, unfinished: 1, ungoverned: 1, waiting: 0, shadow: 0 });
    expect([sum(runs), sum(unfinished)]).toEqual([4, 1]);
    const barOf = (ms: number) => Math.floor((ms - Date.parse(from)) / barMs);
    expect([runs[barOf(now - 30 * HOUR_MS)], unfinished[barOf(now - 30 * HOUR_MS)], runs[barOf(now - 2_000)]]).toEqual([2, 1, 1]);
  });

  test.each<[string, Partial<SpreadInput>, number]>([
    ["an agent", { agent: "sales-agent" }, 3],
    ["nobody", { agent: "nobody" }, 0],
    ["what ran ungoverned", { ungoverned: true }, 1],
    ["a tool", { tool: "crm.read_account" }, 1],
    ["what came to its end", { outcome: "done" }, 3],
    ["what failed", { outcome: "failed" }, 1],
    ["what no one was asked in", { authority: "none" }, 4],
    ["what was rejected", { outcome: "rejected" }, 0],
    ["several things at once", { agent: "sales-agent", outcome: "done" }, 2],
    ["a duration", { minDurationMs: 500, agent: "support-triage" }, 1],
    ["words", { text: "read_account" }, 1],
    ["words and an agent", { text: "read_account", agent: "support-triage" }, 0],
    ["no word at all", { text: "?!" }, 0],
    ["agents that nobody registered, of which there are none", { shadow: true }, 0],
    ["a longer span", { frame: "month" }, 5],
    ["a longer span with words", { frame: "quarter", text: "step" }, 4],
  ])("%s", async (__, asked, runs) => {
    expect((await told(asked)).total.runs).toBe(runs);
  });
});

test("a run that turns out to have begun in another hour, and failed, is counted there and nowhere else", async () => {
  const [traceId, rootId] = [hex(16), hex(8)];
  const before = await told({ frame: "month" });
  await send(span({ traceId, parentSpanId: rootId, startMs: now - 70 * HOUR_MS }));
  await countHours(new Date(Date.now() + HOUR_MS));
  expect((await told({ frame: "month" })).total).toMatchObject({ runs: before.total.runs + 1, unfinished: before.total.unfinished });
  await send(span({ traceId, spanId: rootId, startMs: now - 73 * HOUR_MS, status: { code: 2 } }));
  const live = await told({ frame: "month" });
  await countHours(new Date(Date.now() + HOUR_MS));
  for (const after of [live, await told({ frame: "month" })]) {
    expect(after.total).toMatchObject({ runs: before.total.runs + 1, unfinished: before.total.unfinished + 1 });
  }
});

test("there is to choose from what runs were counted by", async () => {
  await countHours(new Date(Date.now() + HOUR_MS));
  const choices = await listChoices(viewer);
  expect(choices.ok && choices.value).toMatchObject({
    agents: ["sales-agent", "support-triage"],
    tools: ["crm.read_account"],
    people: ["sam@acme.example"],
  });
});

test("an hour that is still written to is left alone until it is quiet", async () => {
  await send(span({ startMs: now - 200 * HOUR_MS }));
  const stale = () => prisma().traceHourStale.count();
  await countHours(new Date());
  expect(await stale()).toBeGreaterThan(0);
  await countHours(new Date(Date.now() + 60_000));
  expect(await stale()).toBe(0);
});

test("it is not told to a key that may not read traces", async () => {
  const key: KeyActor = mintKey({ id: newId("apiKey"), name: "k", scopes: new Set(["traces:write"] as const), agentName: null });
  expect((await readSpread(key, { frame: "week" })).ok).toBe(false);
});
