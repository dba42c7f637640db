import { beforeAll, expect, test } from "vitest";
import { mintKey, mintPerson } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { ingestTraces } from "@/server/traces/ingest";
import { settleTraces } from "@/server/traces/settle";
import { foldCosts } from "./keeping";
import type { ExploreInput } from "./schema";
import { exploreSpend } from "./service";

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

let span = 0;
async function call(at: string, agent: string, model: string, tokens: readonly [number, number] | null): Promise<void> {
  const ns = BigInt(Date.parse(at)) * 1_000_000n;
  span += 1;
  const says: [string, string | number][] = [
    ["gen_ai.operation.name", "chat"],
    ["gen_ai.provider.name", "openai"],
    ["gen_ai.request.model", model],
    ["gen_ai.agent.name", agent],
    ...(tokens === null
      ? []
      : ([
          ["gen_ai.usage.input_tokens", tokens[0]],
          ["gen_ai.usage.output_tokens", tokens[1]],
        ] as [string, number][])),
  ];
  const attributes = says.map(([name, value]) => ({
    key: name,
    value: typeof value === "number" ? { intValue: value } : { stringValue: value },
  }));
  const one = { traceId: String(span).padStart(32, "a"), spanId: String(span).padStart(16, "b"), name: "chat", attributes };
  const times = { startTimeUnixNano: String(ns), endTimeUnixNano: String(ns + 1_000_000_000n) };
  const body = { resourceSpans: [{ scopeSpans: [{ spans: [{ ...one, ...times }] }] }] };
  const answer = await ingestTraces(key, { encoding: "application/json", bytes: Buffer.from(JSON.stringify(body)) }, NOW);
  if (!answer.ok) throw new Error(answer.refusal.message);
}

const explore = (input: Partial<ExploreInput> = {}) =>
  happeningAt(NOW, async () => {
    const answer = await exploreSpend(viewer, { span: "month", by: "agent", ...input });
    if (!answer.ok) throw new Error(answer.refusal.message);
    return answer.value;
  });

beforeAll(async () => {
  await call("2026-09-30T10:00:00Z", "old-agent", "gpt-5", [1_000, 0]);
  await call("2026-10-05T10:00:00Z", "sales-agent", "gpt-5", [1_000_000, 0]);
  await call("2026-10-28T10:00:00Z", "sales-agent", "gpt-5", [8_000_000, 0]);
  await call("2026-11-03T10:00:00Z", "sales-agent", "gpt-5", [2_000_000, 100_000]);
  await call("2026-11-22T10:00:00Z", "support-triage", "gpt-5-mini", [4_000_000, 0]);
  await call("2026-11-20T10:00:00Z", "support-triage", "support-ft-1118", [500, 50]);
  await call("2026-11-21T10:00:00Z", "support-triage", "gpt-5-mini", null);
}, 30_000);

test("the month so far against the same days of the month before, with what is not known apart", async () => {
  const spend = await explore();
  expect(spend.total).toMatchObject({ costMicroUsd: "4500000", calls: 2, inputTokens: "6000000" });
  expect(spend.before).toMatchObject({ costMicroUsd: "1250000", from: "2026-10-01", to: "2026-10-22" });
  expect(spend.days).toHaveLength(22);
  expect(spend.groups.map(({ key: agent, costMicroUsd, beforeMicroUsd }) => [agent, costMicroUsd, beforeMicroUsd])).toEqual([
    ["sales-agent", "3500000", "1250000"],
    ["support-triage", "1000000", "0"],
  ]);
  expect(spend.groups[0]?.perDayMicroUsd[2]).toBe("3500000");
  expect(spend.movers[0]).toMatchObject({ dimension: "agent", key: "sales-agent", differenceMicroUsd: "2250000" });
  expect(spend.unpriced).toMatchObject([{ model: "support-ft-1118", agents: ["support-triage"], calls: 1, inputTokens: "500" }]);
  expect(spend.missing).toEqual({ calls: 1, models: ["gpt-5-mini"] });
  expect(spend.recordedSince).toBe("2026-09-30");
});

test("the same before and after the deltas are folded and the traces are settled", async () => {
  const { unsettled: waiting, ...before } = await explore();
  expect(waiting).toBe(7);
  await settleTraces(new Date(NOW.getTime() + 3_600_000));
  await foldCosts(NOW);
  const { unsettled, ...after } = await explore();
  expect(after).toEqual(before);
  expect(unsettled).toBe(0);
});

test("narrowed to one agent, and to days of one's own", async () => {
  expect((await explore({ agent: "support-triage", by: "model" })).groups.map(({ key: model }) => model)).toEqual(["gpt-5-mini"]);
  const week = await explore({ from: "2026-11-16", to: "2026-11-22" });
  expect(week).toMatchObject({ total: { costMicroUsd: "1000000" }, before: { from: "2026-11-09", costMicroUsd: "0" } });
});

test("without a record so far back there is nothing to hold it against", async () => {
  expect(await explore({ span: "90d" })).toMatchObject({ before: null, movers: [], recordedSince: "2026-09-30" });
});
