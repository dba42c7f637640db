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

/** The bytes as they are read, one column after the other. */
type Reading = { readonly bytes: Uint8Array; at: number };

const HEX = new TextEncoder().encode("0123456789abcdef");

/** The ids of all steps. They are written as one text and parted: to put each together by itself takes ten times as long. */
function readIds(reading: Reading, steps: number): string[] {
  const { bytes, at } = reading;
  if (bytes.length < at + steps * ID_BYTES) throw tooShort();
  const digits = new Uint8Array(steps * ID_BYTES * 2);
  for (let i = 0; i < steps * ID_BYTES; i += 1) {
    const byte = bytes[at + i] ?? 0;
    digits[i * 2] = HEX[byte >> 4] ?? 0;
    digits[i * 2 + 1] = HEX[byte & 15] ?? 0;
  }
  reading.at += steps * ID_BYTES;
  const text = new TextDecoder().decode(digits);
  return Array.from({ length: steps }, (_, i) => text.slice(i * ID_BYTES * 2, (i + 1) * ID_BYTES * 2));
}

const tooShort = () => new Error("the columns of a skeleton end too early");

/** So many figures. */
function readFigures(reading: Reading, steps: number): Float64Array {
  const { bytes } = reading;
  const figures = new Float64Array(steps);
  let at = reading.at;
  for (let i = 0; i < steps; i += 1) {
    let value = 0;
    let scale = 1;
    let byte = bytes[at++] ?? END;
    while (byte > 127 && byte !== END) {
      value += (byte - 128) * scale;
      scale *= 128;
      byte = bytes[at++] ?? END;
    }
    if (byte === END) throw tooShort();
    figures[i] = value + byte * scale;
  }
  reading.at = at;
  return figures;
}

const END = 256;

/** Times and costs may pass 2^31. */
const WIDE: ReadonlySet<ColumnName> = new Set(["offsetUs", "durationUs", "costMicroUsd"]);

/** What the figures of each coding stand for, in place. */
const DECODE: { readonly [Name in Coding]: (figures: Float64Array) => void } = {
  plain: (figures) => {
    for (let i = 0; i < figures.length; i += 1) figures[i] = figure(figures, i) - 1;
  },
  back: (figures) => {
    for (let i = 0; i < figures.length; i += 1) figures[i] = figures[i] === 0 ? -1 : i - figure(figures, i);
  },
  delta: (figures) => {
    for (let i = 0; i < figures.length; i += 1) figures[i] = signed(figure(figures, i)) + (i === 0 ? 0 : figure(figures, i - 1));
  },
};

function readColumn(reading: Reading, steps: number, name: ColumnName, coding: Coding): Column {
  const figures = readFigures(reading, steps);
  DECODE[coding](figures);
  return WIDE.has(name) ? figures : Int32Array.from(figures);
}

/** The columns that were packed, and how deep each step lies. */
export function unpackColumns(bytes: Uint8Array, steps: number): Unpacked {
  const reading: Reading = { bytes, at: 0 };
  const spanId = readIds(reading, steps);
  const columns = Object.fromEntries(LAYOUT.map(([name, coding]) => [name, readColumn(reading, steps, name, coding)])) as Columns;
  const depth = new Int32Array(steps);
  for (let i = 0; i < steps; i += 1) {
    const parent = columns.parent[i] ?? -1;
    depth[i] = parent < 0 ? 0 : (depth[parent] ?? 0) + 1;
  }
  return { ...columns, spanId, depth };
}
