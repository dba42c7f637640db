/** What was left after cleaning, and how many characters were taken out (0 means that the text is as it was written). */
export type CleanText = { readonly text: string; readonly removed: number };

// Controls, format characters (bidi, zero-width), lone surrogates, line and paragraph separators, and what Unicode says
// to ignore (fillers, variation selectors, tags). The selector right after a pictograph stays: it makes an emoji of the
// sign and deceives nobody. Tabs and line feeds are let through below.
const HIDDEN = /(?!(?<=\p{Extended_Pictographic})\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

// More marks on one letter than any script needs are there to be painted over what stands above and below.
const STACKED = /(?<=\p{M}{8})\p{M}+/gu;

/**
 * Text that an agent or another stranger wrote, fit to be shown as text: without control, bidi, zero-width and other
 * characters that a reader cannot see, and with at most eight marks on a letter. Tabs and line feeds stay; a carriage return before a
 * line feed goes uncounted.
 */
export function cleanText(text: string): CleanText {
  let removed = 0;
  const seen = text.replaceAll("\r\n", "\n").replace(HIDDEN, (character) => {
    if (character === "\n" || character === "\t") return character;
    removed += 1;
    return "";
  });
  const clean = seen.replace(STACKED, (marks) => {
    removed += [...marks].length;
    return "";
  });
  return { text: clean, removed };
}

/** The same on one line, spaces folded, cut at `maxLength` characters with an ellipsis: for titles, labels and cells. */
export function cleanLine(text: string, maxLength: number): string {
  const line = cleanText(text).text.replace(/\s+/gu, " ").trim();
  const characters = [...line];
  return characters.length <= maxLength
    ? line
    : `${characters
        .slice(0, Math.max(0, maxLength - 1))
        .join("")
        .trimEnd()}…`;
}
