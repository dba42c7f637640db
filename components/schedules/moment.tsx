"use client";

import { useNow } from "@/components/ui/use-now";
import { formatMoment, readersMoment } from "./format-moment";

/** A moment on the clocks of a zone, and beside it on the reader's where they differ. */
export function Moment({ at, zone }: { readonly at: number | string; readonly zone: string }) {
  const atMs = typeof at === "string" ? Date.parse(at) : at;
  const isBrowser = useNow(60_000) !== null; // on the server nobody's zone is known
  const here = isBrowser ? readersMoment(atMs, zone) : null;
  return (
    <time dateTime={new Date(atMs).toISOString()}>
      {formatMoment(atMs, zone)}
      {here !== null && <span className="text-ink-3"> ({here} your time)</span>}
    </time>
  );
}
