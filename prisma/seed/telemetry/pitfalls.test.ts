import { waitForUpdate } from "@pydantic/genai-prices";
import { beforeAll, describe, expect, test } from "vitest";
import type { Call } from "@/server/kernel/cost";
import type { Alias, Book } from "@/server/pricing/core/book";
import { readCatalogue } from "@/server/pricing/core/catalogue";
import { modelFinder, priceCall } from "@/server/pricing/core/price-step";
import { type Countable, countCalls } from "@/server/traces/core/counting";
import { toStep } from "@/server/traces/core/normalise";
import { admit } from "@/server/traces/core/otlp/admit";
import { decodeSpans } from "@/server/traces/core/otlp/json";
import { layOut } from "@/server/traces/core/tree";

// The twelve pitfalls of counting what models cost, each as a case. What they say of many cases is tested where it is done.

type Attribute = string | number | boolean;
const START = Date.parse("2026-11-20T12:00:00Z");
const anyValue = (value: Attribute) =>
  typeof value === "string"
    ? { stringValue: value }
    : typeof value === "boolean"
      ? { boolValue: value }
      : Number.isInteger(value)
        ? { intValue: String(value) }
        : { doubleValue: value };

const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.provider.name": "anthropic", "gen_ai.request.model": "claude-sonnet-4-5" };
const tokens = (input: Attribute, output: Attribute) => ({ "gen_ai.usage.input_tokens": input, "gen_ai.usage.output_tokens": output });

type Told = {
  readonly id: string;
  readonly parent?: string;
  readonly scope?: string;
  readonly says: Readonly<Record<string, Attribute>>;
  readonly over?: object;
};

function read(told: readonly Told[]) {
  const spans = told.map(({ id, parent, scope = "a", says, over }) => ({
    scope: { name: scope },
    spans: [
      {
        traceId: "4".repeat(32),
        spanId: id.charCodeAt(0).toString(16).repeat(8),
        ...(parent === undefined ? {} : { parentSpanId: parent.charCodeAt(0).toString(16).repeat(8) }),
        name: id,
        startTimeUnixNano: `${START}000000`,
        endTimeUnixNano: `${START + 1_000}000000`,
        attributes: Object.entries(says).map(([key, value]) => ({ key, value: anyValue(value) })),
        ...over,
      },
    ],
  }));
  const now = BigInt(START + 60_000) * 1_000_000n;
  return admit(decodeSpans(JSON.stringify({ resourceSpans: [{ scopeSpans: spans }] })), { from: 1n, to: 10n ** 19n }, now, 100).items.map(
    toStep,
  );
}

let book: Book;
beforeAll(async () => {
  const { providers, prices } = readCatalogue((await waitForUpdate()) ?? []);
  const rows = prices.map((one, i) => ({ ...one, id: String(i), source: "catalogue" as const, serviceTier: "standard", to: null }));
  book = {
    version: 1,
    providers,
    aliases: [],
    prices: rows.map((row) => ({ ...row, from: row.from === null ? null : Date.parse(row.from) })),
  };
});

/** Which calls are counted, with where their cost stands and what it is. */
function cost(told: readonly Told[], aliases: readonly Alias[] = []) {
  const steps = read(told);
  const countable = steps.map(
    (step): Countable => ({
      kind: step.kind,
      status: step.status,
      model: step.model,
      sdk: step.sdk,
      inputTokens: step.usage.input,
      outputTokens: step.usage.output,
      responseId: step.responseId,
      startedUs: Number(step.start / 1_000n),
      endedUs: step.end === null ? null : Number(step.end / 1_000n),
    }),
  );
  const placed = layOut(steps.map(({ spanId, parentId, start }) => ({ spanId, parentId, startedUs: Number(start / 1_000n) })));
  const verdicts = countCalls(countable, placed, true);
  const find = modelFinder({ ...book, aliases });
  return placed.flatMap(({ index }, i) => {
    const step = steps[index];
    if (step === undefined || verdicts[i] !== "counted") return [];
    const { input, output, cacheRead, cacheWrite, cacheWrite1h, reasoning } = step.usage;
    const call: Call = {
      ...{ input, output, cacheRead, cacheWrite, cacheWrite1h, reasoning },
      ...{ provider: step.provider, model: step.model, serviceTier: step.serviceTier },
      startedMs: START,
      hasFailed: step.status === "error",
    };
    const { bucket, costPicoUsd } = priceCall(call, find);
    return [{ id: step.name, bucket, usd: costPicoUsd === null ? null : Number(costPicoUsd) / 1e12 }];
  });
}

const call: Told = { id: "c", parent: "r", says: { ...CHAT, ...tokens(1_000, 100) } };
const agent = (says: Told["says"]): Told => ({
  id: "r",
  says: { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "a", ...says },
});
const ONE = { id: "c", bucket: "priced", usd: 0.0045 };

