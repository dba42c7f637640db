import { WireType } from "@bufbuild/protobuf/wire";
import { Bag } from "./bag";
import { EMPTY, Intake } from "./intake";
import type { Attributes, LogRecord, MetricPoint, Scope, Value } from "./model";
import type { Reader } from "./reader";
import { fixed, frame, readAnyValue, readFields, readKeyValue, readKnown } from "./wire";

const { Varint, Bit64, LengthDelimited } = WireType;

/** What of a message is the same for all records under it. */
export type Under = { readonly resource: Attributes; readonly scope: Scope };

/** `LogRecord`; one that cannot be read says nothing, and is not kept. */
export function readLog(r: Reader, under: Under): LogRecord {
  const intake = new Intake();
  const attributes = new Bag();
  const read = { at: 0n, observed: 0n, traceId: "", spanId: "", eventName: "", body: null as Value };
  const end = frame(r);
  readKnown(r, end, {
    1: [
      Bit64,
      () => {
        read.at = fixed(r);
      },
    ],
    5: [
      LengthDelimited,
      () => {
        read.body = readAnyValue(r, intake);
      },
    ],
    6: [LengthDelimited, () => readKeyValue(r, intake, attributes)],
    9: [
      LengthDelimited,
      () => {
        read.traceId = r.id(16);
      },
    ],
    10: [
      LengthDelimited,
      () => {
        read.spanId = r.id(8);
      },
    ],
    11: [
      Bit64,
      () => {
        read.observed = fixed(r);
      },
    ],
    12: [
      LengthDelimited,
      () => {
        read.eventName = intake.name(r.string());
      },
    ],
  });
  const { observed, ...record } = read;
  return { ...record, at: record.at === 0n ? observed : record.at, attributes: attributes.values, ...under };
}

type Point = Pick<MetricPoint, "start" | "at" | "value" | "attributes">;
type Series = { isDelta: boolean; readonly points: Point[] };

function readPoint(r: Reader): Point {
  const intake = new Intake();
  const attributes = new Bag();
  const point = { start: 0n, at: 0n, value: Number.NaN };
  readKnown(r, frame(r), {
    2: [
      Bit64,
      () => {
        point.start = fixed(r);
      },
    ],
    3: [
      Bit64,
      () => {
        point.at = fixed(r);
      },
    ],
    4: [
      Bit64,
      () => {
        point.value = r.double();
      },
    ],
    6: [
      Bit64,
      () => {
        point.value = Number(r.sfixed64());
      },
    ],
    7: [LengthDelimited, () => readKeyValue(r, intake, attributes)],
  });
  return { ...point, attributes: attributes.values };
}

function readSeries(r: Reader): Series {
  const series: Series = { isDelta: false, points: [] };
  readFields(r, frame(r), (field, type) => {
    if (field === 1 && type === LengthDelimited) series.points.push(readPoint(r));
    else if (field === 2 && type === Varint) series.isDelta = r.int32() === 1;
    else return false;
    return true;
  });
  return series;
}

/** `Metric`, point by point. Of a histogram, or of what cannot be read, one point that says that there was something. */
export function readMetric(r: Reader, under: Under): MetricPoint[] {
  const intake = new Intake();
  const about = { metric: "", unit: "" };
  let series: Series = { isDelta: false, points: [] };
  readKnown(r, frame(r), {
    1: [
      LengthDelimited,
      () => {
        about.metric = intake.name(r.string());
      },
    ],
    3: [
      LengthDelimited,
      () => {
        about.unit = intake.name(r.string());
      },
    ],
    5: [
      LengthDelimited,
      () => {
        series = readSeries(r);
      },
    ],
    7: [
      LengthDelimited,
      () => {
        series = readSeries(r);
      },
    ],
  });
  const points = series.points.length > 0 ? series.points : [{ start: 0n, at: 0n, value: Number.NaN, attributes: EMPTY }];
  return points.map((point) => ({ ...about, isDelta: series.isDelta, ...point, ...under }));
}
