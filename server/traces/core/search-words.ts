/** What is kept of the words of one trace at most, and how much of one step is read for them. */
export const WORD_LIMITS = { longest: 40, perTrace: 3_000, perStep: 65_536 } as const;

const LETTER = /[\p{L}\p{N}\p{M}]/u;

/** What a UTF-16 unit is: not asked yet, of a word (halves of pairs are), of none, or a sign of JSON. */
const [UNKNOWN, WORD, GAP, QUOTE, BACKSLASH] = [0, 1, 2, 3, 4];
const COLON = 0x3a;
const LETTER_U = 0x75;
/** `b`, `f`, `n`, `r` and `t`, which stand for white space behind a backslash. */
const SPACES = new Set([0x62, 0x66, 0x6e, 0x72, 0x74]);
const known = new Uint8Array(65_536);
known[0x22] = QUOTE;
known[0x5c] = BACKSLASH;

function kindOf(unit: number): number {
  const answer = known[unit] ?? GAP;
  if (answer !== UNKNOWN) return answer;
  const is = (unit >= 0xd800 && unit <= 0xdfff) || LETTER.test(String.fromCharCode(unit)) ? WORD : GAP;
  known[unit] = is;
  return is;
}

// Units in an array are read several times as fast as those of a text. Nothing waits while they are read, so one array serves all.
const room = new ArrayBuffer((WORD_LIMITS.perStep + 2) * 2);
const units = new Uint16Array(room);
const bytes = Buffer.from(room);

/** Puts the units of a text into the array, with a zero behind them; answers how many are read. */
function lay(text: string): number {
  const whole = text.length <= WORD_LIMITS.perStep ? text : text.slice(0, WORD_LIMITS.perStep + 1);
  units[bytes.write(whole, 0, "utf16le") / 2] = 0;
  return Math.min(whole.length, WORD_LIMITS.perStep);
}

/** Hashes that came before, each a whole number of 32 bits. */
class Hashes {
  private slots = new Int32Array(1_024);
  private count = 0;
  private hasZero = false;

  has(hash: number): boolean {
    return hash === 0 ? this.hasZero : this.slots[this.slotOf(hash)] !== 0;
  }

  add(hash: number): void {
    if (hash === 0) this.hasZero = true;
    else if (!this.has(hash)) {
      if (this.count * 2 >= this.slots.length) this.grow();
      this.slots[this.slotOf(hash)] = hash;
      this.count += 1;
    }
  }

  /** Where a hash stands, or the free slot where it would. */
  private slotOf(hash: number): number {
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let found = this.slots[slot]; found !== 0 && found !== hash; found = this.slots[slot]) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const before = this.slots;
    this.slots = new Int32Array(before.length * 2);
    for (const hash of before) if (hash !== 0) this.slots[this.slotOf(hash)] = hash;
  }
}

/** Gathers the words of one trace, each once; what stands in a name is told from what stands within a payload. */
export class SearchWords {
  private readonly found = new Map<string, boolean>();
  /** By their hash, so that a word that came before costs no text of its own. */
  private readonly seen = new Hashes();
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

  /** The words of JSON: of its values, and of JSON within them, but not the names of fields; from a place on. */
  json(text: string, from = 0): void {
    const end = lay(text);
    for (let at = from; at < end; ) {
      const kind = kindOf(units[at] ?? 0);
      if (kind === WORD) at = this.word(at, end);
      else if (kind === BACKSLASH) at = this.afterEscape(at, end);
      else at = kind === QUOTE ? this.atQuote(text, at) : at + 1;
    }
    this.flush(text);
  }

  /** What came since the quote before was a value, or the name of a field. */
  private atQuote(text: string, at: number): number {
    if (units[at + 1] === COLON) this.pending.length = 0;
    else if (this.pending.length > 0) this.flush(text);
    return at + 1;
  }

  /** Behind the escapes of `\n`, `\\n` and the like. Within JSON within JSON they look like a backslash before a word: both are read. */
  private afterEscape(start: number, end: number): number {
    let at = start;
    while (at < end && known[units[at] ?? 0] === BACKSLASH) at += 1;
    const letter = units[at] ?? 0;
    if (letter === LETTER_U) return at + 5;
    if (!SPACES.has(letter)) return at;
    if (at - start > 1) this.word(at, end);
    return at + 1;
  }

  private word(start: number, end: number): number {
    let at = start;
    let hash = 0x811c9dc5;
    for (; at < end; at += 1) {
      const unit = units[at] ?? 0;
      if (kindOf(unit) !== WORD) break;
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
    const before = this.found.get(word);
    if (before === undefined) {
      if (this.found.size >= WORD_LIMITS.perTrace || word.length > WORD_LIMITS.longest || !word.isWellFormed()) return;
      this.found.set(word, isName);
    } else if (isName && !before) this.found.set(word, true);
  }
}

/** The words of a plain text, as they are looked for. */
export const searchWordsOf = (text: string): readonly string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}\p{M}\u{10000}-\u{10FFFF}]+/gu) ?? []).map((word) =>
    word.slice(0, WORD_LIMITS.longest).toWellFormed(),
  );
