/** A value of an attribute, fit for JSON: 64-bit integers beyond 2^53 are decimal text, bytes are base64. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };
export type Attributes = { readonly [key: string]: Value };

/** What is odd about a span that was kept all the same. */
export const MARKS = [
  "truncated",
  "invalid_text",
  "base64_ids",
  "ends_before_start",
  "very_long",
  "from_the_future",
  "own_parent",
  "action_mismatch",
  "usage_unreadable",
  "cached_response",
] as const;
export type Mark = (typeof MARKS)[number];

/** Why a span, a log record or a metric point was not kept. */
export const REJECTIONS = {
  missing_ids: "no valid trace id and span id: were logs or metrics sent to the traces path?",
  missing_start: "no start time",
  outside_window: "the time lies outside of what Reeve keeps",
  too_many: "more in one request than Reeve takes",
  wrong_signal: "sent to the path of another signal",
  not_an_agents: "tells nothing about an agent: neither a trace nor an event that Reeve reads",
  other_metric: "a metric that Reeve does not read",
} as const;
export type Rejection = keyof typeof REJECTIONS;

export type Scope = { readonly name: string; readonly version: string };
export const NO_SCOPE: Scope = { name: "", version: "" };

export type SpanEvent = { readonly name: string; readonly at: bigint; readonly attributes: Attributes };
export type SpanLink = { readonly traceId: string; readonly spanId: string; readonly attributes: Attributes };

/** A span as it came, before anything is asked of it: ids are hex in small letters, or empty; times are nanoseconds, 0 when absent. */
export type RawSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string;
  readonly traceState: string;
  readonly name: string;
  readonly kind: number;
  readonly start: bigint;
  readonly end: bigint;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly resource: Attributes;
  readonly scope: Scope;
  readonly marks: readonly Mark[];
};

/** A span that is kept: it has ids and a start; without an end it is still running. */
export type Span = Omit<RawSpan, "parentId" | "end"> & { readonly parentId: string | null; readonly end: bigint | null };

export type LogRecord = {
  readonly traceId: string;
  readonly spanId: string;
  readonly at: bigint;
  readonly eventName: string;
  readonly body: Value;
  readonly attributes: Attributes;
  readonly resource: Attributes;
  readonly scope: Scope;
};

/** One number of a sum or a gauge. */
export type MetricPoint = {
  readonly metric: string;
  readonly unit: string;
  readonly start: bigint;
  readonly at: bigint;
  readonly value: number;
  readonly isDelta: boolean;
  readonly attributes: Attributes;
  readonly resource: Attributes;
  readonly scope: Scope;
};

export type Rejected = ReadonlyMap<Rejection, number>;
/** What a request held: what is kept of it, and what is not, by reason. */
export type Decoded<T> = { readonly items: readonly T[]; readonly rejected: Rejected };

/** The body cannot be read at all. */
export class Undecodable extends Error {}
