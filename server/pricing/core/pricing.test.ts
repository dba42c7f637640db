import { readFileSync } from "node:fs";
import { calcPrice, waitForUpdate } from "@pydantic/genai-prices";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Call, TOKEN_CLASSES, totalOf } from "@/server/kernel/cost";
import { type Alias, type Book, findModel, type Price } from "./book";
import { CATALOGUE, readCatalogue } from "./catalogue";
import { microToUsd, usdToMicro } from "./money-words";
import { planCatalogue } from "./plan-catalogue";
import { modelFinder, priceCall } from "./price-step";
import { costsOf, unitPrice } from "./rates";
import { inputOf, splitUsage } from "./usage";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const nothing = { input: null, cacheRead: null, cacheWrite: null, cacheWrite1h: null, output: null, reasoning: null };
const call = (over: Partial<Call>): Call => ({
  ...nothing,
  provider: "anthropic",
  model: "claude-sonnet-4-5",
  serviceTier: null,
  startedMs: NOW,
  hasFailed: false,
  ...over,
});

let book: Book;
beforeAll(async () => {
  const { providers, prices } = readCatalogue((await waitForUpdate()) ?? []);
  book = {
    version: 1,
    providers,
    aliases: [],
    prices: prices.map((one, i) => ({
      ...one,
      id: String(i),
      source: "catalogue",
      serviceTier: "standard",
      from: one.from === null ? null : Date.parse(one.from),
      to: null,
    })),
  };
});
const priced = (over: Partial<Call>, more: Partial<Book> = {}) => priceCall(call(over), modelFinder({ ...book, ...more }));
const contract = (over: Partial<Price>): Price => ({
  id: "c",
  source: "contract",
  provider: "anthropic",
  model: "claude-sonnet-4-5",
  match: null,
  serviceTier: "standard",
  from: Date.parse("2026-11-01T00:00:00Z"),
  to: null,
  hours: null,
  rates: { input: { base: "1000000" }, output: { base: "2000000" } },
  ...over,
});

test("the catalogue is the one that the package brings", () => {
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: Record<string, string> };
  expect(CATALOGUE).toBe(`genai-prices ${dependencies["@pydantic/genai-prices"]}`);
});

describe("what a call costs, exactly", () => {
  test.each<[string, Partial<Call>, string]>([
    ["input and output", { input: 1_000, output: 100 }, "4500000000"],
    ["cached tokens are inside the input: priced once", { input: 10_000, cacheRead: 8_000, output: 0 }, "8400000000"],
    ["cached tokens told beside the input: the same call, the same cost", { input: 2_000, cacheRead: 8_000, output: 0 }, "8400000000"],
    ["what is kept for five minutes, and for an hour", { input: 3_000, cacheWrite: 2_000, cacheWrite1h: 1_000, output: 0 }, "12750000000"],
    ["a long call is priced by its context tier, all of it", { input: 200_001, output: 1_000 }, "1222506000000"],
    ["at the limit it is not yet long", { input: 200_000, output: 1_000 }, "615000000000"],
    ["a batch costs half", { input: 1_000, output: 100, serviceTier: "batch" }, "2250000000"],
    ["so does one that may wait", { input: 1_000, output: 100, serviceTier: "flex" }, "2250000000"],
    ["a batch of a long call: half of the long price", { input: 200_001, output: 0, serviceTier: "batch" }, "600003000000"],
    ["reasoning is inside the output and costs as output", { input: 0, output: 1_000, reasoning: 900 }, "15000000000"],
    ["reasoning beside the output is output too", { input: 0, output: 100, reasoning: 900 }, "15000000000"],
    ["a failed call that told usage costs what it used", { input: 1_000, output: 0, hasFailed: true }, "3000000000"],
  ])("%s", (_, over, cost) => {
    expect(priced(over)).toMatchObject({ bucket: "priced", costPicoUsd: BigInt(cost) });
  });

  test.each<[string, Partial<Call>, string]>([
    ["no usage was told", {}, "missing"],
    ["a failed call told none", { hasFailed: true }, "failed"],
    ["no model was told", { model: null, input: 10, output: 1 }, "unpriced"],
    ["the model is not in the table", { model: "in-house-7b", input: 10, output: 1 }, "unpriced"],
    ["the provider is not in the table", { provider: "in-house", input: 10, output: 1 }, "unpriced"],
    ["the service tier has no price", { serviceTier: "priority", input: 10, output: 1 }, "unpriced"],
  ])("unknown is never zero: %s", (_, over, bucket) => {
    expect(priced(over)).toMatchObject({ bucket, costPicoUsd: null });
  });

  test("a model that costs nothing is priced at nothing", () => {
    const free = contract({ rates: { input: { base: "0" }, output: { base: "0" } } });
    expect(priced({ input: 10, output: 1 }, { prices: [...book.prices, free] })).toMatchObject({ bucket: "priced", costPicoUsd: 0n });
  });
});

