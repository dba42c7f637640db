import { beforeAll, describe, expect, test } from "vitest";
import { mintKey, mintPerson } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { setPrice } from "@/server/pricing/edits";
import { ingestTraces } from "@/server/traces/ingest";
import { FOCUS_COLUMNS } from "./core/focus";
import { countSpend } from "./counted";
import { SpendQuery } from "./counted-schema";
import { exportFocus } from "./focus";
import { foldCosts } from "./keeping";
import { exploreSpend } from "./service";

freshDatabase();

const NOW = new Date("2026-11-22T12:00:00Z");
const person = (role: "viewer" | "operator") =>
  mintPerson({ id: newId("person"), name: "V", email: `${role}@x.example`, roles: new Set([role] as const), groupIds: new Set() });
const [viewer, operator] = [person("viewer"), person("operator")];
const keyFor = (agentName: string | null, scope: "spend:read" | "traces:write") =>
  mintKey({ id: newId("apiKey"), name: "key", scopes: new Set([scope] as const), agentName });

type Says = Readonly<Record<string, string | number>>;
let span = 0;
async function call(at: string, agent: string, model: string, says: Says): Promise<void> {
  span += 1;
  const ns = BigInt(Date.parse(at)) * 1_000_000n;
  const all: Says = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": model,
    "gen_ai.agent.name": agent,
    ...says,
  };
  const attributes = Object.entries(all).map(([key, value]) => ({
    key,
    value: typeof value === "number" ? { intValue: value } : { stringValue: value },
  }));
  const one = { traceId: String(span).padStart(32, "a"), spanId: String(span).padStart(16, "b"), name: "chat", attributes };
  const times = { startTimeUnixNano: String(ns), endTimeUnixNano: String(ns + 1_000_000_000n) };
  const body = { resourceSpans: [{ scopeSpans: [{ spans: [{ ...one, ...times }] }] }] };
  const bytes = Buffer.from(JSON.stringify(body));
  const answer = await ingestTraces(keyFor(null, "traces:write"), { encoding: "application/json", bytes }, NOW);
  if (!answer.ok) throw new Error(answer.refusal.message);
}

const usage = (input: number, output: number, cached = 0, reasoning = 0): Says => ({
  "gen_ai.usage.input_tokens": input,
  "gen_ai.usage.output_tokens": output,
  ...(cached === 0 ? {} : { "gen_ai.usage.cache_read.input_tokens": cached }),
  ...(reasoning === 0 ? {} : { "gen_ai.usage.reasoning.output_tokens": reasoning }),
});

beforeAll(async () => {
  const agreed = await happeningAt(NOW, () =>
    setPrice(operator, {
      provider: "openai",
      model: "gpt-5-mini",
      contract: "2026 agreement",
      serviceTier: "standard",
      endsAt: null,
      startsAt: "2026-11-10T00:00:00Z",
      rates: { input: "0.2", output: "1.5" },
    }),
  );
  if (!agreed.ok) throw new Error(agreed.refusal.message);
  await call("2026-10-31T23:30:00Z", "sales-agent", "gpt-5", usage(1_001, 7));
  await call("2026-11-03T10:00:00Z", "sales-agent", "gpt-5", usage(2_000_003, 100_001, 1_234_567, 77_777));
  await call("2026-11-03T10:20:00Z", "sales-agent", "gpt-5", { ...usage(333, 11), "openai.response.service_tier": "batch" });
  await call("2026-11-05T10:20:00Z", "=cmd|' /C calc'!A0", "gpt-5-mini", usage(333, 11));
  await call("2026-11-12T10:00:00Z", "support-triage", "gpt-5-mini", usage(4_000_001, 13));
  await call("2026-11-20T10:00:00Z", "support-triage", "support-ft-1118", usage(500, 50));
}, 30_000);

