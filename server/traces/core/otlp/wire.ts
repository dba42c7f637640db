import { type BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { Bag } from "./bag";
import { fromDouble, fromInteger, type Intake, LIMITS } from "./intake";
import { type Attributes, Undecodable, type Value } from "./model";

const { Varint, Bit64, LengthDelimited } = WireType;

/** Reads one field if it is one of the message's; answers false for any other, which is then skipped. */
export type OnField = (field: number, type: WireType) => boolean;

/** Reads fields up to `end`. A field of another type than the message has is one that it does not have. */
export function readFields(r: BinaryReader, end: number, onField: OnField): void {
  while (r.pos < end) {
    const [field, type] = r.tag();
    if (!onField(field, type)) r.skip(type, field);
  }
  if (r.pos !== end) throw new Undecodable("a message is longer than its frame");
}

type Known = { readonly [field: number]: readonly [WireType, () => void] };

/** Reads the fields of a table up to `end`. What cannot be read is left as it is: the frame around it is whole. */
export function readKnown(r: BinaryReader, end: number, known: Known): void {
  try {
    readFields(r, end, (field, type) => {
      const entry = known[field];
      if (entry === undefined || entry[0] !== type) return false;
      entry[1]();
      return true;
    });
  } catch {
    r.pos = end;
  }
}

export const fixed = (r: BinaryReader): bigint => BigInt(r.fixed64());

/** The end of the message that begins here. */
export function frame(r: BinaryReader): number {
  const length = r.uint32();
  if (r.pos + length > r.len) throw new Undecodable("a message ends too early");
  return r.pos + length;
}

/** Bytes as hex in small letters; empty unless there are as many as there should be. */
export function readId(r: BinaryReader, length: number): string {
  const bytes = r.bytes();
  return bytes.length === length ? Buffer.from(bytes.buffer, bytes.byteOffset, length).toString("hex") : "";
}

/** A text; bytes that are no UTF-8 are replaced, and noted. */
export function readText(r: BinaryReader, intake: Intake): string {
  const start = r.pos;
  const text = r.string();
  if (!text.includes("\ufffd")) return text;
  const end = r.pos;
  r.pos = start;
  const bytes = r.bytes();
  r.pos = end;
  // What was sent as the sign of a replaced letter is no fault.
  if (!Buffer.from(text).equals(bytes)) intake.note("invalid_text");
  return text;
}

/** `KeyValue` into the attributes of one object. */
export function readKeyValue(r: BinaryReader, intake: Intake, into: Bag, depth = 0): void {
  let key = "";
  let value: Value = null;
  readFields(r, frame(r), (field, type) => {
    if (type !== LengthDelimited) return false;
    if (field === 1) key = intake.name(readText(r, intake));
    else if (field === 2) value = readAnyValue(r, intake, depth);
    else return false;
    return true;
  });
  into.set(key, value, intake);
}

function readList(r: BinaryReader, intake: Intake, depth: number): readonly Value[] {
  const list: Value[] = [];
  readFields(r, frame(r), (field, type) => {
    if (field !== 1 || type !== LengthDelimited) return false;
    const value = readAnyValue(r, intake, depth);
    if (!intake.isFull(list.length)) list.push(value);
    return true;
  });
  return list;
}

function readObject(r: BinaryReader, intake: Intake, depth: number): Attributes {
  const object = new Bag();
  readFields(r, frame(r), (field, type) => {
    if (field !== 1 || type !== LengthDelimited) return false;
    readKeyValue(r, intake, object, depth);
    return true;
  });
  return object.values;
}

const TYPE_OF: Readonly<Record<number, WireType>> = {
  1: LengthDelimited,
  2: Varint,
  3: Varint,
  4: Bit64,
  5: LengthDelimited,
  6: LengthDelimited,
  7: LengthDelimited,
};

function readOneValue(r: BinaryReader, field: number, intake: Intake, depth: number): Value {
  switch (field) {
    case 1:
      return intake.text(readText(r, intake));
    case 2:
      return r.bool();
    case 3:
      return fromInteger(BigInt(r.int64()));
    case 4:
      return fromDouble(r.double());
    case 5:
      return readList(r, intake, depth + 1);
    case 6:
      return readObject(r, intake, depth + 1);
    default:
      return intake.text(Buffer.from(r.bytes()).toString("base64"));
  }
}

/** `AnyValue`; what is nested too deep is cut off. */
export function readAnyValue(r: BinaryReader, intake: Intake, depth = 0): Value {
  let value: Value = null;
  const end = frame(r);
  if (depth > LIMITS.depth) {
    intake.note("truncated");
    r.pos = end;
    return null;
  }
  readFields(r, end, (field, type) => {
    if (TYPE_OF[field] !== type) return false;
    value = readOneValue(r, field, intake, depth);
    return true;
  });
  return value;
}
