import { append, entryActor } from "@/server/audit/service";
import { listPeopleByIds } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { cleanLine } from "@/server/kernel/untrusted";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { digestOfText } from "@/server/platform/digest";
import { newId } from "@/server/platform/new-id";
import { inTransaction } from "@/server/platform/tx";
import { microTogether, sumsByDayAndModel } from "@/server/spend/month-sums";
import { access } from "./access";
import { type InvoiceFormat, type InvoiceLine, type Rates, readCsv, readInvoice, readRates } from "./core/invoice-csv";
import { CAUSES, type Counted, compareInvoice, type Difference, shareOff } from "./core/reconcile";
import { decimalOfPico } from "./core/words";
import { type InvoiceDetail, type InvoiceSummary, type Invoices, MAX_FILE_LINES, type UploadInvoiceInput } from "./invoice-schema";
import * as store from "./invoice-store";
import type { Named } from "./schema";

const DAY_MS = 86_400_000;
const SHOWN = 24;
const SHOWN_DIFFERENCES = 200;
const MOST_DAYS = 400;

const isoDay = (at: Date): string => at.toISOString().slice(0, 10);
const faulty = (path: string, message: string) => refuse("invalid_request", message, { errors: [{ path, message }] });

type Taken = { readonly lines: readonly InvoiceLine[]; readonly rates: Rates };

/** What a file says, or what is wrong with it, named by field and line. */
function takeIn({ text, columns, currency, rates: rateTable }: UploadInvoiceInput): Result<Taken> {
  const rates = readRates(rateTable);
  if (typeof rates === "number") return faulty("rates", `Line ${rates} is not a day and a rate, as in "2026-10-01 1.0842".`);
  if (currency !== "USD" && rates.size === 0) {
    return faulty("rates", `The invoice is in ${currency}. Give the rate to US dollars for each of its days, or an invoice in US dollars.`);
  }
  const rows = readCsv(text);
  if (rows === null) return faulty("text", "The file is not CSV: a quote is never closed, or stands within a word.");
  if (rows.length > MAX_FILE_LINES) return faulty("text", `The file has more than ${MAX_FILE_LINES} lines. Send a month at a time.`);
  const read = readInvoice(rows, columns, currency, rates);
  if ("faults" in read) {
    return faulty(
      "text",
      read.faults
        .map(({ line, message }) => `Line ${line} ${message}.`)
        .slice(0, 5)
        .join(" "),
    );
  }
  if (read.lines.length === 0) return faulty("text", "The file has no line beneath its head.");
  const days = read.lines.map(({ day }) => Date.parse(day));
  if (Math.max(...days) - Math.min(...days) > MOST_DAYS * DAY_MS)
    return faulty("text", `The file reaches over more than ${MOST_DAYS} days.`);
  return ok({ lines: read.lines, rates });
}

/** Takes in a provider's invoice to be held against what was counted: all of it, or nothing. The same file is taken once. */
export async function uploadInvoice(
  actor: PersonActor,
  input: UploadInvoiceInput,
  now: Date = clock.now(),
): Promise<Result<{ id: string }>> {
  if (!access.reconcile(actor)) return refuse("forbidden", "Only operators and auditors hold invoices against what was counted.");
  const taken = takeIn(input);
  if (!taken.ok) return taken;
  const { lines, rates } = taken.value;
  const digest = digestOfText(input.text);
  const days = lines.map(({ day }) => day).sort();
  const id = newId("invoice");
  return inTransaction(async (tx): Promise<Result<{ id: string }>> => {
    await store.lockInvoices(tx);
    const known = await store.findByDigest(tx, digest);
    if (known !== null) return faulty("text", "This file was uploaded already.");
    const total = lines.reduce((sum, { picoUsd }) => sum + picoUsd, 0n);
    const used = input.currency === "USD" ? null : Object.fromEntries([...rates].map(([day, rate]) => [day, decimalOfPico(rate)]));
    await store.insertInvoice(
      tx,
      {
        id,
        provider: input.provider.toLowerCase(),
        fileName: cleanLine(input.fileName, 200),
        digest,
        format: input.format,
        currency: input.currency,
        rates: used,
        firstDay: new Date(days[0] ?? ""),
        lastDay: new Date(days.at(-1) ?? ""),
        totalPicoUsd: total.toString(),
        byId: actor.id,
        at: now,
      },
      lines.map(({ day, model, tokens, picoUsd }) => ({
        day: new Date(day),
        model: cleanLine(model, 200),
        tokens,
        amountPicoUsd: picoUsd.toString(),
      })),
    );
    await append(tx, {
      kind: "invoice.uploaded",
      actor: entryActor(actor),
      subject: { type: "invoice", id },
      occurredAt: now,
      data: { digest, lines: lines.length, currency: input.currency, totalMicroUsd: microTogether([total])[0] ?? "0" },
    });
    return ok({ id });
  });
}

