import { holdsLatinLooks, mixesAlphabets } from "@/server/approvals/core/alphabets";
import type { Json } from "@/server/approvals/schema";

// Whatever a reader cannot see or that turns the order of other characters: controls, formats, separators, fillers; and
// marks on one letter beyond those that any script needs, which would be painted over what stands around.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?<=\p{M}{8})\p{M}/gu;

const codeOf = (character: string) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Text in which nothing hides: what cannot be seen is written out as its code, so that nothing is lost either. */
export function visibleText(text: string, keepsLines = false): string {
  return text.replace(HIDDEN, (character) => (keepsLines && (character === "\n" || character === "\t") ? character : codeOf(character)));
}

/** A value as JSON on one line, or indented; what hides in it is written out. */
export const jsonText = (value: Json, indent = 0): string => visibleText(JSON.stringify(value, null, indent) ?? "null", indent > 0);

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** The first word in a value that mixes Latin letters with others that look like them, as a false host name does; else null. */
export function mixedWord(value: Json): string | null {
  if (typeof value === "string") {
    return holdsLatinLooks(value) ? (value.match(WORD)?.find(mixesAlphabets) ?? null) : null;
  }
  if (typeof value !== "object" || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    const word = mixedWord(name) ?? mixedWord(inner);
    if (word !== null) return word;
  }
  return null;
}

export type ArgRow = {
  readonly name: string;
  readonly value: Json;
  /** The reader may not see it; `value` is a stand-in. */
  readonly isHidden: boolean;
  readonly isNested: boolean;
};

const pointerOf = (name: string) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
const isNested = (value: Json) => typeof value === "object" && value !== null;

/** The arguments as rows of a table, one for each at the top; anything but an object is one row without a name. */
export function prepareArgs(args: Json, redacted: readonly string[]): ArgRow[] {
  if (typeof args !== "object" || args === null || Array.isArray(args)) {
    return [{ name: "", value: args, isHidden: redacted.includes(""), isNested: isNested(args) }];
  }
  return Object.entries(args).map(([name, value]) => ({
    name,
    value,
    isHidden: redacted.includes(pointerOf(name)),
    isNested: isNested(value),
  }));
}

type Kept = { readonly redacted: readonly string[]; readonly hiddenBecause: "sensitive" | "unregistered" | null };

/** "All 4 shown." and whether something is kept from this reader. */
export function argsWords(rows: readonly ArgRow[], shown: number, { redacted, hiddenBecause }: Kept): string {
  if (rows.length === 0) return "It takes no arguments.";
  const all = rows.length === 1 ? "The only one is shown." : `All ${rows.length} shown.`;
  const count = shown < rows.length ? `${shown} of ${rows.length} shown.` : all;
  if (redacted.length === 0) return count;
  const kept = redacted.length === 1 ? "1 value is" : `${redacted.length} values are`;
  return `${count} ${kept} ${hiddenBecause === "unregistered" ? "hidden" : "sensitive and hidden"} from you.`;
}
