/** What was left after cleaning, and how many characters were taken out (0 means that the text is as it was written). */
export type CleanText = { readonly text: string; readonly removed: number };

// Control characters but tab and line feed; bidi marks, overrides and isolates; zero-width, joiners, fillers and other
// invisible format characters; variation selectors; the tag block; line and paragraph separators; lone surrogates.
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\u{e0000}-\u{e0fff}]/gu;

/**
 * Text that an agent or another stranger wrote, fit to be shown as text: without control, bidi, zero-width and other
 * characters that a reader cannot see. Tabs and line feeds stay; a carriage return before a line feed goes uncounted.
 */
export function cleanText(text: string): CleanText {
  let removed = 0;
  const clean = text.replaceAll("\r\n", "\n").replace(HIDDEN, (character) => {
    if (character === "\n" || character === "\t") return character;
    removed += 1;
    return "";
  });
  return { text: clean, removed };
}

/** The same on one line, spaces folded, cut at `maxLength` characters with an ellipsis: for titles, labels and cells. */
export function cleanLine(text: string, maxLength: number): string {
  const line = cleanText(text).text.replace(/\s+/gu, " ").trim();
  const characters = [...line];
  return characters.length <= maxLength ? line : `${characters.slice(0, Math.max(0, maxLength - 1)).join("").trimEnd()}…`;
}
