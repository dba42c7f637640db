import type { FieldError } from "./result";

type Path = readonly (string | number)[];
export type StrictJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: FieldError };

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;
const PLAIN = /[^"\\\p{Cc}]*/uy;
const HEX = /[0-9a-fA-F]{4}/y;
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

class Fault extends Error {
  constructor(
    readonly path: Path,
    message: string,
  ) {
    super(message);
  }
}

/** The digits and the exponent of a decimal, without what does not matter: equal for equal values only. */
function decimal(text: string): string {
  const [mantissa = "", exponent = "0"] = text.replace(/^-/, "").toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  // Not /0+$/: on a long run of zeros within, that tries every place it could begin at, and takes seconds.
  let end = digits.length;
  while (digits[end - 1] === "0") end -= 1;
  const significant = digits.slice(0, end);
  return significant === "" ? "0" : `${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

/** A number literal that came through a double with its value changed was never what the sender meant. */
function isHeldByDouble(literal: string): boolean {
  if (literal.length <= 15 && /^-?\d+$/.test(literal)) return true;
  const value = Number(literal);
  return Number.isFinite(value) && decimal(literal) === decimal(String(value));
}

/** What keeps a text from being stored, or even compared with what is stored; null where nothing does. */
function faultOfText(text: string): string | null {
  if (!text.isWellFormed()) return "holds half of a surrogate pair";
  return text.includes("\0") ? "holds a NUL character" : null;
}

class Reader {
  private at = 0;
  constructor(
    private readonly text: string,
    private readonly maxDepth: number,
  ) {}

  document(): unknown {
    const value = this.value([], 1);
    if (this.at < this.text.length) throw new Fault([], `there is something after the end of the JSON, at character ${this.at}`);
    return value;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) return null;
    this.at += found.length;
    return found;
  }

  /** Skips white space, then takes `character` if it is next. */
  private take(character: string): boolean {
    this.match(SPACE);
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    this.match(SPACE);
    return true;
  }

  private value(path: Path, depth: number): unknown {
    this.match(SPACE);
    const value = this.bare(path, depth);
    this.match(SPACE);
    return value;
  }

  private bare(path: Path, depth: number): unknown {
    switch (this.text[this.at]) {
      case "{":
        return this.object(path, depth);
      case "[":
        return this.array(path, depth);
      case '"':
        return this.string(path);
      case "t":
        return this.word("true", true, path);
      case "f":
        return this.word("false", false, path);
      case "n":
        return this.word("null", null, path);
      default:
        return this.number(path);
    }
  }

  private word<T>(word: string, value: T, path: Path): T {
    if (!this.text.startsWith(word, this.at)) throw this.unexpected(path);
    this.at += word.length;
    return value;
  }

  private number(path: Path): number {
    const literal = this.match(NUMBER);
    if (literal === null) throw this.unexpected(path);
    if (!isHeldByDouble(literal)) throw new Fault(path, "is a number that a double cannot hold; send it as a string");
    return Number(literal);
  }

  private enter(path: Path, depth: number): void {
    if (depth > this.maxDepth) throw new Fault(path.slice(0, 3), `is nested more than ${this.maxDepth} levels deep`);
    this.at += 1;
    this.match(SPACE);
  }

  private object(path: Path, depth: number): Record<string, unknown> {
    this.enter(path, depth);
    const object: Record<string, unknown> = {};
    if (this.take("}")) return object;
    do {
      const name = this.string(path);
      const inner = [...path, name];
      if (Object.hasOwn(object, name)) throw new Fault(inner, "is there twice");
      if (name === "__proto__") throw new Fault(inner, "is a name that is not accepted");
      if (!this.take(":")) throw this.unexpected(inner);
      object[name] = this.value(inner, depth + 1);
    } while (this.take(","));
    if (!this.take("}")) throw this.unexpected(path);
    return object;
  }

  private array(path: Path, depth: number): unknown[] {
    this.enter(path, depth);
    const array: unknown[] = [];
    if (this.take("]")) return array;
    do array.push(this.value([...path, array.length], depth + 1));
    while (this.take(","));
    if (!this.take("]")) throw this.unexpected(path);
    return array;
  }

  private string(path: Path): string {
    if (this.text[this.at] !== '"') throw this.unexpected(path);
    this.at += 1;
    let text = "";
    for (;;) {
      text += this.match(PLAIN) ?? "";
      const next = this.text[this.at];
      this.at += 1;
      if (next === '"') return this.wellFormed(text, path);
      text += next === "\\" ? this.escape(path) : this.control(next, path);
    }
  }

  private wellFormed(text: string, path: Path): string {
    const fault = faultOfText(text);
    if (fault !== null) throw new Fault(path, fault);
    return text;
  }

  /** DEL and the C1 controls may stand in JSON as they are; the C0 ones may not. */
  private control(character: string | undefined, path: Path): string {
    if (character === undefined || character < "\u007f") throw this.unexpected(path, this.at - 1);
    return character;
  }

  private escape(path: Path): string {
    const kind = this.text[this.at] ?? "";
    this.at += 1;
    if (kind !== "u") {
      const character = ESCAPES[kind];
      if (character === undefined) throw this.unexpected(path, this.at - 1);
      return character;
    }
    const code = this.match(HEX);
    if (code === null) throw this.unexpected(path);
    return String.fromCharCode(Number.parseInt(code, 16));
  }

  private unexpected(path: Path, at = this.at): Fault {
    return new Fault(path, at >= this.text.length ? "the JSON ends too early" : `the JSON has something unexpected at character ${at}`);
  }
}

const MOST_OF_A_PATH = 200;
/** Names the place of a field as errors do: `run.id`, `changes.0.resource`; the whole is the empty path. */
export const fieldPath = (path: readonly PropertyKey[]): string => path.map(String).join(".").slice(0, MOST_OF_A_PATH);

/**
 * Parses JSON as RFC 8259 has it and nothing laxer, and refuses what two parsers could read differently: names that
 * are there twice, numbers that a double cannot hold, halves of surrogate pairs, NUL, and what is nested too deep.
 */
export function parseStrictJson(text: string, maxDepth: number): StrictJson {
  try {
    return { ok: true, value: new Reader(text, maxDepth).document() };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, error: { path: fieldPath(error.path).toWellFormed(), message: error.message } };
    throw error;
  }
}

type Place = { readonly value: unknown; readonly path: string };

const faultAt = ({ value, path }: Place): FieldError | null => {
  const message = typeof value === "string" ? faultOfText(value) : null;
  return message === null ? null : { path, message };
};

function faultOfNames({ value, path }: Place): FieldError | null {
  const faults = typeof value === "object" && value !== null ? Object.keys(value).flatMap((name) => faultOfText(name) ?? []) : [];
  return faults[0] === undefined ? null : { path, message: `names a field that ${faults[0]}` };
}

/** What is within a value, the last first. Beyond a length that no one reads, a place is not told more closely. */
function placesWithin({ value, path }: Place): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const place = (name: string) => (path.length < MOST_OF_A_PATH ? fieldPath(path === "" ? [name] : [path, name]) : path);
  return Object.entries(value)
    .map(([name, inner]) => ({ value: inner, path: place(name) }))
    .reverse();
}

/** The first text within a value, or name of a field, that no database would take; null where there is none. However deep the value is. */
export function findFaultyText(value: unknown): FieldError | null {
  const left: Place[] = [{ value, path: "" }];
  for (let here = left.pop(); here !== undefined; here = left.pop()) {
    const fault = faultAt(here) ?? faultOfNames(here);
    if (fault !== null) return fault;
    for (const place of placesWithin(here)) left.push(place);
  }
  return null;
}