describe("which price holds", () => {
  test.each([
    ["openai.responses", "gpt-5-2025-08-07", "openai", "gpt-5"],
    ["azure.ai.openai", "gpt-5", "azure", "gpt-5"],
    ["amazon-bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0", "aws", null],
    [null, "claude-sonnet-4-5-20250929", "anthropic", "claude-sonnet-4-5"],
    ["google.generative-ai", "gemini-2.5-flash", "google", "gemini-2.5-flash"],
  ])("%s calls it %s", (provider, model, wantedProvider, wantedModel) => {
    const known = findModel(book, provider, model);
    expect(["azure", "openai", wantedProvider]).toContain(known?.provider);
    if (wantedModel !== null) expect(known?.model).toBe(wantedModel);
  });
  test("a contract wins over the catalogue, within its days", () => {
    const prices = [...book.prices, contract({ to: Date.parse("2026-11-21T00:00:00Z") })];
    expect(priced({ input: 1_000, output: 0 }, { prices }).costPicoUsd).toBe(1_000_000_000n);
    expect(priced({ input: 1_000, output: 0, startedMs: Date.parse("2026-11-21T00:00:00Z") }, { prices }).costPicoUsd).toBe(3_000_000_000n);
    expect(priced({ input: 1_000, output: 0, startedMs: Date.parse("2026-10-31T23:59:59Z") }, { prices }).costPicoUsd).toBe(3_000_000_000n);
  });
  test("a contract prices what no catalogue lists", () => {
    const prices = [...book.prices, contract({ provider: "in-house", model: "in-house-7b" })];
    expect(priced({ provider: "in-house", model: "In-House-7B", input: 1, output: 1 }, { prices }).costPicoUsd).toBe(3_000_000n);
  });
  test("a deployment's name stands for a model, for its own provider alone where it says so", () => {
    const alias: Alias = { name: "prod-chat", provider: "azure", toProvider: "openai", toModel: "gpt-5" };
    const find = (provider: string | null) => findModel({ ...book, aliases: [alias] }, provider, "Prod-Chat");
    expect(find("azure")).toMatchObject({ provider: "openai", model: "gpt-5" });
    expect(find("openai")).toBeNull();
    expect(findModel({ ...book, aliases: [{ ...alias, provider: null }] }, null, "prod-chat")).toMatchObject({ model: "gpt-5" });
  });
  test("alike to the package itself, over all models that it lists under their own names", () => {
    let compared = 0;
    for (const { id } of book.providers.slice(0, 12)) {
      const own = new Set(book.prices.filter(({ provider }) => provider === id).map(({ model }) => model));
      for (const model of own) {
        const usage = { input_tokens: 4_000, cache_read_tokens: 1_000, output_tokens: 300 };
        const theirs = calcPrice(usage, model, { providerId: id, timestamp: new Date(NOW) });
        const ours = priced({ provider: id, model, input: 4_000, cacheRead: 1_000, output: 300, startedMs: NOW });
        if (theirs === null || ours.costPicoUsd === null) continue;
        compared += 1;
        expect(Math.abs(Number(ours.costPicoUsd) / 1e12 - theirs.input_price - theirs.output_price), `${id} ${model}`).toBeLessThan(1e-8);
      }
    }
    expect(compared).toBeGreaterThan(150);
  });
});

