// Control characters but tab and line feed, bidi controls, zero-width and other invisible ones, tag characters.
const HIDDEN =
  /\u034f|[\p{Cc}\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu;

export type PlainText = { readonly text: string; readonly removed: number };

/** Text without characters that a reader cannot see or that turn the order of others; `removed` counts them. */
export function toPlainText(raw: string): PlainText {
  let removed = 0;
  const text = raw.replace(/\r\n?/g, "\n").replace(HIDDEN, (character) => {
    if (character === "\n" || character === "\t") return character;
    removed += 1;
    return "";
  });
  return { text: text.toWellFormed(), removed };
}
