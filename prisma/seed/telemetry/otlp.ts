/** What an attribute may hold; a number with a fraction is a double, one without an integer. */
export type Told = string | number | boolean | readonly string[] | undefined;
export type Attributes = { readonly [name: string]: Told };

export type OtlpSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId?: string | undefined;
  readonly name: string;
  readonly kind?: number;
  readonly startMs: number;
  /** Absent while it runs. */
  readonly endMs?: number | undefined;
  readonly attributes: Attributes;
  readonly fault?: { readonly type: string; readonly message: string } | undefined;
  /** Some SDKs say that all went well, most say nothing. */
  readonly isOkSaid?: boolean;
};

export type OtlpRecord = {
  readonly traceId: string;
  readonly spanId: string;
  readonly atMs: number;
  readonly body: string;
  readonly attributes: Attributes;
};

export type Scope = { readonly name: string; readonly version?: string };

/** What one sender exported: spans, and log records where its SDK sends such. */
export type Sent = {
  readonly resource: Attributes;
  readonly scope: Scope;
  readonly spans: readonly OtlpSpan[];
  readonly records?: readonly OtlpRecord[];
};

const nanos = (ms: number): string => `${Math.round(ms * 1_000)}000`;

function anyValue(value: Exclude<Told, undefined>): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map((one) => ({ stringValue: one })) } };
}

const listOf = (attributes: Attributes): readonly object[] =>
  Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: anyValue(value) }]));

function spanOf({ traceId, spanId, parentId, name, kind = 1, startMs, endMs, attributes, fault, isOkSaid }: OtlpSpan): object {
  const exception = { "exception.type": fault?.type, "exception.message": fault?.message };
  return {
    traceId,
    spanId,
    ...(parentId === undefined ? {} : { parentSpanId: parentId }),
    name,
    kind,
    startTimeUnixNano: nanos(startMs),
    ...(endMs === undefined ? {} : { endTimeUnixNano: nanos(endMs) }),
    attributes: listOf(fault === undefined ? attributes : { ...attributes, "error.type": fault.type }),
    events: fault === undefined ? [] : [{ name: "exception", timeUnixNano: nanos(endMs ?? startMs), attributes: listOf(exception) }],
    status: fault === undefined ? { code: isOkSaid === true ? 1 : 0 } : { code: 2, message: fault.message },
  };
}

/** `ExportTraceServiceRequest` of several senders, as a collector passes it on. */
export const tracesBody = (sent: readonly Sent[]): string =>
  JSON.stringify({
    resourceSpans: sent.map(({ resource, scope, spans }) => ({
      resource: { attributes: listOf(resource) },
      scopeSpans: [{ scope, spans: spans.map(spanOf) }],
    })),
  });

/** `ExportLogsServiceRequest` of those senders that log. */
export const logsBody = (sent: readonly Sent[]): string =>
  JSON.stringify({
    resourceLogs: sent
      .filter(({ records = [] }) => records.length > 0)
      .map(({ resource, scope, records = [] }) => ({
        resource: { attributes: listOf(resource) },
        scopeLogs: [
          {
            scope,
            logRecords: records.map(({ traceId, spanId, atMs, body, attributes }) => ({
              timeUnixNano: nanos(atMs),
              traceId,
              spanId,
              body: { stringValue: body },
              attributes: listOf(attributes),
            })),
          },
        ],
      })),
  });
