import { BinaryReader } from "@bufbuild/protobuf/wire";

/** Names of attributes are few and come with every span: those of so many bytes are remembered, in as many places. */
const LONGEST_NAME = 64;
const PLACES = 2_048;
const names: string[] = new Array<string>(PLACES).fill("");

const [BOM, REPLACED] = ["\ufeff", "\ufffd"];

/** The reader of the wire format, which takes texts, names and ids straight from the bytes; it reads them as its base does. */
export class Reader extends BinaryReader {
  private readonly bytesOf: Buffer;

  constructor(bytes: Uint8Array) {
    super(bytes);
    this.bytesOf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Goes past a field with its length before it; answers where it begins. It ends where the reader then stands. */
  private pass(): number {
    const length = this.uint32();
    const start = this.pos;
    this.pos += length;
    if (this.pos > this.len) throw new RangeError("a field ends too early");
    return start;
  }

  override string(strict?: boolean): string {
    const before = this.pos;
    const start = this.pass();
    const text = this.bytesOf.toString("utf8", start, this.pos);
    if (strict !== true && !text.startsWith(BOM) && !text.includes(REPLACED)) return text;
    this.pos = before;
    return super.string(strict);
  }

  /** A text that comes again and again. */
  name(): string {
    const before = this.pos;
    const start = this.pass();
    const place = this.placeOf(start, this.pos);
    if (place === null) {
      this.pos = before;
      return this.string();
    }
    const known = names[place] ?? "";
    if (this.isAt(known, start, this.pos)) return known;
    const name = this.bytesOf.toString("latin1", start, this.pos);
    names[place] = name;
    return name;
  }

  /** Where a name is remembered; null when it is long, or more than ASCII. */
  private placeOf(start: number, end: number): number | null {
    if (end - start > LONGEST_NAME) return null;
    let hash = end - start;
    for (let at = start; at < end; at += 1) {
      const byte = this.bytesOf[at] ?? 0;
      if (byte > 0x7f) return null;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    return (hash ^ (hash >>> 11)) & (PLACES - 1);
  }

  private isAt(text: string, start: number, end: number): boolean {
    if (text.length !== end - start) return false;
    for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) !== this.bytesOf[start + i]) return false;
    return true;
  }

  /** Bytes as hex in small letters; empty unless there are as many as there should be. */
  id(length: number): string {
    const start = this.pass();
    return this.pos - start === length ? this.bytesOf.toString("hex", start, this.pos) : "";
  }

  /** A whole number; beyond what a double holds as text. */
  integer(): number | string {
    const whole = this.int64();
    const number = Number(whole);
    return Number.isSafeInteger(number) ? number : whole.toString();
  }
}
