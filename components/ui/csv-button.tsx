"use client";

import { Download } from "lucide-react";
import { Button } from "./button";
import { type Csv, toCsv } from "./csv";

export type CsvButtonProps = { readonly what: string; readonly file: string; readonly csv: () => Csv };

/** Saves what a table shows, as the figures behind it. */
export function CsvButton({ what, file, csv }: CsvButtonProps) {
  const save = () => {
    const url = URL.createObjectURL(new Blob([toCsv(csv())], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `${file}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 0);
  };
  return (
    <Button size="sm" variant="quiet" onClick={save} aria-label={`Save ${what} as CSV`} className="max-md:h-11">
      <Download aria-hidden />
      CSV
    </Button>
  );
}
