// Controls, formats (bidi and zero-width ones among them), separators of lines, and all that fonts draw as nothing.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** Line feed, tab, and the selector that makes a sign an emoji: they deceive nobody. */
const HARMLESS = new Set(["\n", "\t", "\ufe0f"]);

export type PlainText = { readonly text: string; readonly removed: number };

/** Text without characters that a reader cannot see or that turn the order of others; `removed` counts them. */
export function toPlainText(raw: string): PlainText {
  let removed = 0;
  const text = raw.replace(/\r\n?/g, "\n").replace(HIDDEN, (character) => {
    if (HARMLESS.has(character)) return character;
    removed += 1;
    return "";
  });
  return { text: text.toWellFormed(), removed };
}