/** An invoice held against what was counted on its days (UTC) of its provider, as it is counted now. */
async function compare(row: store.InvoiceRow): Promise<readonly Difference[]> {
  const rows = await sumsByDayAndModel(row.firstDay, new Date(row.lastDay.getTime() + DAY_MS));
  const own = rows.filter(({ provider }) => (provider ?? "").toLowerCase() === row.provider);
  const counted = own.map(({ day, model, bucket, calls, tokens, costPicoUsd }): Counted => {
    const isKnown = bucket === "priced" || bucket === "failed";
    return { day, model: model ?? "", tokens: BigInt(tokens), picoUsd: BigInt(costPicoUsd), unknownCalls: isKnown ? 0 : calls };
  });
  const asked = row.lines.map(({ day, model, tokens, amountPicoUsd }) => ({
    day: isoDay(day),
    model,
    tokens,
    picoUsd: BigInt(amountPicoUsd.toFixed(0)),
  }));
  return compareInvoice(asked, counted);
}

function toSummary(row: store.InvoiceRow, differences: readonly Difference[], people: ReadonlyMap<string, Named>): InvoiceSummary {
  const sum = (of: "invoicePicoUsd" | "countedPicoUsd") => differences.reduce((all, one) => all + one[of], 0n);
  const [asked, counted] = [sum("invoicePicoUsd"), sum("countedPicoUsd")];
  const [invoiceMicroUsd = "0"] = microTogether([asked]);
  const [countedMicroUsd = "0"] = microTogether([counted]);
  const { id, provider, fileName, currency } = row;
  return {
    id,
    provider,
    fileName,
    format: row.format as InvoiceFormat,
    currency: currency.trim(),
    firstDay: isoDay(row.firstDay),
    lastDay: isoDay(row.lastDay),
    invoiceMicroUsd,
    countedMicroUsd,
    shareOff: shareOff(asked, counted),
    by: people.get(row.byId) ?? null,
    at: row.at.toISOString(),
  };
}

const peopleOf = async (rows: readonly store.InvoiceRow[]): Promise<ReadonlyMap<string, Named>> =>
  new Map((await listPeopleByIds([...new Set(rows.map(({ byId }) => byId))])).map(({ id, name }) => [id, { id, name }]));

/** The invoices of late, each with how far the counted cost is from it. */
export async function listInvoices(actor: PersonActor): Promise<Result<Invoices>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you invoices.");
  const rows = await store.listInvoices(SHOWN);
  const people = await peopleOf(rows);
  const invoices: InvoiceSummary[] = [];
  for (const row of rows) invoices.push(toSummary(row, await compare(row), people));
  return ok({ invoices, canUpload: access.reconcile(actor) });
}

/** One invoice, day by day and model by model, with why it differs. */
export async function readInvoiceDetail(actor: PersonActor, id: string): Promise<Result<InvoiceDetail>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you invoices.");
  const row = await store.findInvoice(id);
  if (row === null) return refuse("not_found", "There is no such invoice.");
  const differences = await compare(row);
  const micro = (pico: bigint) => microTogether([pico])[0] ?? "0";
  const causes = CAUSES.flatMap((cause) => {
    const own = differences.filter((one) => one.cause === cause);
    const off = own.reduce((sum, one) => sum + one.countedPicoUsd - one.invoicePicoUsd, 0n);
    return own.length === 0 ? [] : [{ cause, lines: own.length, differenceMicroUsd: micro(off) }];
  });
  const rates = row.rates as Readonly<Record<string, string>> | null;
  return ok({
    ...toSummary(row, differences, await peopleOf([row])),
    rates: rates === null ? null : Object.entries(rates).map(([day, rate]) => ({ day, rate })),
    causes,
    lines: differences.length,
    differences: differences.slice(0, SHOWN_DIFFERENCES).map((one) => ({
      day: one.day,
      model: one.model,
      cause: one.cause,
      invoiceMicroUsd: micro(one.invoicePicoUsd),
      countedMicroUsd: micro(one.countedPicoUsd),
      invoiceTokens: one.invoiceTokens?.toString() ?? null,
      countedTokens: one.countedTokens.toString(),
      unknownCalls: one.unknownCalls,
    })),
    canRemove: access.reconcile(actor),
  });
}

/** Takes an invoice back, if it was the wrong file; the record keeps that it was there. */
export async function removeInvoice(actor: PersonActor, id: string, now: Date = clock.now()): Promise<Result<void>> {
  if (!access.reconcile(actor)) return refuse("forbidden", "Only operators and auditors take invoices back.");
  return inTransaction(async (tx): Promise<Result<void>> => {
    if (!(await store.removeInvoice(tx, id, actor.id, now))) return refuse("not_found", "There is no such invoice.");
    await append(tx, { kind: "invoice.removed", actor: entryActor(actor), subject: { type: "invoice", id }, occurredAt: now, data: {} });
    return ok(undefined);
  });
}