describe("laws", () => {
  const count = fc.integer({ min: 0, max: 5_000_000 });
  const told = fc.record({ input: count, cacheRead: count, cacheWrite: count, cacheWrite1h: count, output: count, reasoning: count });
  test("the classes add up to what was told: with the cached tokens in it, or beside it", () => {
    fc.assert(
      fc.property(told, (usage) => {
        const tokens = splitUsage(usage);
        const cached = tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h;
        expect(inputOf(tokens)).toBe(cached > usage.input ? usage.input + cached : usage.input);
        expect(tokens.output + tokens.reasoning).toBe(usage.reasoning > usage.output ? usage.output + usage.reasoning : usage.output);
        for (const of of TOKEN_CLASSES) expect(tokens[of]).toBeGreaterThanOrEqual(0);
      }),
    );
  });
  test("the cost is tokens times unit price, by class, and their sum", () => {
    const micro = fc.bigInt({ min: 0n, max: 1_000_000_000n }).map(String);
    const rates = fc.record({ input: micro, output: micro, cacheRead: micro }).map(({ input, output, cacheRead }) => ({
      input: { base: input },
      output: { base: output },
      cacheRead: { base: cacheRead },
    }));
    fc.assert(
      fc.property(told, rates, fc.constantFrom(50, 100, 200), (usage, prices, percent) => {
        const tokens = splitUsage(usage);
        const costs = costsOf(tokens, prices, percent);
        let sum = 0n;
        for (const of of TOKEN_CLASSES) {
          const price = unitPrice(prices, of, inputOf(tokens), percent) ?? 0n;
          expect(costs?.[of]).toBe(price * BigInt(tokens[of]));
          sum += price * BigInt(tokens[of]);
        }
        expect(costs === null ? null : totalOf(costs)).toBe(sum);
      }),
    );
  });
  test("an amount in dollars is the same after it was kept", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n - 1n }), (micro) => usdToMicro(microToUsd(String(micro))) === String(micro)),
    );
    expect([microToUsd("2500000"), microToUsd("0"), microToUsd("75"), usdToMicro("0.075")]).toEqual(["2.50", "0.00", "0.000075", "75000"]);
  });
});

describe("a newer catalogue", () => {
  const listed = (rates: object, from: string | null = null) => ({
    provider: "p",
    model: "m",
    name: null,
    match: { equals: "m" },
    rank: 0,
    from,
    hours: null,
    rates,
  });
  const now = new Date(NOW);
  const base = { input: { base: "1" } };
  const held = planCatalogue([], [listed(base)], now).added.map((row) => ({ ...row, id: "old" }));
  test("changes nothing where it says the same", () => {
    expect(planCatalogue(held, [listed(base)], now)).toEqual({ ended: [], added: [] });
  });
  test("prices from now on by the new price, and the past by the old one", () => {
    const { ended, added } = planCatalogue(held, [listed({ input: { base: "2" } })], now);
    expect(ended).toEqual(["old"]);
    expect(added).toMatchObject([
      { rates: base, startsAt: null, endsAt: now },
      { rates: { input: { base: "2" } }, startsAt: now, endsAt: null },
    ]);
    const next = added.map((row, i) => ({ ...row, id: `next${i}` }));
    expect(planCatalogue(next, [listed({ input: { base: "2" } })], now)).toEqual({ ended: [], added: [] });
  });
  test("goes back in time where it says itself since when", () => {
    const later = listed({ input: { base: "2" } }, "2026-10-01T00:00:00Z");
    const { added } = planCatalogue(held, [listed(base), later], now);
    expect(added.map(({ startsAt }) => startsAt?.toISOString() ?? null)).toEqual([null, "2026-10-01T00:00:00.000Z"]);
  });
});
