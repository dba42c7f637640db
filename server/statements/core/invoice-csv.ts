/** A faulty line of a file, in words for whoever uploads it. */
export type Fault = { readonly line: number; readonly message: string };

const MOST_FAULTS = 20;
const MOST_CELLS = 60;

const CELL = /("(?:[^"]|"")*"|[^",\n]*)(,|\n|$)/y;

/** Cells of CSV (RFC 4180), quotes and breaks within them included; null where a quote is never closed, or stands within a word. */
export function readCsv(text: string): readonly (readonly string[])[] | null {
  const source = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const rows: string[][] = [];
  let row: string[] = [];
  const cells = new RegExp(CELL);
  while (cells.lastIndex < source.length) {
    const match = cells.exec(source);
    if (match === null) return null;
    const [, cell = "", end] = match;
    row.push((cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell).trim());
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows.filter((one) => one.some((cell) => cell !== ""));
}

export const FORMATS = ["openai", "anthropic", "plain"] as const;
export type InvoiceFormat = (typeof FORMATS)[number];

/** Which column says what. */
export type Columns = {
  readonly day: string;
  readonly model: string;
  readonly amount: string;
  readonly tokens: string;
  readonly currency: string;
};

/** Names to begin with; providers document none of theirs, so whoever uploads may change them. An empty name is a column that is not there. */
export const COLUMNS: Readonly<Record<InvoiceFormat, Columns>> = {
  openai: { day: "start_time_iso", model: "line_item", amount: "amount_value", tokens: "", currency: "amount_currency" },
  anthropic: { day: "usage_date_utc", model: "model", amount: "cost_usd", tokens: "", currency: "" },
  plain: { day: "day", model: "model", amount: "amount", tokens: "tokens", currency: "currency" },
};

export type InvoiceLine = { readonly day: string; readonly model: string; readonly tokens: bigint | null; readonly picoUsd: bigint };
export type ReadInvoice = { readonly lines: readonly InvoiceLine[]; readonly currency: string };

const PICO_DIGITS = 12;
/** A decimal as pico-units of its currency; null is no such number. Nothing is rounded up. */
export function picoOf(text: string): bigint | null {
  const match = /^(-?)\$?(\d{1,12})(?:\.(\d{1,18}))?$/.exec(text.replace(/,(?=\d{3}(\D|$))/g, ""));
  if (match === null) return null;
  const [, sign, whole = "0", fraction = ""] = match;
  const amount = BigInt(whole + fraction.slice(0, PICO_DIGITS).padEnd(PICO_DIGITS, "0"));
  return sign === "-" ? -amount : amount;
}

const DAY = /^\d{4}-\d{2}-\d{2}/;
const dayOf = (text: string): string | null => (DAY.test(text) && !Number.isNaN(Date.parse(text.slice(0, 10))) ? text.slice(0, 10) : null);

/** What is paid for may be named as in "gpt-5, input": the model comes before the comma. */
const modelOf = (text: string): string => (text.split(",")[0] ?? "").trim();

export type Rates = ReadonlyMap<string, bigint>;

/** A table of daily rates: "2026-10-01 1.0842" a line, US dollars for one unit; the line at fault where one is none. */
export function readRates(text: string): Rates | number {
  const rates = new Map<string, bigint>();
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const [day = "", rate = ""] = line.trim().split(/[\s,;]+/);
    const [known, value] = [dayOf(day), picoOf(rate)];
    if (known === null || value === null || value <= 0n) return i + 1;
    rates.set(known, value);
  }
  return rates;
}

type Indexes = { readonly [K in keyof Columns]: number };
type Place = { readonly row: readonly string[]; readonly line: number };

function amountOf(text: string, currency: string, day: string, rates: Rates): bigint | string {
  const amount = picoOf(text);
  if (amount === null) return `"${text.slice(0, 40)}" is no amount of money`;
  if (currency === "USD") return amount;
  const rate = rates.get(day);
  if (rate === undefined) return `is in ${currency}, and the table of rates has none for ${day}`;
  return (amount * rate) / 10n ** BigInt(PICO_DIGITS);
}

function tokensOf(text: string): bigint | null | string {
  if (text === "") return null;
  return /^\d{1,18}$/.test(text) ? BigInt(text) : `"${text.slice(0, 40)}" is no number of tokens`;
}

/** One line as what it says, or what is wrong with it. */
function readLine({ row }: Place, at: Indexes, currency: string, rates: Rates): InvoiceLine | string {
  const cell = (index: number) => (index < 0 ? "" : (row[index] ?? ""));
  const day = dayOf(cell(at.day));
  if (day === null) return `"${cell(at.day).slice(0, 40)}" is no day`;
  const model = modelOf(cell(at.model)).slice(0, 200);
  if (model === "") return "names no model";
  const named = cell(at.currency).toUpperCase() || currency;
  if (named !== currency) return `is in ${named.slice(0, 10)}, the invoice in ${currency}: currencies are never mixed`;
  const [picoUsd, tokens] = [amountOf(cell(at.amount), currency, day, rates), tokensOf(cell(at.tokens))];
  if (typeof picoUsd === "string") return picoUsd;
  return typeof tokens === "string" ? tokens : { day, model, tokens, picoUsd };
}

function sumLines(lines: readonly InvoiceLine[]): InvoiceLine[] {
  const sums = new Map<string, InvoiceLine>();
  for (const line of lines) {
    const key = `${line.day} ${line.model}`;
    const known = sums.get(key);
    const tokens = line.tokens === null && (known?.tokens ?? null) === null ? null : (line.tokens ?? 0n) + (known?.tokens ?? 0n);
    sums.set(key, { ...line, tokens, picoUsd: line.picoUsd + (known?.picoUsd ?? 0n) });
  }
  return [...sums.values()];
}

/** The lines of an invoice by day and model, in US dollars; or every line at fault. */
export function readInvoice(
  rows: readonly (readonly string[])[],
  columns: Columns,
  currency: string,
  rates: Rates,
): ReadInvoice | { readonly faults: readonly Fault[] } {
  const [head = [], ...body] = rows;
  const names = head.slice(0, MOST_CELLS).map((name) => name.toLowerCase());
  const at = Object.fromEntries(
    Object.entries(columns).map(([of, name]) => [of, name === "" ? -1 : names.indexOf(name.toLowerCase())]),
  ) as Indexes;
  const lacking = (["day", "model", "amount"] as const).filter((of) => at[of] < 0);
  if (lacking.length > 0) {
    return { faults: lacking.map((of) => ({ line: 1, message: `has no column "${columns[of]}" for the ${of}` })) };
  }
  const read = body.map((row, i) => ({ line: i + 2, value: readLine({ row, line: i + 2 }, at, currency, rates) }));
  const faults = read.flatMap(({ line, value }) => (typeof value === "string" ? [{ line, message: value }] : []));
  if (faults.length > 0) return { faults: faults.slice(0, MOST_FAULTS) };
  return { currency, lines: sumLines(read.flatMap(({ value }) => (typeof value === "string" ? [] : [value]))) };
}
