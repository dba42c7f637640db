import type { KeptSpan } from "./kept-span";
import type { Attributes, Value } from "./otlp/model";

/** A step as it is exported: its span as it came, redacted; null once its payload is past retention. */
export type ExportedStep = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly startedUs: string;
  readonly endedUs: string | null;
  readonly status: string;
  readonly span: KeptSpan | null;
};

type AnyValue = { readonly [kind: string]: unknown };
type Pair = { readonly key: string; readonly value: AnyValue };

function anyValue(value: Value): AnyValue {
  if (value === null) return {};
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  // JSON of OTLP has 64-bit integers as decimal text.
  if (typeof value === "number") return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: (value as readonly Value[]).map(anyValue) } };
  return { kvlistValue: { values: pairs(value as Attributes) } };
}

const pairs = (attributes: Attributes): Pair[] => Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));

const nanosOf = (us: string): string => `${us}000`;
const STATUS_CODES: { readonly [status: string]: number } = { error: 2 };

/** What stands in for a span whose payload is past its retention: that it happened, when, and how it went. */
const bare = ({ startedUs, endedUs, status }: ExportedStep): KeptSpan => ({
  start: nanosOf(startedUs),
  end: endedUs === null ? null : nanosOf(endedUs),
  traceState: "",
  kind: 0,
  attributes: { "reeve.payload": "past its retention" },
  events: [],
  links: [],
  statusCode: STATUS_CODES[status] ?? 0,
  statusMessage: "",
  resource: {},
  scope: { name: "", version: "" },
});

function spanOf(step: ExportedStep): object {
  const span = step.span ?? bare(step);
  return {
    traceId: step.traceId,
    spanId: step.spanId,
    ...(step.parentId === null ? {} : { parentSpanId: step.parentId }),
    ...(span.traceState === "" ? {} : { traceState: span.traceState }),
    name: step.name,
    kind: span.kind,
    startTimeUnixNano: span.start,
    ...(span.end === null ? {} : { endTimeUnixNano: span.end }),
    attributes: pairs(span.attributes),
    events: span.events.map(({ name, at, attributes }) => ({ name, timeUnixNano: at, attributes: pairs(attributes) })),
    links: span.links.map(({ traceId, spanId, attributes }) => ({ traceId, spanId, attributes: pairs(attributes) })),
    status: { ...(span.statusMessage === "" ? {} : { message: span.statusMessage }), code: span.statusCode },
  };
}

const keyOf = (value: unknown): string => JSON.stringify(value);

/**
 * Steps as entries of `resourceSpans` in the JSON of OTLP, one for each resource among them. Entries of several such calls
 * stand side by side in one export: a resource may come more than once.
 */
export function resourceSpansOf(steps: readonly ExportedStep[]): readonly object[] {
  const resources = Map.groupBy(steps, ({ span }) => keyOf(span?.resource ?? {}));
  return [...resources.values()].map((own) => {
    const scopes = Map.groupBy(own, ({ span }) => keyOf(span?.scope ?? null));
    return {
      resource: { attributes: pairs(own[0]?.span?.resource ?? {}) },
      scopeSpans: [...scopes.values()].map((scoped) => ({ scope: scoped[0]?.span?.scope ?? {}, spans: scoped.map(spanOf) })),
    };
  });
}
