/** The columns of a skeleton, in the order in which they are packed, and how the figures of each are written. */
const LAYOUT = [
  // Steps back to the row of the parent; 0 where there is none.
  ["parent", "back"],
  // The difference to the row before.
  ["offsetUs", "delta"],
  // The figure and one, since -1 is none.
  ["durationUs", "plain"],
  ["kind", "plain"],
  ["status", "plain"],
  ["name", "plain"],
  ["agent", "plain"],
  ["tool", "plain"],
  ["model", "plain"],
  ["action", "plain"],
  ["inputTokens", "plain"],
  ["outputTokens", "plain"],
  ["costMicroUsd", "plain"],
  ["flags", "plain"],
] as const;

export type ColumnName = (typeof LAYOUT)[number][0];
type Coding = (typeof LAYOUT)[number][1];

/** A column of whole numbers, in whatever kind of array. */
export type Column = Iterable<number> & {
  readonly length: number;
  readonly [index: number]: number;
  includes(figure: number): boolean;
  indexOf(figure: number): number;
};

/** A figure of a column; what is missing there is `otherwise`. */
export const figure = (column: ArrayLike<number>, index: number, otherwise = 0): number => column[index] ?? otherwise;

export type Columns = { readonly [Name in ColumnName]: Column };
export type Unpacked = Columns & { readonly spanId: readonly string[]; readonly depth: Column };

/** The largest figure: some 140 years in microseconds. Greater ones are told as this one. */
const MOST = 2 ** 52 - 2;
const ID_BYTES = 8;

/** Bytes that grow as they are written. Figures are written seven bits a byte, the last byte below 128. */
class Writer {
  private bytes: Uint8Array<ArrayBuffer>;
  private length = 0;

  constructor(room: number) {
    this.bytes = new Uint8Array(room);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(this.bytes.length * 2 + count);
    larger.set(this.bytes);
    this.bytes = larger;
  }

  figure(value: number): void {
    this.reserve(ID_BYTES);
    let left = Math.min(Math.max(value, 0), MOST + 1);
    while (left > 127) {
      this.bytes[this.length++] = (left % 128) + 128;
      left = Math.floor(left / 128);
    }
    this.bytes[this.length++] = left;
  }

  id(hex: string): void {
    this.reserve(ID_BYTES);
    for (const half of [hex.slice(0, ID_BYTES), hex.slice(ID_BYTES)]) {
      const bits = Number.parseInt(half, 16);
      for (const shift of [24, 16, 8, 0]) this.bytes[this.length++] = (bits >>> shift) & 255;
    }
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }
}

/** A whole number of either sign as one of none: 0, -1, 1, -2 become 0, 1, 2, 3. */
const unsigned = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const signed = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

const HALF = MOST / 2;
const within = (value: number): number => Math.max(-HALF, Math.min(HALF, value));

function writeColumn(writer: Writer, column: Column, coding: Coding): void {
  let before = 0;
  for (let i = 0; i < column.length; i += 1) {
    const value = column[i] ?? -1;
    if (coding === "plain") writer.figure(value + 1);
    else if (coding === "back") writer.figure(value < 0 ? 0 : i - value);
    else {
      const told = within(value);
      writer.figure(unsigned(told - before));
      before = told;
    }
  }
}

/** The columns of a trace as bytes: about thirty a step. Ids are 16 hex digits. */
export function packColumns(spanId: readonly string[], columns: Columns): Uint8Array<ArrayBuffer> {
  const writer = new Writer(spanId.length * 36 + ID_BYTES);
  for (const id of spanId) writer.id(id);
  for (const [name, coding] of LAYOUT) writeColumn(writer, columns[name], coding);
  return writer.done();
}

class Reader {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  private next(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new Error("the columns of a skeleton end too early");
    this.at += 1;
    return byte;
  }

  figure(): number {
    let value = 0;
    let scale = 1;
    for (let byte = this.next(); ; byte = this.next()) {
      if (byte < 128) return value + byte * scale;
      value += (byte - 128) * scale;
      scale *= 128;
    }
  }

  id(): string {
    let hex = "";
    for (let i = 0; i < ID_BYTES; i += 1) hex += HEX[this.next()];
    return hex;
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Times and costs may pass 2^31. */
const WIDE: ReadonlySet<ColumnName> = new Set(["offsetUs", "durationUs", "costMicroUsd"]);

function readColumn(reader: Reader, steps: number, name: ColumnName, coding: Coding): Column {
  const column = WIDE.has(name) ? new Float64Array(steps) : new Int32Array(steps);
  let before = 0;
  for (let i = 0; i < steps; i += 1) {
    const figure = reader.figure();
    if (coding === "plain") column[i] = figure - 1;
    else if (coding === "back") column[i] = figure === 0 ? -1 : i - figure;
    else {
      before += signed(figure);
      column[i] = before;
    }
  }
  return column;
}

/** The columns that were packed, and how deep each step lies. */
export function unpackColumns(bytes: Uint8Array, steps: number): Unpacked {
  const reader = new Reader(bytes);
  const spanId = Array.from({ length: steps }, () => reader.id());
  const columns = Object.fromEntries(LAYOUT.map(([name, coding]) => [name, readColumn(reader, steps, name, coding)])) as Columns;
  const depth = new Int32Array(steps);
  for (let i = 0; i < steps; i += 1) {
    const parent = columns.parent[i] ?? -1;
    depth[i] = parent < 0 ? 0 : (depth[parent] ?? 0) + 1;
  }
  return { ...columns, spanId, depth };
}