describe("the twelve pitfalls", () => {
  test("1. a parent that says the sum of its calls again is not counted", () => {
    expect(cost([agent({ "gen_ai.request.model": "claude-sonnet-4-5", ...tokens(1_000, 100) }), call])).toEqual([ONE]);
  });
  test("2. two instrumentors on one call are one call", () => {
    const twin = { ...call, id: "d", scope: "b", says: { ...call.says, "gen_ai.response.id": "x" } };
    expect(cost([agent({}), { ...call, says: { ...call.says, "gen_ai.response.id": "x" } }, twin])).toEqual([ONE]);
  });
  test("3. cached tokens told within the input and beside it cost the same", () => {
    const cached = (input: number) =>
      cost([{ id: "c", says: { ...CHAT, ...tokens(input, 0), "gen_ai.usage.cache_read.input_tokens": 8_000 } }]);
    expect(cached(2_000)).toEqual([{ id: "c", bucket: "priced", usd: 0.0084 }]);
    expect(cached(10_000)).toEqual(cached(2_000));
  });
  test("4. reasoning told within the output and beside it costs once, as output", () => {
    const reasoned = (output: number) =>
      cost([{ id: "c", says: { ...CHAT, ...tokens(0, output), "gen_ai.usage.reasoning.output_tokens": 900 } }]);
    expect(reasoned(1_000)).toEqual([{ id: "c", bucket: "priced", usd: 0.015 }]);
    expect(reasoned(100)).toEqual(reasoned(1_000));
  });
  test("5. a stream without usage is missing, never nothing", () => {
    expect(cost([{ id: "c", says: CHAT }])).toEqual([{ id: "c", bucket: "missing", usd: null }]);
  });
  test("6. a name that the table does not know is not priced, until someone says what it means", () => {
    const deployment = { id: "c", says: { ...CHAT, "gen_ai.request.model": "prod-chat", ...tokens(1_000, 100) } };
    expect(cost([deployment])).toEqual([{ id: "c", bucket: "unpriced", usd: null }]);
    expect(cost([deployment], [{ name: "prod-chat", provider: null, toProvider: "anthropic", toModel: "claude-sonnet-4-5" }])).toEqual([
      ONE,
    ]);
  });
  test("7. each try that told usage bills; a failed one that told none is neither counted as nothing nor as missing", () => {
    const failed = { status: { code: 2 } };
    const tries = [
      agent({}),
      { ...call, id: "b", over: failed },
      { id: "d", parent: "r", says: CHAT, over: failed },
      { ...call, over: { startTimeUnixNano: `${START + 2_000}000000`, endTimeUnixNano: `${START + 3_000}000000` } },
    ];
    expect(cost(tries)).toEqual([{ ...ONE, id: "b" }, { id: "d", bucket: "failed", usd: null }, ONE]);
  });
  test("8. what the application answers from its own cache bills nothing, and is marked", () => {
    const told = { ...call, says: { ...call.says, "cache.hit": true } };
    expect(cost([told])).toEqual([{ id: "c", bucket: "priced", usd: 0 }]);
    expect(read([told])[0]?.marks).toEqual(["cached_response"]);
  });
  test("9. batches, long contexts and caches kept for an hour have prices of their own; a tier without a price is not priced", () => {
    expect(cost([{ ...call, says: { ...call.says, "anthropic.service_tier": "batch" } }])).toEqual([{ ...ONE, usd: 0.00225 }]);
    expect(cost([{ id: "c", says: { ...CHAT, ...tokens(200_001, 0) } }])[0]?.usd).toBeGreaterThan(1.2);
    expect(cost([{ ...call, says: { ...call.says, "anthropic.service_tier": "priority" } }])).toEqual([
      { id: "c", bucket: "unpriced", usd: null },
    ]);
  });
  test("10. 64-bit figures come through as text, exactly", () => {
    const [step] = read([
      { id: "c", says: CHAT, over: { startTimeUnixNano: "1763640000123456789", endTimeUnixNano: "1763640000123456790" } },
    ]);
    expect([step?.start, step?.end]).toEqual([1_763_640_000_123_456_789n, 1_763_640_000_123_456_790n]);
  });
  test("11. a clock that runs backwards, or ten years long, changes no cost", () => {
    const ends = [`${START - 5_000}000000`, `${START + 10 * 365 * 86_400_000}000000`];
    for (const endTimeUnixNano of ends) expect(cost([{ ...call, over: { endTimeUnixNano } }])).toEqual([ONE]);
  });
  test("12. what is taken out of a text takes nothing from its figures", () => {
    // That it is taken out before anything is stored, with a commitment to what it was: server/traces/redaction.test.ts.
    expect(cost([{ ...call, says: { ...call.says, "gen_ai.input.messages": "my card is 4111 1111 1111 1111" } }])).toEqual([ONE]);
  });
});

describe("figures that are none are left out and marked; the step stays", () => {
  test.each<[string, Attribute]>([
    ["negative", -5],
    ["more than a thousand million", 1_000_000_001],
    ["a fraction", 12.5],
    ["words", "many"],
    ["a negative in words", "-5"],
    ["true", true],
  ])("%s", (_, figure) => {
    const told = { id: "c", says: { ...CHAT, ...tokens(figure, 100) } };
    expect(read([told])[0]).toMatchObject({ marks: ["usage_unreadable"], usage: { input: null, output: 100 } });
    const both = { id: "c", says: { ...CHAT, ...tokens(figure, figure) } };
    expect(cost([both])).toEqual([{ id: "c", bucket: "missing", usd: null }]);
  });
  test.each<[string, Attribute]>([
    ["a whole number", 1_000],
    ["the same in words", "1000"],
  ])("%s is a count", (_, figure) => {
    expect(read([{ id: "c", says: { ...CHAT, ...tokens(figure, 0) } }])[0]).toMatchObject({ marks: [], usage: { input: 1_000 } });
  });
  test.each([-1, 1e9, "a lot"])("a cost of %s is no cost", (usd) => {
    expect(read([{ ...call, says: { ...call.says, "gen_ai.usage.cost": usd } }])[0]).toMatchObject({
      marks: ["usage_unreadable"],
      reportedCostPicoUsd: null,
    });
  });
});
