/** What is kept of the words of one trace at most, and how much of one step is read for them. */
export const WORD_LIMITS = { longest: 40, perTrace: 3_000, perStep: 65_536 } as const;

const [QUOTE, COLON, BACKSLASH] = [0x22, 0x3a, 0x5c];
const LETTER = /[\p{L}\p{N}\p{M}]/u;

// Which UTF-16 units belong to a word: 1 yes, 2 no, 0 not asked yet. Halves of pairs do.
const known = new Uint8Array(65_536);

function isWord(unit: number): boolean {
  const answer = known[unit];
  if (answer === 1 || answer === 2) return answer === 1;
  const is = (unit >= 0xd800 && unit <= 0xdfff) || LETTER.test(String.fromCharCode(unit));
  known[unit] = is ? 1 : 2;
  return is;
}

/** Gathers the words of one trace, each once; what stands in a name is told from what stands within a payload. */
export class SearchWords {
  private readonly found = new Map<string, boolean>();
  /** By their hash, so that a word that came before costs no text of its own. */
  private readonly seen = new Set<number>();
  private readonly names = new Set<string>();
  private readonly pending: number[] = [];

  /** The words; true for those that stand in a name. */
  get all(): ReadonlyMap<string, boolean> {
    return this.found;
  }

  name(text: string | null): void {
    if (text === null || this.names.has(text)) return;
    this.names.add(text);
    for (const word of searchWordsOf(text)) this.keep(word, true);
  }

  /** The words of JSON: of its values, and of JSON within them, but not the names of fields. */
  json(text: string): void {
    const end = Math.min(text.length, WORD_LIMITS.perStep);
    for (let at = 0; at < end; ) {
      const unit = text.charCodeAt(at);
      if (unit === BACKSLASH) at = this.afterEscape(text, at, end);
      else if (unit === QUOTE) at = this.atQuote(text, at);
      else at = isWord(unit) ? this.word(text, at, end) : at + 1;
    }
    this.flush(text);
  }

  /** What came since the quote before was a value, or the name of a field. */
  private atQuote(text: string, at: number): number {
    if (text.charCodeAt(at + 1) === COLON) this.pending.length = 0;
    else this.flush(text);
    return at + 1;
  }

  /** Behind the escapes of `\n`, `\\n` and the like. Within JSON within JSON they look like a backslash before a word: both are read. */
  private afterEscape(text: string, start: number, end: number): number {
    let at = start;
    while (at < end && text.charCodeAt(at) === BACKSLASH) at += 1;
    const letter = text.charAt(at);
    if (letter === "u") return at + 5;
    if (letter === "" || !"bfnrt".includes(letter)) return at;
    if (at - start > 1) this.word(text, at, end);
    return at + 1;
  }

  private word(text: string, start: number, end: number): number {
    let at = start;
    let hash = 0x811c9dc5;
    for (; at < end; at += 1) {
      const unit = text.charCodeAt(at);
      if (!isWord(unit)) break;
      hash = Math.imul(hash ^ (unit >= 0x41 && unit <= 0x5a ? unit | 0x20 : unit), 0x01000193);
    }
    if (at - start <= WORD_LIMITS.longest && !this.seen.has(hash)) this.pending.push(hash, start, at);
    return at;
  }

  private flush(text: string): void {
    for (let i = 0; i < this.pending.length; i += 3) {
      this.seen.add(this.pending[i] ?? 0);
      this.keep(text.slice(this.pending[i + 1], this.pending[i + 2]).toLowerCase(), false);
    }
    this.pending.length = 0;
  }

  private keep(word: string, isName: boolean): void {
    if (this.found.size >= WORD_LIMITS.perTrace && !this.found.has(word)) return;
    if (word.length <= WORD_LIMITS.longest && word.isWellFormed()) this.found.set(word, isName || this.found.get(word) === true);
  }
}

/** The words of a plain text, as they are looked for. */
export const searchWordsOf = (text: string): readonly string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}\p{M}\u{10000}-\u{10FFFF}]+/gu) ?? []).map((word) =>
    word.slice(0, WORD_LIMITS.longest).toWellFormed(),
  );