/** Lines of CSV (RFC 4180) as cells; an empty one that is not quoted is no value. */
function cellsOf(line: string): (string | null)[] {
  const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(,|$)/g)].map(([, cell = ""]) => cell);
  const all = line.endsWith(",") ? cells : cells.slice(0, -1);
  return all.map((cell) => (cell === "" ? null : cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}

type Row = Readonly<Record<string, string | null>>;
async function rowsOf(query: { from?: string; to?: string } = {}, agent: string | null = null): Promise<Row[]> {
  return happeningAt(NOW, async () => {
    const file = await exportFocus(keyFor(agent, "spend:read"), query);
    if (!file.ok) throw new Error(file.refusal.message);
    let text = "";
    for await (const chunk of file.value.chunks) text += chunk;
    const [head = "", ...lines] = text.trimEnd().split("\r\n");
    expect(head.split(",")).toEqual(FOCUS_COLUMNS);
    return lines.map((line) => {
      const cells = cellsOf(line);
      expect(cells).toHaveLength(FOCUS_COLUMNS.length);
      return Object.fromEntries(FOCUS_COLUMNS.map((name, i) => [name, cells[i] ?? null]));
    });
  });
}

/** A decimal as a whole number of its last place, so that products are exact. */
function exact(text: string | null | undefined): { readonly whole: bigint; readonly places: number } {
  const [integer = "0", fraction = ""] = (text ?? "").split(".");
  return { whole: BigInt(integer + fraction), places: fraction.length };
}
const isProduct = (product: string | null | undefined, a: string | null | undefined, b: string | null | undefined): boolean => {
  const [p, x, y] = [exact(product), exact(a), exact(b)];
  return p.whole * 10n ** BigInt(x.places + y.places) === x.whole * y.whole * 10n ** BigInt(p.places);
};
const picos = (text: string | null | undefined): bigint => {
  const { whole, places } = exact(text);
  return whole * 10n ** BigInt(12 - places);
};

/** The columns that FOCUS 1.2 has in every dataset, and those that may hold no value. */
const MANDATORY =
  "BilledCost BillingAccountId BillingAccountName BillingCurrency BillingPeriodEnd BillingPeriodStart ChargeCategory ChargeClass ChargeDescription ChargePeriodEnd ChargePeriodStart ContractedCost EffectiveCost InvoiceIssuerName ListCost PricingQuantity PricingUnit ProviderName PublisherName ServiceCategory ServiceName".split(
    " ",
  );
const NULLABLE = new Set([
  "ChargeClass",
  "ResourceId",
  "ResourceName",
  "ResourceType",
  "SubAccountId",
  "SubAccountName",
  "SubAccountType",
  "x_AgentId",
]);
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;

describe("the specification's rules", () => {
  test("every mandatory column is there; our own come last, with their prefix", () => {
    expect(MANDATORY.filter((name) => !FOCUS_COLUMNS.includes(name))).toEqual([]);
    const own = FOCUS_COLUMNS.findIndex((name) => name.startsWith("x_"));
    expect(FOCUS_COLUMNS.slice(own).every((name) => name.startsWith("x_"))).toBe(true);
    expect(FOCUS_COLUMNS.slice(0, own).every((name) => /^([A-Z][a-z]+)+$/.test(name))).toBe(true);
  });

  test("every row: no empty value but where one may be, moments in UTC, decimals without exponents, allowed words", async () => {
    const rows = await rowsOf({ from: "2026-10-01", to: "2026-11-23" });
    expect(rows.length).toBeGreaterThan(8);
    for (const row of rows) {
      expect(Object.entries(row).filter(([name, value]) => value === null && !NULLABLE.has(name))).toEqual([]);
      for (const name of [
        "BilledCost",
        "EffectiveCost",
        "ContractedCost",
        "ListCost",
        "ListUnitPrice",
        "ContractedUnitPrice",
        "PricingQuantity",
        "ConsumedQuantity",
      ])
        expect(row[name]).toMatch(DECIMAL);
      expect(row).toMatchObject({
        BillingCurrency: "USD",
        ChargeCategory: "Usage",
        ChargeClass: null,
        ChargeFrequency: "Usage-Based",
        PricingCategory: "Standard",
        ServiceCategory: "AI and Machine Learning",
        ServiceSubcategory: "Generative AI",
        ConsumedUnit: "Tokens",
        PricingUnit: "1000000 Tokens",
      });
      for (const name of ["Tags", "SkuPriceDetails"]) {
        const values = Object.values(JSON.parse(row[name] ?? "") as Record<string, unknown>);
        expect(values.every((value) => typeof value === "string")).toBe(true);
      }
      expect(Object.keys(JSON.parse(row.SkuPriceDetails ?? "") as object).every((name) => name.startsWith("x_"))).toBe(true);
    }
  });

  test("every charge lies within its period of billing, in UTC", async () => {
    for (const row of await rowsOf({ from: "2026-10-01", to: "2026-11-23" })) {
      for (const name of ["BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd"])
        expect(row[name]).toMatch(MOMENT);
      expect(String(row.ChargePeriodStart) < String(row.ChargePeriodEnd)).toBe(true);
      expect(String(row.BillingPeriodStart) <= String(row.ChargePeriodStart)).toBe(true);
      expect(String(row.ChargePeriodEnd) <= String(row.BillingPeriodEnd)).toBe(true);
    }
  });

  test("cost is unit price times quantity, to the last unit", async () => {
    for (const row of await rowsOf({ from: "2026-10-01", to: "2026-11-23" })) {
      expect(isProduct(row.ListCost, row.ListUnitPrice, row.PricingQuantity)).toBe(true);
      expect(isProduct(row.ContractedCost, row.ContractedUnitPrice, row.PricingQuantity)).toBe(true);
      expect([row.BilledCost, row.EffectiveCost]).toEqual([row.ContractedCost, row.ContractedCost]);
      expect(isProduct(row.ConsumedQuantity, "1000000", row.PricingQuantity)).toBe(true);
    }
  });
});

test("a contract's price beside the list's; a share of a tier as a price of its own", async () => {
  const rows = await rowsOf();
  const agreed = rows.filter(({ x_AgentId, x_TokenType }) => x_AgentId === "support-triage" && x_TokenType === "input");
  expect(agreed).toMatchObject([
    { ListUnitPrice: "0.25", ContractedUnitPrice: "0.2", PricingQuantity: "4.000001", BilledCost: "0.8000002", ListCost: "1.00000025" },
  ]);
  const sold = rows.filter(({ x_AgentId, x_TokenType }) => x_AgentId === "sales-agent" && x_TokenType === "output");
  expect(sold.map(({ ListUnitPrice }) => ListUnitPrice).sort()).toEqual(["10", "5"]);
});

test("the rows add up to what the page and the API say; what has no price is told there and not here", async () => {
  const rows = await rowsOf();
  const sum = rows.reduce((all, { BilledCost }) => all + picos(BilledCost), 0n);
  const page = await happeningAt(NOW, () => exploreSpend(viewer, { span: "month", by: "agent" }));
  const api = await happeningAt(NOW, () => countSpend(keyFor(null, "spend:read"), SpendQuery.parse({ groupBy: "agent,day" })));
  if (!page.ok || !api.ok) throw new Error("refused");
  expect(String((sum + 500_000n) / 1_000_000n)).toBe(page.value.total.costMicroUsd);
  expect(api.value.totalMicroUsd).toBe(page.value.total.costMicroUsd);
  expect(api.value.unpriced).toEqual({ steps: 1, inputTokens: 500, outputTokens: 50 });
  expect(api.value.groups.reduce((all, { costMicroUsd }) => all + BigInt(costMicroUsd), 0n).toString()).toBe(api.value.totalMicroUsd);
  expect(api.value.groups[0]).toMatchObject({
    key: { agent: "sales-agent", day: "2026-11-03" },
    inputTokens: 2_000_336,
    outputTokens: 100_012,
    runs: 2,
  });
  expect(rows.some(({ x_Model }) => x_Model === "support-ft-1118")).toBe(false);
});

test("a name that a spreadsheet would run as a formula is text", async () => {
  const rows = await rowsOf({ from: "2026-11-05", to: "2026-11-06" });
  expect(rows.every(({ ResourceId }) => ResourceId === "'=cmd|' /C calc'!A0")).toBe(true);
});

test("a key that is bound to an agent is told of that agent alone", async () => {
  const rows = await rowsOf({}, "support-triage");
  expect(new Set(rows.map(({ x_AgentId }) => x_AgentId))).toEqual(new Set(["support-triage"]));
  const api = await happeningAt(NOW, () => countSpend(keyFor("support-triage", "spend:read"), SpendQuery.parse({ groupBy: "agent" })));
  expect(api).toMatchObject({ ok: true, value: { groups: [{ key: { agent: "support-triage" } }] } });
});

test.each([
  [{ from: "2026-11-01T10:30:00Z" }, "from", "is not a whole hour"],
  [{ from: "2026-11-05", to: "2026-11-05" }, "to", "is not after from"],
  [{ from: "2026-12-05" }, "from", "is after the end of today"],
  [{ from: "2024-01-01", to: "2026-01-01" }, "to", "is more than 400 days after from"],
])("hours that are none are refused by the name of the field: %o", async (query, path, message) => {
  const answer = await happeningAt(NOW, () => countSpend(keyFor(null, "spend:read"), SpendQuery.parse(query)));
  expect(answer).toMatchObject({ ok: false, refusal: { code: "invalid_request", errors: [{ path, message }] } });
});

test.each(["agent,tool", "agent,agent"])("dimensions that are none are refused: %s", (groupBy) => {
  expect(SpendQuery.safeParse({ groupBy }).error?.issues).toMatchObject([{ path: ["groupBy"] }]);
});

test("a key without the scope is told nothing", async () => {
  expect(await exportFocus(keyFor(null, "traces:write"), {})).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
});

test("once the calls themselves are gone, the rows still add up exactly", async () => {
  await foldCosts(NOW);
  const before = await rowsOf();
  await prisma().$executeRaw`delete from step where started_at < '2026-11-04T00:00:00Z'`;
  const after = await rowsOf();
  const sumOf = (rows: readonly Row[]) => rows.reduce((all, { BilledCost }) => all + picos(BilledCost), 0n);
  expect(sumOf(after)).toBe(sumOf(before));
  for (const row of after) expect(isProduct(row.ListCost, row.ListUnitPrice, row.PricingQuantity)).toBe(true);
});
