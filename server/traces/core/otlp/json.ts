import { Bag } from "./bag";
import { EMPTY, fromDouble, fromInteger, Intake, LIMITS } from "./intake";
import {
  type Attributes,
  type LogRecord,
  type MetricPoint,
  NO_SCOPE,
  type RawSpan,
  type Scope,
  type SpanEvent,
  type SpanLink,
  Undecodable,
  type Value,
} from "./model";

type Json = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A field under its lowerCamelCase name, or under the one of the proto file. */
const field = (object: Json, key: string): unknown => object[key] ?? object[snake(key)];

/** 64-bit integers come as decimal text; as numbers, too, from exporters that know no better. Anything else is 0. */
function integer(value: unknown): bigint {
  if (typeof value === "number") return Number.isFinite(value) && value > -1e19 && value < 2e19 ? BigInt(Math.trunc(value)) : 0n;
  return typeof value === "string" && /^-?\d{1,20}$/.test(value) ? BigInt(value) : 0n;
}

const ENUMS: Readonly<Record<string, number>> = {
  SPAN_KIND_INTERNAL: 1,
  SPAN_KIND_SERVER: 2,
  SPAN_KIND_CLIENT: 3,
  SPAN_KIND_PRODUCER: 4,
  SPAN_KIND_CONSUMER: 5,
  STATUS_CODE_OK: 1,
  STATUS_CODE_ERROR: 2,
  AGGREGATION_TEMPORALITY_DELTA: 1,
};

/** Enums are integers; their names are understood as well. */
const enumOf = (value: unknown): number => (typeof value === "number" ? Math.trunc(value) : (ENUMS[textOf(value)] ?? 0));

/** Ids are hex. Base64, which the JSON of other protobuf messages has, is understood and marked. */
function idOf(value: unknown, length: number, intake: Intake | null): string {
  const text = textOf(value);
  if (text.length === length * 2 && /^[0-9a-fA-F]+$/.test(text)) return text.toLowerCase();
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text) || text.length > 28) return "";
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== length) return "";
  intake?.note("base64_ids");
  return bytes.toString("hex");
}

function anyValue(value: unknown, intake: Intake, depth = 0): Value {
  if (!isObject(value)) return null;
  if (depth > LIMITS.depth) {
    intake.note("truncated");
    return null;
  }
  const [key] = Object.keys(value);
  const inner = key === undefined ? null : value[key];
  switch (key) {
    case "stringValue":
    case "string_value":
      return intake.text(textOf(inner));
    case "boolValue":
    case "bool_value":
      return inner === true;
    case "intValue":
    case "int_value":
      return fromInteger(integer(inner));
    case "doubleValue":
    case "double_value":
      return typeof inner === "number" ? fromDouble(inner) : intake.text(textOf(inner));
    case "arrayValue":
    case "array_value":
      return listValue(isObject(inner) ? inner.values : null, intake, depth + 1);
    case "kvlistValue":
    case "kvlist_value":
      return attributesOf(isObject(inner) ? inner.values : null, intake, depth + 1);
    case "bytesValue":
    case "bytes_value":
      return intake.text(textOf(inner));
    default:
      return null;
  }
}

function listValue(values: unknown, intake: Intake, depth: number): readonly Value[] {
  const list = listOf(values);
  if (intake.isFull(list.length, LIMITS.items + 1)) return list.slice(0, LIMITS.items).map((value) => anyValue(value, intake, depth));
  return list.map((value) => anyValue(value, intake, depth));
}

function attributesOf(values: unknown, intake: Intake, depth = 0): Attributes {
  const bag = new Bag();
  for (const pair of listOf(values)) {
    if (isObject(pair)) bag.set(intake.name(textOf(pair.key)), anyValue(pair.value, intake, depth), intake);
  }
  return bag.values;
}

/** The first so many of a list, marked if there were more. */
function firstOf(value: unknown, intake: Intake): readonly Json[] {
  const list = listOf(value).filter(isObject);
  if (list.length > LIMITS.listed) intake.note("truncated");
  return list.slice(0, LIMITS.listed);
}

type Under = { readonly resource: Attributes; readonly scope: Scope };

const eventOf = (event: Json, intake: Intake): SpanEvent => ({
  at: integer(field(event, "timeUnixNano")),
  name: intake.name(textOf(event.name)),
  attributes: attributesOf(event.attributes, intake),
});

const linkOf = (link: Json, intake: Intake): SpanLink => ({
  traceId: idOf(field(link, "traceId"), 16, intake),
  spanId: idOf(field(link, "spanId"), 8, intake),
  attributes: attributesOf(link.attributes, intake),
});

