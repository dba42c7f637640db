/** A cell as every spreadsheet reads it: text that would be run as a formula is not. */
function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export type Csv = { readonly head: readonly string[]; readonly rows: readonly (readonly (string | number | null)[])[] };

/** Rows as CSV (RFC 4180). */
export const toCsv = ({ head, rows }: Csv): string => `${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
