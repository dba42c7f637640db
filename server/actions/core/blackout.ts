import { cleanText } from "@/server/kernel/untrusted";
import { HIDDEN } from "./redaction";

/** Shorter values stand in too many words to be looked for. */
const MIN_LENGTH = 4;
/** With more values than this, text that may hold any of them is hidden whole: looking for each would take too long. */
const MAX_NEEDLES = 200;

type BlackOut = (text: string) => string;

function leavesOf(value: unknown, add: (leaf: string | number) => void): void {
  if (typeof value === "string" || typeof value === "number") add(value);
  else if (Array.isArray(value)) for (const inner of value) leavesOf(inner, add);
  else if (value !== null && typeof value === "object") for (const inner of Object.values(value)) leavesOf(inner, add);
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** Takes out of a text every string of four characters or more, and every number of as many digits, that the values hold. */
export function blackOutOf(values: readonly unknown[]): BlackOut {
  const strings = new Set<string>();
  const numbers = new Set<string>();
  leavesOf(values, (leaf) => {
    if (typeof leaf === "number") numbers.add(String(leaf));
    // Titles show values without what cannot be seen, so both spellings are looked for.
    else for (const text of [leaf, leaf.trim(), cleanText(leaf).text]) strings.add(text);
  });
  const isLong = (text: string) => text.trim().length >= MIN_LENGTH;
  const needles = [...strings].filter(isLong).sort((a, b) => b.length - a.length);
  const figures = [...numbers].filter(isLong);
  if (needles.length + figures.length === 0) return (text) => text;
  if (needles.length + figures.length > MAX_NEEDLES) return () => HIDDEN;
  const figure = figures.length === 0 ? null : new RegExp(`(?<![\\d.])(?:${figures.map(escaped).join("|")})(?!\\d)`, "g");
  return (text) => {
    let shown = text;
    for (const needle of needles) if (needle.length <= shown.length) shown = shown.replaceAll(needle, HIDDEN);
    shown = withoutCutEnd(shown, needles);
    return figure === null ? shown : shown.replace(figure, HIDDEN);
  };
}

/** A title may have been cut in the middle of a value: what is left of it goes too. */
function withoutCutEnd(text: string, needles: readonly string[]): string {
  if (!text.endsWith("…")) return text;
  const body = text.slice(0, -1);
  for (const needle of needles) {
    for (let length = Math.min(needle.length - 1, body.length); length >= MIN_LENGTH; length--) {
      if (body.endsWith(needle.slice(0, length))) return `${body.slice(0, -length)}${HIDDEN}…`;
    }
  }
  return text;
}
