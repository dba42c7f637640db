import canonicalize from "canonicalize";
import { type Hit, REDACTED } from "./hit";

/**
 * Agents put JSON into texts, and JSON into the texts of that: a quote is then `\"`, or `\\\"`. This finds values by their
 * names in all of it, without reading the whole as JSON, since it may be cut short or stand within prose. One pass.
 */
type Quote = {
  /** Where it stands, with the backslashes before it. */
  readonly at: number;
  readonly end: number;
  /** How many texts it lies within: 0 for `"`, 1 for `\"`, 2 for `\\\"`. */
  readonly level: number;
};

const LONGEST_NAME = 128;

function quotesIn(text: string): Quote[] {
  const quotes: Quote[] = [];
  let last = 0;
  for (let sign = text.indexOf('"'); sign !== -1; sign = text.indexOf('"', sign + 1)) {
    let slashes = 0;
    while (sign - slashes > last && text.charCodeAt(sign - slashes - 1) === 92) slashes += 1;
    last = sign + 1;
    // As many ones as its count of backslashes ends in: pairs before them stand for backslashes within the text.
    let level = 0;
    for (let rest = slashes; rest % 2 === 1; rest = (rest - 1) / 2) level += 1;
    const at = sign - (2 ** level - 1);
    quotes.push({ at, end: last, level });
  }
  return quotes;
}

/** For each quote the next one of its level or of a text around it: the one that closes it, or cuts it off. */
function closings(quotes: readonly Quote[]): Int32Array {
  const next = new Int32Array(quotes.length).fill(-1);
  const open: number[] = [];
  for (let i = quotes.length - 1; i >= 0; i -= 1) {
    const level = quotes[i]?.level ?? 0;
    while (open.length > 0 && (quotes[open.at(-1) ?? 0]?.level ?? 0) > level) open.pop();
    next[i] = open.at(-1) ?? -1;
    open.push(i);
  }
  return next;
}

/** A piece of text as it was before it was put into texts. */
function decoded(piece: string, level: number): string {
  let text = piece;
  try {
    for (let i = 0; i <= level && text.includes("\\"); i += 1) text = JSON.parse(`"${text}"`) as string;
  } catch {
    return piece; // cut short: then as it stands
  }
  return text;
}

/** An object or array as JSON writes it in one way; as it stands when it was cut short. */
function canonical(piece: string, level: number): string {
  try {
    let text = piece;
    for (let i = 0; i < level; i += 1) text = JSON.parse(`"${text}"`) as string;
    return canonicalize(JSON.parse(text)) ?? text;
  } catch {
    return piece;
  }
}

const COLON = /(?:\s|\\{1,15}[nrt])*:(?:\s|\\{1,15}[nrt])*/y;
const SCALAR = /-?\d[\d.eE+-]*/y;

const matchAt = (pattern: RegExp, text: string, at: number): number | null => {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match === null ? null : match[0].length;
};

const [COLON_SIGN, BACKSLASH_SIGN, SPACE_SIGN] = [58, 92, 32];

/** How long a colon is with the space around it; null when there is none. */
function colonAt(text: string, at: number): number | null {
  const [sign, next] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
  if (sign === COLON_SIGN && next > SPACE_SIGN && next < 127 && next !== BACKSLASH_SIGN) return 1;
  // Nothing but white space stands before a colon, as it is or escaped.
  if (sign > SPACE_SIGN && sign < 127 && sign !== COLON_SIGN && sign !== BACKSLASH_SIGN) return null;
  return matchAt(COLON, text, at);
}

/** Counts brackets from one place to another; `end` is right after the one that closes the first. */
function brackets(text: string, from: number, to: number, before: number): { readonly depth: number; readonly end: number | null } {
  let depth = before;
  for (let at = from; at < to; at += 1) {
    const sign = text[at];
    if (sign === "{" || sign === "[") depth += 1;
    else if (sign === "}" || sign === "]") depth -= 1;
    else continue;
    if (depth === 0) return { depth, end: at + 1 };
  }
  return { depth, end: null };
}

