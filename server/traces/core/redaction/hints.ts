/** What a text may hold, as bits; what is not told of it, no finder would find. */
export const HINT = { secret: 1, address: 2, card: 4 } as const;

// Each of these begins, or stands within, what a finder finds; `at` is the sign that makes one look for it, with the one before it.
type Piece = { readonly text: string; readonly at: number; readonly hint: number };
const pieces: Piece[] = [
  ...["rv_", "ghp_", "gho_", "ghu_", "ghs_", "ghr_"].map((text) => ({ text, at: text.length - 1, hint: HINT.secret })),
  ...["sk-", "xoxa-", "xoxb-", "xoxp-", "xoxo-", "xoxs-", "xoxr-", "glpat-"].map((text) => ({
    text,
    at: text.length - 1,
    hint: HINT.secret,
  })),
  { text: "github_pat_", at: 6, hint: HINT.secret },
  { text: "k_live_", at: 1, hint: HINT.secret },
  { text: "k_test_", at: 1, hint: HINT.secret },
  { text: "AKIA", at: 2, hint: HINT.secret },
  { text: "ASIA", at: 2, hint: HINT.secret },
  { text: "AIza", at: 1, hint: HINT.secret },
  { text: "eyJ", at: 2, hint: HINT.secret },
  { text: "-----BEGIN", at: 1, hint: HINT.secret },
  { text: "Bearer ", at: 0, hint: HINT.secret },
  { text: "bearer ", at: 0, hint: HINT.secret },
  { text: "://", at: 1, hint: HINT.address },
];

const [NOTHING, DIGIT, SIGN, QUERY] = [0, 1, 2, 3];
const ASCII = 128;
const kinds = new Uint8Array(ASCII);
const bySign = new Map<number, Piece[]>();
for (const sign of "0123456789") kinds[sign.charCodeAt(0)] = DIGIT;
for (const sign of "?&") kinds[sign.charCodeAt(0)] = QUERY;
for (const piece of pieces) {
  const unit = piece.text.charCodeAt(piece.at);
  kinds[unit] = SIGN;
  const befores = piece.at === 0 ? Array.from({ length: ASCII }, (_, before) => before) : [piece.text.charCodeAt(piece.at - 1)];
  for (const before of befores) bySign.set(before * ASCII + unit, [...(bySign.get(before * ASCII + unit) ?? []), piece]);
}

const PARAMETER = /[a-z_]{3,13}=/y;
const [SPACE, DASH] = [0x20, 0x2d];
/** So many digits one after the other, with one sign between two of them at most, may be the number of a card. */
const CARD_DIGITS = 13;

function atSign(text: string, at: number, unit: number): number {
  const before = at === 0 ? 0 : text.charCodeAt(at - 1);
  let hints = 0;
  for (const piece of bySign.get((before < ASCII ? before : 0) * ASCII + unit) ?? []) {
    if (at >= piece.at && text.startsWith(piece.text, at - piece.at)) hints |= piece.hint;
  }
  return hints;
}

function isParameter(text: string, at: number): boolean {
  PARAMETER.lastIndex = at;
  return PARAMETER.test(text);
}

/** Counts digits that stand together. */
class Digits {
  private count = 0;
  private last = -2;

  /** Whether with the digit at this place there are as many as a card has. */
  isCard(text: string, at: number): boolean {
    const between = at - this.last === 2 ? text.charCodeAt(at - 1) : 0;
    const goesOn = at - this.last === 1 || between === SPACE || between === DASH;
    this.count = goesOn ? this.count + 1 : 1;
    this.last = at;
    return this.count === CARD_DIGITS;
  }
}

function hintAt(text: string, at: number, unit: number, kind: number, digits: Digits): number {
  if (kind === SIGN) return atSign(text, at, unit);
  if (kind === DIGIT) return digits.isCard(text, at) ? HINT.card : 0;
  return isParameter(text, at + 1) ? HINT.address : 0;
}

function read(text: string): number {
  const digits = new Digits();
  let hints = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const kind = unit < ASCII ? (kinds[unit] ?? NOTHING) : NOTHING;
    if (kind !== NOTHING) hints |= hintAt(text, at, unit, kind, digits);
  }
  return hints;
}

const SHORTEST_KEPT = 64;
let last = { text: "", hints: 0 };

/** What a text may hold: one look at it for all finders, since most texts hold nothing of what they look for. */
export function hintsOf(text: string): number {
  if (text === last.text) return last.hints;
  const hints = read(text);
  // Of a text that holds something nothing is kept here.
  if (hints === 0 && text.length >= SHORTEST_KEPT) last = { text, hints };
  return hints;
}