function spanOf(span: Json, under: Under): RawSpan {
  const intake = new Intake();
  const status = isObject(span.status) ? span.status : {};
  const read = {
    traceId: idOf(field(span, "traceId"), 16, intake),
    spanId: idOf(field(span, "spanId"), 8, intake),
    parentId: idOf(field(span, "parentSpanId"), 8, intake),
    traceState: intake.text(textOf(field(span, "traceState")), 512),
    name: intake.name(textOf(span.name)),
    kind: enumOf(span.kind),
    start: integer(field(span, "startTimeUnixNano")),
    end: integer(field(span, "endTimeUnixNano")),
    attributes: attributesOf(span.attributes, intake),
    events: firstOf(span.events, intake).map((event) => eventOf(event, intake)),
    links: firstOf(span.links, intake).map((link) => linkOf(link, intake)),
    statusCode: enumOf(status.code),
    statusMessage: intake.text(textOf(status.message), 4_096),
  };
  return { ...read, ...under, marks: intake.marks };
}

function logOf(log: Json, under: Under): LogRecord {
  const intake = new Intake();
  const at = integer(field(log, "timeUnixNano"));
  return {
    traceId: idOf(field(log, "traceId"), 16, null),
    spanId: idOf(field(log, "spanId"), 8, null),
    at: at === 0n ? integer(field(log, "observedTimeUnixNano")) : at,
    eventName: intake.name(textOf(field(log, "eventName"))),
    body: anyValue(log.body, intake),
    attributes: attributesOf(log.attributes, intake),
    ...under,
  };
}

function pointsOf(metric: Json, under: Under): MetricPoint[] {
  const intake = new Intake();
  const series = [metric.sum, metric.gauge].find(isObject) ?? {};
  const about = {
    metric: intake.name(textOf(metric.name)),
    unit: intake.name(textOf(metric.unit)),
    isDelta: enumOf(field(series, "aggregationTemporality")) === 1,
    ...under,
  };
  const points = listOf(field(series, "dataPoints")).filter(isObject);
  if (points.length === 0) return [{ ...about, start: 0n, at: 0n, value: Number.NaN, attributes: EMPTY }];
  return points.map((point) => {
    const double = field(point, "asDouble");
    return {
      ...about,
      start: integer(field(point, "startTimeUnixNano")),
      at: integer(field(point, "timeUnixNano")),
      value: typeof double === "number" ? double : Number(integer(field(point, "asInt"))),
      attributes: attributesOf(point.attributes, intake),
    };
  });
}

function scopeOf(value: unknown): Scope {
  if (!isObject(value)) return NO_SCOPE;
  const intake = new Intake();
  return { name: intake.name(textOf(value.name)), version: intake.name(textOf(value.version)) };
}

type Names = readonly [groups: string, scoped: string, records: string];

function parse(text: string): Json {
  let request: unknown;
  try {
    request = JSON.parse(text);
  } catch {
    throw new Undecodable("the body is not JSON");
  }
  if (!isObject(request)) throw new Undecodable("the body is not a JSON object");
  return request;
}

function readRequest<T>(text: string, [groups, scoped, records]: Names, read: (record: Json, under: Under) => readonly T[]): T[] {
  const objectsOf = (object: Json, key: string) => listOf(field(object, key)).filter(isObject);
  return objectsOf(parse(text), groups).flatMap((group) => {
    const resource = isObject(group.resource) ? attributesOf(group.resource.attributes, new Intake()) : EMPTY;
    return objectsOf(group, scoped).flatMap((part) => {
      const under = { resource, scope: scopeOf(part.scope) };
      return objectsOf(part, records).flatMap((record) => read(record, under));
    });
  });
}

const NAMES = {
  traces: ["resourceSpans", "scopeSpans", "spans"],
  logs: ["resourceLogs", "scopeLogs", "logRecords"],
  metrics: ["resourceMetrics", "scopeMetrics", "metrics"],
} as const satisfies Record<string, Names>;

/** How many records of another signal the body holds: someone sent them to the wrong path. */
export function countOfOthers(text: string, signal: keyof typeof NAMES): number {
  // A body is large: it is read once more only where it names another signal.
  const isNamed = ([groups]: Names) => text.includes(`"${groups}"`) || text.includes(`"${snake(groups)}"`);
  const others = Object.entries(NAMES).filter(([name, names]) => name !== signal && isNamed(names));
  return others.reduce((sum, [, names]) => sum + readRequest(text, names, () => [1]).length, 0);
}

/** `ExportTraceServiceRequest` as OTLP's JSON has it. Throws `Undecodable`. */
export const decodeSpans = (text: string): RawSpan[] => readRequest(text, NAMES.traces, (span, under) => [spanOf(span, under)]);

/** `ExportLogsServiceRequest` as OTLP's JSON has it. Throws `Undecodable`. */
export const decodeLogs = (text: string): LogRecord[] => readRequest(text, NAMES.logs, (log, under) => [logOf(log, under)]);

/** `ExportMetricsServiceRequest` as OTLP's JSON has it. Throws `Undecodable`. */
export const decodeMetrics = (text: string): MetricPoint[] => readRequest(text, NAMES.metrics, pointsOf);
