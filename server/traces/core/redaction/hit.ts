/** What stands where something was taken out before it was stored. */
export const REDACTED = "[redacted]";

/** A part of a text that a rule takes out: what it was, and what stands there instead. */
export type Hit = { readonly start: number; readonly end: number; readonly value: string; readonly instead: string };

/** The text without what was hit. Hits come in order and do not overlap. */
export function without(text: string, hits: readonly Hit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, instead } of hits) {
    parts.push(text.slice(at, start), instead);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join("");
}

/** A hit of a part as it stands in the text. */
export const hitAt = (text: string, start: number, end: number): Hit => ({ start, end, value: text.slice(start, end), instead: REDACTED });
