"use client";

import { formatAbsolute, formatRelative, type Precision } from "./format-time";
import { useNow } from "./use-now";

export type TimeProps = {
  /** RFC 3339, as contracts carry it. */
  readonly at: string;
  /** `relative` where it presses, `absolute` in records; the other is shown on hover. */
  readonly format?: "relative" | "absolute";
  readonly precision?: Precision;
  /** A zone other than the reader's, e.g. "UTC" in the audit log. */
  readonly timeZone?: string;
  /** Where the column's head names the zone. */
  readonly isZoneHidden?: boolean;
};

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Nobody counts back this many days: from here on the day itself says more. */
const isLongAgo = (ageMs: number): boolean => ageMs >= 30 * DAY_MS;

/** A moment, in the reader's zone. */
export function Time({ at, format = "absolute", precision = "minute", timeZone, isZoneHidden = false }: TimeProps) {
  const now = useNow();
  const atMs = Date.parse(at);
  // On the server nobody's zone is known: the first picture says UTC, the next one the reader's.
  const absolute = formatAbsolute(atMs, precision, now === null ? "UTC" : timeZone, isZoneHidden);
  const relative = now === null ? absolute : isLongAgo(now - atMs) ? formatAbsolute(atMs, "day", timeZone) : formatRelative(atMs, now);
  return (
    <time dateTime={at} title={format === "relative" ? absolute : relative} className="whitespace-nowrap">
      {format === "relative" ? relative : absolute}
    </time>
  );
}