class Reader {
  private readonly quotes: readonly Quote[];
  private readonly next: Int32Array;
  readonly hits: Hit[] = [];

  constructor(
    private readonly text: string,
    private readonly isName: (name: string) => boolean,
  ) {
    this.quotes = quotesIn(text);
    this.next = closings(this.quotes);
  }

  /** The quote that closes this one; null when the text around it ends before. */
  private closing(i: number): number | null {
    const j = this.next[i] ?? -1;
    return j !== -1 && this.quotes[j]?.level === this.quotes[i]?.level ? j : null;
  }

  read(): readonly Hit[] {
    for (let i = 0; i < this.quotes.length; ) i = this.readAt(i);
    return this.hits;
  }

  /** Looks at the name that may begin with a quote; answers at which quote to go on. */
  private readAt(i: number): number {
    const [open, j] = [this.quotes[i], this.closing(i)];
    const close = j === null ? undefined : this.quotes[j];
    if (open === undefined || j === null || close === undefined || close.at - open.end > LONGEST_NAME) return i + 1;
    const colon = colonAt(this.text, close.end);
    if (colon === null || !this.isName(decoded(this.text.slice(open.end, close.at), open.level))) return i + 1;
    return this.take(j + 1, close.end + colon, open.level);
  }

  /** Takes the value that begins here; `i` is the first quote after its name. */
  private take(i: number, start: number, level: number): number {
    const quote = this.quotes[i];
    if (quote !== undefined && quote.at === start && quote.level === level) return this.takeText(i, quote);
    const sign = this.text[start];
    if (sign === "{" || sign === "[") return this.takeWhole(i, start, level);
    const length = matchAt(SCALAR, this.text, start);
    if (length !== null) this.push(start, start + length, this.text.slice(start, start + length), level);
    return i;
  }

  private takeText(i: number, open: Quote): number {
    const j = this.next[i] ?? -1;
    const end = j === -1 ? this.text.length : (this.quotes[j]?.at ?? this.text.length);
    const value = decoded(this.text.slice(open.end, end), open.level);
    if (value !== "" && value !== REDACTED) this.hits.push({ start: open.end, end, value, instead: REDACTED });
    if (j === -1) return this.quotes.length;
    return this.quotes[j]?.level === open.level ? j + 1 : j;
  }

  private takeWhole(first: number, start: number, level: number): number {
    const { end, next } = this.endOfWhole(first, start, level);
    this.push(start, end, canonical(this.text.slice(start, end), level), level);
    return next;
  }

  /** Where an object or an array ends: with the bracket that closes it, or with the text around it; and the first quote after it. */
  private endOfWhole(first: number, start: number, level: number): { readonly end: number; readonly next: number } {
    let [i, at, depth] = [first, start, 0];
    for (;;) {
      const quote = this.quotes[i];
      const limit = quote?.at ?? this.text.length;
      const read = brackets(this.text, at, limit, depth);
      if (read.end !== null) return { end: read.end, next: i };
      if (quote === undefined || quote.level < level) return { end: limit, next: i };
      const j = quote.level > level ? i : this.closing(i);
      if (j === null) return this.cutOff(i);
      [i, at, depth] = [j + 1, this.quotes[j]?.end ?? limit, read.depth];
    }
  }

  /** A text that is never closed ends with the text around it. */
  private cutOff(i: number): { readonly end: number; readonly next: number } {
    const after = this.quotes[this.next[i] ?? -1];
    return after === undefined ? { end: this.text.length, next: this.quotes.length } : { end: after.at, next: this.next[i] ?? 0 };
  }

  private push(start: number, end: number, value: string, level: number): void {
    const quote = `${"\\".repeat(2 ** level - 1)}"`;
    this.hits.push({ start, end, value, instead: quote + REDACTED + quote });
  }
}

/** The values that stand under such names in JSON within a text: texts, numbers, objects and arrays, not `true`, `false` and `null`. */
export const valuesUnder = (text: string, isName: (name: string) => boolean): readonly Hit[] =>
  text.includes('"') && text.includes(":") ? new Reader(text, isName).read() : [];
