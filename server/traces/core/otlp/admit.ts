import type { Decoded, Mark, RawSpan, Rejection, Span } from "./model";

/** The time that Reeve keeps: back to the end of retention, and a little ahead for clocks that are wrong. */
export type Window = { readonly from: bigint; readonly to: bigint };

const DAY_NS = 86_400_000_000_000n;
const ZERO = /^0*$/;

function rejectionOf(span: RawSpan, window: Window): Rejection | null {
  if (ZERO.test(span.traceId) || ZERO.test(span.spanId)) return "missing_ids";
  if (span.start === 0n) return "missing_start";
  return span.start < window.from || span.start >= window.to ? "outside_window" : null;
}

function marksOf(span: RawSpan, now: bigint): Mark[] {
  const marks = new Set(span.marks);
  if (span.end !== 0n && span.end < span.start) marks.add("ends_before_start");
  if (span.end - span.start > DAY_NS) marks.add("very_long");
  // A clock is rarely right to the second, so a few of them are nobody's fault.
  if (span.start > now + 300_000_000_000n || span.end > now + 300_000_000_000n) marks.add("from_the_future");
  if (span.parentId !== "" && span.parentId === span.spanId) marks.add("own_parent");
  return [...marks];
}

const toSpan = (span: RawSpan, now: bigint): Span => ({
  ...span,
  marks: marksOf(span, now),
  parentId: ZERO.test(span.parentId) || span.parentId === span.spanId ? null : span.parentId,
  end: span.end === 0n ? null : span.end,
});

/** Counts one more of a reason. */
export function count(rejected: Map<Rejection, number>, reason: Rejection, by = 1): void {
  if (by > 0) rejected.set(reason, (rejected.get(reason) ?? 0) + by);
}

/** Which spans are kept, at most `limit`; the others are counted by reason. Oddities are marked, and kept as they came. */
export function admit(spans: readonly RawSpan[], window: Window, now: bigint, limit: number): Decoded<Span> {
  const { items, rejected } = admitRecords(spans, (span) => rejectionOf(span, window), limit);
  return { items: items.map((span) => toSpan(span, now)), rejected };
}

/** The same for records of other signals, whose reasons their caller knows. */
export function admitRecords<T>(records: readonly T[], rejectionOf: (record: T) => Rejection | null, limit: number): Decoded<T> {
  const rejected = new Map<Rejection, number>();
  const items: T[] = [];
  for (const record of records) {
    const reason = rejectionOf(record) ?? (items.length >= limit ? "too_many" : null);
    if (reason === null) items.push(record);
    else count(rejected, reason);
  }
  return { items, rejected };
}
