import { type CsvValue, csvLine } from "@/server/kernel/csv";

export type Csv = { readonly head: readonly string[]; readonly rows: readonly (readonly CsvValue[])[] };

/** Rows as CSV (RFC 4180). */
export const toCsv = ({ head, rows }: Csv): string => [head, ...rows].map(csvLine).join("");
