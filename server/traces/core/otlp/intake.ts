import type { Attributes, Mark, Value } from "./model";

/** What of one span is kept at most. What is beyond is cut off and marked; a span is never dropped for its size. */
export const LIMITS = { text: 65_536, name: 256, attributes: 512, items: 1_024, depth: 16, perSpan: 1_048_576, listed: 256 } as const;

// Half of a surrogate pair and NUL: PostgreSQL takes neither.
const NUL = /\0/g;

/** Takes in the texts and values of one span within its limits, and notes what it had to change. */
export class Intake {
  private left: number = LIMITS.perSpan;
  private readonly noted = new Set<Mark>();

  get marks(): readonly Mark[] {
    return [...this.noted];
  }

  note(mark: Mark): void {
    this.noted.add(mark);
  }

  text(text: string, limit: number = LIMITS.text): string {
    let kept = text;
    const room = Math.min(limit, Math.max(0, this.left));
    if (kept.length > room) {
      this.noted.add("truncated");
      kept = `${kept.slice(0, room)}… [${kept.length - room} more characters were cut off]`;
    }
    this.left -= kept.length;
    if (kept.includes("\0")) {
      this.noted.add("invalid_text");
      kept = kept.replace(NUL, "\ufffd");
    }
    if (kept.isWellFormed()) return kept;
    this.noted.add("invalid_text");
    return kept.toWellFormed();
  }

  name(text: string): string {
    return this.text(text, LIMITS.name);
  }

  /** Gathers a list or the attributes of one object; says no when it holds as many as it may. */
  isFull(count: number, limit: number = LIMITS.items): boolean {
    if (count < limit) return false;
    this.noted.add("truncated");
    return true;
  }
}

/** Names that would reach into the object itself are kept under another one. */
export const safeKey = (key: string): string => (key === "__proto__" ? "_proto_" : key);

/** 64-bit integers stay numbers as long as a double holds them. */
export const fromInteger = (value: bigint): Value => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
};

/** JSON knows no number for these. */
export const fromDouble = (value: number): Value => (Number.isFinite(value) ? value : String(value));

export const EMPTY: Attributes = Object.freeze({});
