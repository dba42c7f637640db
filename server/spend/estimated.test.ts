import { expect, test } from "vitest";
import { mintKey, mintPerson } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { ingestTraces } from "@/server/traces/ingest";
import { settleTraces } from "@/server/traces/settle";
import { countSpend } from "./counted";
import { estimateMissing } from "./estimated";
import { foldCosts } from "./keeping";

freshDatabase();

const NOW = new Date("2026-11-22T22:30:00Z");
const LATER = new Date(NOW.getTime() + 11 * 60_000);
const key = mintKey({ id: newId("apiKey"), name: "agents", scopes: new Set(["traces:write"] as const), agentName: null });
const viewer = mintPerson({
  id: newId("person"),
  name: "Ana Ruiz",
  email: "a@x.example",
  roles: new Set(["viewer"] as const),
  groupIds: new Set(),
});

const said = (role: string, text: string) => JSON.stringify([{ role, parts: [{ type: "text", content: text }] }]);
const asked = { "gen_ai.input.messages": said("user", "x".repeat(4_000)), "gen_ai.output.messages": said("assistant", "y".repeat(400)) };
const gpt = { "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-5" };

async function send(n: number, says: Readonly<Record<string, string | number>>): Promise<void> {
  const attributes = Object.entries({ "gen_ai.operation.name": "chat", "gen_ai.agent.name": "renewals-agent", ...says }).map(
    ([name, value]) => ({
      key: name,
      value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value },
    }),
  );
  const at = BigInt(NOW.getTime() - 60_000) * 1_000_000n;
  const span = {
    traceId: String(n).padStart(32, "a"),
    spanId: String(n).padStart(16, "b"),
    name: "chat",
    startTimeUnixNano: String(at),
    endTimeUnixNano: String(at + 1n),
    attributes,
  };
  const body = { resourceSpans: [{ scopeSpans: [{ scope: { name: "a" }, spans: [span] }] }] };
  const answer = await ingestTraces(key, { encoding: "application/json", bytes: Buffer.from(JSON.stringify(body)) }, NOW);
  if (!answer.ok) throw new Error(answer.refusal.message);
}

test("calls that told no usage stay out of every total, in a bucket of their own, with what their texts come to", async () => {
  await send(1, { ...gpt, "gen_ai.usage.input_tokens": 1_000, "gen_ai.usage.output_tokens": 100 });
  await send(2, { ...gpt, ...asked });
  await send(3, { ...gpt, ...asked });
  await send(4, gpt); // no texts
  await send(5, { ...gpt, ...asked, "gen_ai.request.model": "in-house-7b" }); // no price
  await settleTraces(LATER);
  await foldCosts(LATER);
  const [estimated, counted] = await happeningAt(LATER, () =>
    Promise.all([estimateMissing(viewer, { span: "7d", by: "model" }), countSpend(viewer, { groupBy: [] })]),
  );
  // 1,004 and 104 tokens at 1.25 and 10 US dollars a million, twice.
  const sums = { calls: 3, estimated: 2, inputTokens: "2008", outputTokens: "208", costMicroUsd: "4590" };
  const unknown = { calls: 1, estimated: 0, inputTokens: "0", outputTokens: "0", costMicroUsd: "0" };
  expect(estimated).toEqual({
    ok: true,
    value: {
      how: "characters",
      ...{ ...sums, calls: 4 },
      models: [
        { provider: "openai", model: "gpt-5", ...sums },
        { provider: "openai", model: "in-house-7b", ...unknown },
      ],
    },
  });
  expect(counted).toMatchObject({ ok: true, value: { totalMicroUsd: "2250", unpriced: { steps: 4 } } });
});
