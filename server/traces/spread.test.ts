import { beforeAll, expect, test } from "vitest";
import { type KeyActor, mintKey, mintPerson } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { readSpread } from "./spread";
import type { SpreadInput } from "./spread-schema";
import { send, span, text, toolStep } from "./testing/sending";

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
    span({ startMs: now - 30 * HOUR_MS, attributes: agent("support-triage") }),
    span({ startMs: now - 20 * 24 * HOUR_MS, attributes: agent("sales-agent") }),
    toolStep("crm.read_account", { startMs: now - 50 * HOUR_MS }),
  );
});

test("each run stands once in the bar in which it began, and the sums are those of the bars", async () => {
  const { from, barMs, runs, failed, total } = await told();
  expect([new Date(from).getUTCHours(), barMs]).toEqual([0, HOUR_MS]);
  expect(total).toEqual({ runs: 4, failed: 1, ungoverned: 1, waiting: 0 });
  expect([sum(runs), sum(failed)]).toEqual([4, 1]);
  const barOf = (ms: number) => Math.floor((ms - Date.parse(from)) / barMs);
  expect([runs[barOf(now - 30 * HOUR_MS)], failed[barOf(now - 30 * HOUR_MS)], runs[barOf(now - 2_000)]]).toEqual([2, 1, 1]);
});

test("a filter counts what it lets through, and a longer span what is older", async () => {
  expect((await told({ agent: "sales-agent" })).total).toMatchObject({ runs: 3, failed: 1 });
  expect((await told({ ungoverned: true })).total).toMatchObject({ runs: 1, ungoverned: 1 });
  expect((await told({ status: "ok" })).total).toMatchObject({ runs: 3, failed: 0 });
  expect((await told({ frame: "month" })).total.runs).toBe(5);
  expect((await told({ agent: "nobody" })).total).toEqual({ runs: 0, failed: 0, ungoverned: 0, waiting: 0 });
});

test("it is not told to a key that may not read traces", async () => {
  const key: KeyActor = mintKey({ id: newId("apiKey"), name: "k", scopes: new Set(["traces:write"] as const), agentName: null });
  expect((await readSpread(key, { frame: "week" })).ok).toBe(false);
});
