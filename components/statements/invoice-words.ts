import { formatCents } from "@/components/spend/prepare-spend";
import type { Cause } from "@/server/statements/core/reconcile";
import type { InvoiceSummary } from "@/server/statements/invoice-schema";

/** Why an invoice and what was counted differ. */
export const CAUSE_WORDS: Readonly<Record<Cause, { readonly name: string; readonly hint: string }>> = {
  same: { name: "The same", hint: "To the last unit." },
  rounding: { name: "Rounding", hint: "Within a cent and a thousandth: providers round each line." },
  price: { name: "The price differs", hint: "Calls were counted, at another price. A contract may lack in the table of prices." },
  unpriced: { name: "No price here", hint: "Calls were counted, and their cost is not known." },
  missing: { name: "Telemetry is missing", hint: "Asked for, and not or not all of it was told to Reeve." },
  not_billed: { name: "Not on the invoice", hint: "Counted, and not asked for: another account pays, or it comes later." },
};

const days = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const months = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

/** The days of an invoice: a month by its name where it lies within one. */
export const spanWords = ({ firstDay, lastDay }: Pick<InvoiceSummary, "firstDay" | "lastDay">): string =>
  firstDay.slice(0, 7) === lastDay.slice(0, 7)
    ? months.format(Date.parse(firstDay))
    : `${days.format(Date.parse(firstDay))} to ${days.format(Date.parse(lastDay))}`;

const percent = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

/** How near what was counted comes to an invoice: "October 2026 reconciled with the invoice to 0.8 %". */
export function reconciledWords(invoice: InvoiceSummary): string {
  const { shareOff, invoiceMicroUsd, countedMicroUsd } = invoice;
  if (shareOff === null) return `${spanWords(invoice)}: the invoice asks for nothing, ${formatCents(countedMicroUsd)} was counted`;
  const off = Math.abs(shareOff) * 100;
  const least = off > 0 && off < 0.1 ? "less than 0.1" : percent.format(off);
  return `${spanWords(invoice)} reconciled with the invoice to ${least} %: ${formatCents(countedMicroUsd)} counted, ${formatCents(invoiceMicroUsd)} asked for`;
}
