import { z } from "zod";
import { isId } from "@/server/kernel/ids";
import { FORMATS, type InvoiceFormat } from "./core/invoice-csv";
import type { Cause } from "./core/reconcile";
import type { Named } from "./schema";

/** As much as one file may have. */
export const MAX_FILE_CHARACTERS = 900_000;
export const MAX_FILE_LINES = 20_000;

const column = z.string().trim().max(100);
export const UploadInvoiceInput = z.object({
  provider: z.string().trim().min(1, "Say whose invoice it is.").max(100),
  fileName: z.string().trim().min(1).max(200),
  text: z.string().min(1, "Choose a file.").max(MAX_FILE_CHARACTERS, "The file is too large: at most 900 KB. Send a month at a time."),
  format: z.enum(FORMATS),
  columns: z.object({
    day: column.min(1, "Name the column."),
    model: column.min(1, "Name the column."),
    amount: column.min(1, "Name the column."),
    tokens: column,
    currency: column,
  }),
  currency: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/, "Three letters, as in USD."),
  /** Daily rates to US dollars, a day and a rate on each line; empty for an invoice in US dollars. */
  rates: z.string().max(20_000),
});
export type UploadInvoiceInput = z.infer<typeof UploadInvoiceInput>;

export const InvoiceIdInput = z.object({ id: z.string().refine((text) => isId("invoice", text), "is not the id of an invoice") });

export type InvoiceSummary = {
  readonly id: string;
  readonly provider: string;
  readonly fileName: string;
  readonly format: InvoiceFormat;
  readonly currency: string;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly invoiceMicroUsd: string;
  readonly countedMicroUsd: string;
  /** How far the counted cost is from it: 0.008 is 0.8 % more; null where it asks for nothing. */
  readonly shareOff: number | null;
  readonly by: Named | null;
  readonly at: string;
};

export type Invoices = { readonly invoices: readonly InvoiceSummary[]; readonly canUpload: boolean };

export type ShownDifference = {
  readonly day: string;
  readonly model: string;
  readonly cause: Cause;
  readonly invoiceMicroUsd: string;
  readonly countedMicroUsd: string;
  readonly invoiceTokens: string | null;
  readonly countedTokens: string;
  readonly unknownCalls: number;
};

export type InvoiceDetail = InvoiceSummary & {
  /** US dollars for one unit, by day; null where it is in US dollars. */
  readonly rates: readonly { readonly day: string; readonly rate: string }[] | null;
  readonly causes: readonly { readonly cause: Cause; readonly lines: number; readonly differenceMicroUsd: string }[];
  /** The largest first, as many as are shown. */
  readonly differences: readonly ShownDifference[];
  readonly lines: number;
  readonly canRemove: boolean;
};
