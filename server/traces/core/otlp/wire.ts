import { WireType } from "@bufbuild/protobuf/wire";
import { Bag } from "./bag";
import { fromDouble, type Intake, LIMITS } from "./intake";
import { type Attributes, Undecodable, type Value } from "./model";
import type { Reader } from "./reader";

const { Varint, Bit64, LengthDelimited } = WireType;

const TOO_LONG = "a message is longer than its frame";

/** Reads one field if it is one of the message's; answers false for any other, which is then skipped. */
export type OnField = (field: number, type: WireType) => boolean;

/** Reads fields up to `end`. A field of another type than the message has is one that it does not have. */
export function readFields(r: Reader, end: number, onField: OnField): void {
  while (r.pos < end) {
    const [field, type] = r.tag();
    if (!onField(field, type)) r.skip(type, field);
  }
  if (r.pos !== end) throw new Undecodable(TOO_LONG);
}

type Known = { readonly [field: number]: readonly [WireType, () => void] };

/** Reads the fields of a table up to `end`. What cannot be read is left as it is: the frame around it is whole. */
export function readKnown(r: Reader, end: number, known: Known): void {
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

export const fixed = (r: Reader): bigint => BigInt(r.fixed64());

/** The end of the message that begins here. */
export function frame(r: Reader): number {
  const length = r.uint32();
  if (r.pos + length > r.len) throw new Undecodable("a message ends too early");
  return r.pos + length;
}

/** A name of an attribute. */
function readName(r: Reader, intake: Intake): string {
  const start = r.pos;
  const name = r.name();
  if (!name.includes("\ufffd")) return intake.name(name);
  r.pos = start;
  return intake.name(readText(r, intake));
}

/** A text; bytes that are no UTF-8 are replaced, and noted. */
export function readText(r: Reader, intake: Intake): string {
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

/** `KeyValue` into the attributes of one object. It is by far the most frequent message, so it is read without a detour. */
export function readKeyValue(r: Reader, intake: Intake, into: Bag, depth = 0): void {
  let key = "";
  let value: Value = null;
  const end = frame(r);
  while (r.pos < end) {
    const [field, type] = r.tag();
    if (type !== LengthDelimited || field > 2) r.skip(type, field);
    else if (field === 1) key = readName(r, intake);
    else value = readAnyValue(r, intake, depth);
  }
  if (r.pos !== end) throw new Undecodable(TOO_LONG);
  into.set(key, value, intake);
}

function readList(r: Reader, intake: Intake, depth: number): readonly Value[] {
  const list: Value[] = [];
  readFields(r, frame(r), (field, type) => {
    if (field !== 1 || type !== LengthDelimited) return false;
    const value = readAnyValue(r, intake, depth);
    if (!intake.isFull(list.length)) list.push(value);
    return true;
  });
  return list;
}

function readObject(r: Reader, intake: Intake, depth: number): Attributes {
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

function readOneValue(r: Reader, field: number, intake: Intake, depth: number): Value {
  switch (field) {
    case 1:
      return intake.text(readText(r, intake));
    case 2:
      return r.bool();
    case 3:
      return r.integer();
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
export function readAnyValue(r: Reader, intake: Intake, depth = 0): Value {
  let value: Value = null;
  const end = frame(r);
  if (depth > LIMITS.depth) {
    intake.note("truncated");
    r.pos = end;
    return null;
  }
  while (r.pos < end) {
    const [field, type] = r.tag();
    if (TYPE_OF[field] === type) value = readOneValue(r, field, intake, depth);
    else r.skip(type, field);
  }
  if (r.pos !== end) throw new Undecodable(TOO_LONG);
  return value;
}
