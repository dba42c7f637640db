import type { PersonActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { sumsByDayAndModel } from "@/server/spend/month-sums";
import { COLUMNS } from "@/server/statements/core/invoice-csv";
import { uploadInvoice } from "@/server/statements/invoices";
import { expectOk } from "./expect";

const PROVIDER = "openai";
/** What somebody's notebook asked for on the same account, of which Reeve was told nothing. */
const UNTOLD = { day: 14, model: "gpt-4o", usd: "0.1142" };

/** As a provider rounds each of its lines. */
const usdOf = (picoUsd: string): string => (Number(picoUsd) / 1e12).toFixed(4);

/** The file of a provider for the days between two moments: what was counted of it, and one line more. */
async function invoiceFile(from: Date, until: Date): Promise<string> {
  const own = (await sumsByDayAndModel(from, until)).filter(({ provider, bucket }) => provider === PROVIDER && bucket === "priced");
  const { day, model, amount, currency } = COLUMNS.openai;
  const lines = own
    .map((one) => ({ day: one.day, model: one.model ?? "", usd: usdOf(one.costPicoUsd) }))
    .concat({ ...UNTOLD, day: `${from.toISOString().slice(0, 8)}${UNTOLD.day}` })
    .sort((a, b) => `${a.day} ${a.model}`.localeCompare(`${b.day} ${b.model}`));
  return [[day, model, amount, currency], ...lines.map((one) => [`${one.day}T00:00:00Z`, one.model, one.usd, "usd"])]
    .map((cells) => `${cells.join(",")}\n`)
    .join("");
}

/** Last month's invoice of one provider, uploaded early this month: it can be seen how near the counted cost comes, and why not nearer. */
export async function seedInvoice(operator: PersonActor, now: Date): Promise<void> {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const [from, until] = [new Date(Date.UTC(year, month - 1, 1)), new Date(Date.UTC(year, month, 1))];
  const at = new Date(Math.min(Date.UTC(year, month, 3, 10), now.getTime()));
  const input = {
    provider: PROVIDER,
    fileName: `openai-costs-${from.toISOString().slice(0, 7)}.csv`,
    text: await invoiceFile(from, until),
    format: "openai" as const,
    columns: COLUMNS.openai,
    currency: "USD",
    rates: "",
  };
  expectOk(await happeningAt(at, () => uploadInvoice(operator, input, at)), "invoice");
}
