/** Microseconds from 1970 to 2000, where PostgreSQL's time begins. */
const EPOCH_US = 946_684_800_000_000;
const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const TEXT_OID = 25;
const SHORT = 40;
const TWO_32 = 4_294_967_296;

/**
 * Rows in the binary form of PostgreSQL's `copy … from stdin (format binary)`, gathered in one buffer: each row begins
 * with `row`, then its fields follow in the order of the columns. `null` is null in every type.
 */
export class CopyRows {
  private bytes: Buffer;
  private at = SIGNATURE.length;

  constructor(expectedBytes = 65_536) {
    this.bytes = Buffer.allocUnsafe(Math.max(expectedBytes, 1_024));
    SIGNATURE.copy(this.bytes);
  }

  /** The whole, ended; nothing may be added afterwards. */
  finish(): Buffer {
    this.need(2);
    this.bytes.writeInt16BE(-1, this.at);
    return this.bytes.subarray(0, this.at + 2);
  }

  row(fields: number): void {
    this.need(2);
    this.bytes.writeInt16BE(fields, this.at);
    this.at += 2;
  }

  text(value: string | null): void {
    if (value === null) {
      this.none();
      return;
    }
    this.need(4 + value.length * 3);
    const length = value.length <= SHORT && this.ascii(value, this.at + 4) ? value.length : this.bytes.write(value, this.at + 4);
    this.int32(length);
    this.at += length;
  }

  /** Writes a short text unit by unit, which takes less than asking for it to be encoded; says no to what is not ASCII. */
  private ascii(value: string, at: number): boolean {
    const { bytes } = this;
    for (let i = 0; i < value.length; i += 1) {
      const unit = value.charCodeAt(i);
      if (unit > 0x7f) return false;
      bytes[at + i] = unit;
    }
    return true;
  }

  /** Needs its room before. */
  private int32(value: number): void {
    const { bytes, at } = this;
    bytes[at] = value >>> 24;
    bytes[at + 1] = value >>> 16;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value;
    this.at = at + 4;
  }

  integer(value: number | null): void {
    if (value === null) {
      this.none();
      return;
    }
    if ((value | 0) !== value) throw new RangeError(`${value} is no integer of PostgreSQL`);
    this.need(8);
    this.int32(4);
    this.int32(value);
  }

  bigint(value: number | null): void {
    if (value === null) {
      this.none();
      return;
    }
    if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) throw new RangeError(`${value} is no bigint of PostgreSQL`);
    this.need(12);
    this.int32(8);
    const high = Math.floor(value / TWO_32);
    this.int32(high);
    this.int32(value - high * TWO_32);
  }

  /** A moment in microseconds since 1970. */
  moment(us: number | null): void {
    this.bigint(us === null ? null : us - EPOCH_US);
  }

  boolean(value: boolean | null): void {
    if (value === null) {
      this.none();
      return;
    }
    this.need(5);
    this.int32(1);
    this.bytes[this.at] = value ? 1 : 0;
    this.at += 1;
  }

  /** A `numeric` that is a whole number from 0 on, as decimal text. */
  wholeNumber(value: string | null): void {
    if (value === null) {
      this.none();
      return;
    }
    const digits = value === "0" ? [] : (value.padStart(Math.ceil(value.length / 4) * 4, "0").match(/\d{4}/g) ?? []).map(Number);
    const weight = digits.length - 1;
    while (digits.at(-1) === 0) digits.pop();
    this.need(12 + digits.length * 2);
    this.bytes.writeInt32BE(8 + digits.length * 2, this.at);
    [digits.length, Math.max(weight, 0), 0, 0, ...digits].forEach((part, i) => {
      this.bytes.writeInt16BE(part, this.at + 4 + i * 2);
    });
    this.at += 12 + digits.length * 2;
  }

  texts(values: readonly string[]): void {
    this.framed(() => {
      this.need(20);
      const head = values.length === 0 ? [0, 0, TEXT_OID] : [1, 0, TEXT_OID, values.length, 1];
      for (const part of head) this.int32(part);
      for (const value of values) this.text(value);
    });
  }

  /** A `tsvector`: words, each at one place, with weight A for those that are told to have it and D for the others. */
  words(words: ReadonlyMap<string, boolean>): void {
    this.framed(() => {
      this.need(4);
      this.at = this.bytes.writeInt32BE(words.size, this.at);
      for (const [word, isHeavy] of words) {
        this.need(word.length * 3 + 5);
        this.at += this.bytes.write(word, this.at);
        this.bytes[this.at] = 0;
        this.at = this.bytes.writeInt16BE(1, this.at + 1);
        // A word without a place would be found by a query for any weight.
        this.at = this.bytes.writeUInt16BE(isHeavy ? 0xc001 : 0x0001, this.at);
      }
    });
  }

  private none(): void {
    this.need(4);
    this.int32(-1);
  }

  /** What `write` adds, with its length before it. */
  private framed(write: () => void): void {
    this.need(4);
    const start = this.at;
    this.at += 4;
    write();
    this.bytes.writeInt32BE(this.at - start - 4, start);
  }

  private need(bytes: number): void {
    if (this.at + bytes <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + bytes));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }
}
