import { WireType } from "@bufbuild/protobuf/wire";
import { Bag } from "./bag";
import { EMPTY, Intake, LIMITS } from "./intake";
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
} from "./model";
import { readLog, readMetric, type Under } from "./protobuf-records";
import { Reader } from "./reader";
import { fixed, frame, type OnField, readFields, readKeyValue, readText } from "./wire";

const { Varint, Bit64, LengthDelimited } = WireType;

function readEvent(r: Reader, intake: Intake): SpanEvent {
  let [at, name] = [0n, ""];
  const attributes = new Bag();
  readFields(r, frame(r), (field, type) => {
    if (field === 1 && type === Bit64) at = fixed(r);
    else if (field === 2 && type === LengthDelimited) name = intake.name(readText(r, intake));
    else if (field === 3 && type === LengthDelimited) readKeyValue(r, intake, attributes);
    else return false;
    return true;
  });
  return { at, name, attributes: attributes.values };
}

function readLink(r: Reader, intake: Intake): SpanLink {
  let [traceId, spanId] = ["", ""];
  const attributes = new Bag();
  readFields(r, frame(r), (field, type) => {
    if (type !== LengthDelimited) return false;
    if (field === 1) traceId = r.id(16);
    else if (field === 2) spanId = r.id(8);
    else if (field === 4) readKeyValue(r, intake, attributes);
    else return false;
    return true;
  });
  return { traceId, spanId, attributes: attributes.values };
}

function readStatus(r: Reader, intake: Intake): { code: number; message: string } {
  const status = { code: 0, message: "" };
  readFields(r, frame(r), (field, type) => {
    if (field === 2 && type === LengthDelimited) status.message = intake.text(readText(r, intake), 4_096);
    else if (field === 3 && type === Varint) status.code = r.int32();
    else return false;
    return true;
  });
  return status;
}

class SpanReader {
  private readonly intake = new Intake();
  private readonly attributes = new Bag();
  private readonly events: SpanEvent[] = [];
  private readonly links: SpanLink[] = [];
  private ids = { traceId: "", spanId: "", parentId: "" };
  private words = { traceState: "", name: "" };
  private times = { start: 0n, end: 0n };
  private kind = 0;
  private status = { code: 0, message: "" };

  constructor(private readonly r: Reader) {}

  private readonly onField: OnField = (field, type) => {
    if (type === LengthDelimited) return this.framed(field);
    if (type === Bit64 && field === 7) this.times.start = fixed(this.r);
    else if (type === Bit64 && field === 8) this.times.end = fixed(this.r);
    else if (type === Varint && field === 6) this.kind = this.r.int32();
    else return false;
    return true;
  };

  read(under: Under): RawSpan {
    const end = frame(this.r);
    try {
      readFields(this.r, end, this.onField);
    } catch {
      // Its frame is whole, its inside is no span: a record of another signal, most likely. The others are read on.
      this.r.pos = end;
      this.ids = { traceId: "", spanId: "", parentId: "" };
    }
    const { ids, words, times, kind, status, events, links } = this;
    const marks = this.intake.marks;
    const attributes = this.attributes.values;
    return {
      ...ids,
      ...words,
      ...times,
      kind,
      attributes,
      events,
      links,
      statusCode: status.code,
      statusMessage: status.message,
      ...under,
      marks,
    };
  }

  private framed(field: number): boolean {
    const { r, intake } = this;
    switch (field) {
      case 1:
        this.ids.traceId = r.id(16);
        return true;
      case 2:
        this.ids.spanId = r.id(8);
        return true;
      case 3:
        this.words.traceState = intake.text(readText(r, intake), 512);
        return true;
      case 4:
        this.ids.parentId = r.id(8);
        return true;
      case 5:
        this.words.name = intake.name(readText(r, intake));
        return true;
      case 9:
        readKeyValue(r, intake, this.attributes);
        return true;
      case 11: {
        const event = readEvent(r, intake);
        if (!intake.isFull(this.events.length, LIMITS.listed)) this.events.push(event);
        return true;
      }
      case 13: {
        const link = readLink(r, intake);
        if (!intake.isFull(this.links.length, LIMITS.listed)) this.links.push(link);
        return true;
      }
      case 15:
        this.status = readStatus(r, intake);
        return true;
      default:
        return false;
    }
  }
}

function readAttributesOf(r: Reader): Attributes {
  const attributes = new Bag();
  const intake = new Intake();
  readFields(r, frame(r), (field, type) => {
    if (field !== 1 || type !== LengthDelimited) return false;
    readKeyValue(r, intake, attributes);
    return true;
  });
  return attributes.values;
}

function readScope(r: Reader): Scope {
  const intake = new Intake();
  const scope = { name: "", version: "" };
  readFields(r, frame(r), (field, type) => {
    if (type !== LengthDelimited) return false;
    if (field === 1) scope.name = intake.name(readText(r, intake));
    else if (field === 2) scope.version = intake.name(readText(r, intake));
    else return false;
    return true;
  });
  return scope;
}

/** Where the resource stands does not matter: what is under it is read when the whole message has been seen. */
function readGroup(r: Reader, onHead: (r: Reader) => void, onBody: (r: Reader) => void): void {
  const end = frame(r);
  const bodies: number[] = [];
  readFields(r, end, (field, type) => {
    if (type !== LengthDelimited || (field !== 1 && field !== 2)) return false;
    if (field === 1) onHead(r);
    else {
      bodies.push(r.pos);
      r.pos = frame(r);
    }
    return true;
  });
  for (const body of bodies) {
    r.pos = body;
    onBody(r);
  }
  r.pos = end;
}

/** The three requests are built alike: resource, scope, records. */
function readRequest<T>(bytes: Uint8Array, readRecord: (r: Reader, under: Under) => T | readonly T[]): T[] {
  const r = new Reader(bytes);
  const records: T[] = [];
  const readScoped = (resource: Attributes) => {
    let scope = NO_SCOPE;
    readGroup(
      r,
      () => {
        scope = readScope(r);
      },
      () => {
        const read = readRecord(r, { resource, scope });
        if (Array.isArray(read)) records.push(...(read as readonly T[]));
        else records.push(read as T);
      },
    );
  };
  try {
    readFields(r, bytes.length, (field, type) => {
      if (field !== 1 || type !== LengthDelimited) return false;
      let resource = EMPTY;
      readGroup(
        r,
        () => {
          resource = readAttributesOf(r);
        },
        () => readScoped(resource),
      );
      return true;
    });
  } catch (error) {
    // The reader of the wire format throws plain errors on what is malformed.
    if (error instanceof Error) throw new Undecodable(error.message);
    throw error;
  }
  return records;
}

/** `ExportTraceServiceRequest`. Throws `Undecodable`. */
export const decodeSpans = (bytes: Uint8Array): RawSpan[] => readRequest(bytes, (r, under) => new SpanReader(r).read(under));

/** `ExportLogsServiceRequest`. Throws `Undecodable`. */
export const decodeLogs = (bytes: Uint8Array): LogRecord[] => readRequest(bytes, readLog);

/** `ExportMetricsServiceRequest`. Throws `Undecodable`. */
export const decodeMetrics = (bytes: Uint8Array): MetricPoint[] => readRequest(bytes, readMetric);
