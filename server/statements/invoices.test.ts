import { beforeAll, describe, expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import { mintKey, type PersonActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { ingestTraces } from "@/server/traces/ingest";
import { COLUMNS, readCsv } from "./core/invoice-csv";
import type { UploadInvoiceInput } from "./invoice-schema";
import { listInvoices, readInvoiceDetail, removeInvoice, uploadInvoice } from "./invoices";

freshDatabase();

const key = mintKey({ id: newId("apiKey"), name: "agents", scopes: new Set(["traces:write"] as const), agentName: null });
let [operator, viewer]: PersonActor[] = [];
let span = 0;

async function call(at: string, model: string, tokens: number): Promise<void> {
  span += 1;
  const ns = BigInt(Date.parse(at)) * 1_000_000n;
  const text = (name: string, value: string) => ({ key: name, value: { stringValue: value } });
  const attributes = [
    text("gen_ai.operation.name", "chat"),
    text("gen_ai.provider.name", "openai"),
    text("gen_ai.request.model", model),
    { key: "gen_ai.usage.input_tokens", value: { intValue: tokens } },
    { key: "gen_ai.usage.output_tokens", value: { intValue: 0 } },
  ];
  const one = { traceId: String(span).padStart(32, "a"), spanId: String(span).padStart(16, "b"), name: "chat", attributes };
  const times = { startTimeUnixNano: String(ns), endTimeUnixNano: String(ns + 1_000_000_000n) };
  const bytes = Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ ...one, ...times }] }] }] }));
  const answer = await ingestTraces(key, { encoding: "application/json", bytes }, new Date("2026-11-22T12:00:00Z"));
  if (!answer.ok) throw new Error(answer.refusal.message);
}

const input = (text: string, over: Partial<UploadInvoiceInput> = {}): UploadInvoiceInput => ({
  provider: "OpenAI",
  fileName: "october.csv",
  text,
  format: "plain",
  columns: COLUMNS.plain,
  currency: "USD",
  rates: "",
  ...over,
});
const upload = (text: string, over: Partial<UploadInvoiceInput> = {}) => uploadInvoice(operator as PersonActor, input(text, over));

beforeAll(async () => {
  [operator, viewer] = [await signInAs("operator@x.example", ["operator"]), await signInAs("viewer@x.example", ["viewer"])];
  await call("2026-10-05T10:00:00Z", "gpt-5", 8_000_000);
  await call("2026-10-06T10:00:00Z", "gpt-5-mini", 4_000_000);
  await call("2026-10-07T10:00:00Z", "gpt-5", 800_000);
  await call("2026-10-08T10:00:00Z", "gpt-99-inhouse", 1_000);
  await call("2026-10-09T10:00:00Z", "gpt-5", 80_000);
}, 30_000);

const OCTOBER = `day,model,amount,tokens
2026-10-05,gpt-5-2025-08-07,10.00,8000000
2026-10-06,gpt-5-mini,1.004,
2026-10-07,gpt-5,1.20,800000
2026-10-08,gpt-99-inhouse,0.30,
2026-10-10,gpt-5,2.50,2000000`;

test("each day and model is held against what was counted, and why it differs is said", async () => {
  const made = await upload(OCTOBER);
  if (!made.ok) throw new Error(made.refusal.message);
  const detail = await readInvoiceDetail(viewer as PersonActor, made.value.id);
  if (!detail.ok) throw new Error(detail.refusal.message);
  expect(Object.fromEntries(detail.value.differences.map(({ day, cause }) => [day, cause]))).toEqual({
    "2026-10-05": "same",
    "2026-10-06": "rounding",
    "2026-10-07": "price",
    "2026-10-08": "unpriced",
    "2026-10-09": "not_billed",
    "2026-10-10": "missing",
  });
  expect(detail.value).toMatchObject({
    invoiceMicroUsd: "15004000",
    countedMicroUsd: "12100000",
    firstDay: "2026-10-05",
    lastDay: "2026-10-10",
  });
  expect(await upload(OCTOBER)).toMatchObject({
    ok: false,
    refusal: { errors: [{ path: "text", message: "This file was uploaded already." }] },
  });
  const entries = await prisma().auditOutbox.findMany({ where: { subjectId: made.value.id } });
  expect(entries.map(({ kind }) => kind)).toEqual(["invoice.uploaded"]);
  expect(await removeInvoice(viewer as PersonActor, made.value.id)).toMatchObject({ ok: false });
  expect(await removeInvoice(operator as PersonActor, made.value.id)).toMatchObject({ ok: true });
  expect(await listInvoices(viewer as PersonActor)).toMatchObject({ ok: true, value: { invoices: [], canUpload: false } });
});

describe("another currency", () => {
  const text = "day,model,amount,currency\n2026-10-05,gpt-5,8.00,EUR\n";
  const refusedWith = async (over: Partial<UploadInvoiceInput>, words: RegExp) => {
    const answer = await upload(text, over);
    expect(answer.ok ? "" : answer.refusal.message).toMatch(words);
  };
  test("is refused in words without its rates, or mixed with US dollars", async () => {
    await refusedWith({ currency: "EUR" }, /Give the rate to US dollars for each of its days/);
    await refusedWith({ currency: "EUR", rates: "2026-10-04 1.25" }, /Line 2 is in EUR, and the table of rates has none for 2026-10-05/);
    await refusedWith({}, /Line 2 is in EUR, the invoice in USD: currencies are never mixed/);
    await refusedWith({ currency: "EUR", rates: "2026-10-05 much" }, /Line 1 is not a day and a rate/);
  });
  test("is converted by the rate of its day, which is kept", async () => {
    const made = await upload(text, { currency: "EUR", rates: "2026-10-05 1.25" });
    if (!made.ok) throw new Error(made.refusal.message);
    const detail = await readInvoiceDetail(viewer as PersonActor, made.value.id);
    expect(detail).toMatchObject({
      ok: true,
      value: {
        invoiceMicroUsd: "10000000",
        shareOff: 0,
        currency: "EUR",
        rates: [{ day: "2026-10-05", rate: "1.25" }],
        causes: [{ cause: "same" }],
      },
    });
  });
});

describe("a file that is none", () => {
  test.each([
    ["day,model\n2026-10-05,gpt-5", /Line 1 has no column "amount" for the amount/],
    ["day,model,amount\n05/10/2026,gpt-5,1", /Line 2 "05\/10\/2026" is no day/],
    ["day,model,amount\n2026-10-05,gpt-5,=1+1", /Line 2 "=1\+1" is no amount of money/],
    ["day,model,amount\n2026-10-05,,1", /Line 2 names no model/],
    ['day,model,amount\n2026-10-05,"gpt-5,1', /a quote is never closed/],
    ["day,model,amount", /no line beneath its head/],
    ["day,model,amount\n2020-01-01,a,1\n2026-01-01,a,1", /more than 400 days/],
  ])("%j", async (text, words) => {
    const answer = await upload(text);
    expect(answer.ok ? "" : answer.refusal.message).toMatch(words);
  });
  test("a viewer uploads none", async () => {
    expect(await uploadInvoice(viewer as PersonActor, input(OCTOBER))).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  });
});

test("cells with commas, quotes and breaks within", () => {
  expect(readCsv('\uFEFFa,"b ""c"", d"\r\n"x\ny",\r\n\r\n')).toEqual([
    ["a", 'b "c", d'],
    ["x\ny", ""],
  ]);
});
