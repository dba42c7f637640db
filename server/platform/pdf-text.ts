import { readFileSync } from "node:fs";
import { join } from "node:path";
import { create, type Font } from "fontkit";

const MODULES = join(process.cwd(), "node_modules");
const GEIST = join(MODULES, "geist/dist/fonts");
const NOTO = join(MODULES, "@expo-google-fonts/noto-sans");

/** The fonts of every document: Geist as on the screen; Noto Sans for what Geist lacks (Greek, Devanagari and more). */
export const FONTS = {
  body: join(GEIST, "geist-sans/Geist-Regular.ttf"),
  bold: join(GEIST, "geist-sans/Geist-SemiBold.ttf"),
  mono: join(GEIST, "geist-mono/GeistMono-Regular.ttf"),
  wide: join(NOTO, "400Regular/NotoSans_400Regular.ttf"),
  wideBold: join(NOTO, "600SemiBold/NotoSans_600SemiBold.ttf"),
} as const;
export type FontName = keyof typeof FONTS;

const opened = new Map<FontName, Font>();

function fontOf(name: FontName): Font {
  const known = opened.get(name);
  if (known !== undefined) return known;
  const font = create(readFileSync(FONTS[name])) as Font;
  opened.set(name, font);
  return font;
}

/** A stretch of text that one font can write; told by numbers where no font can. */
export type Stretch = { readonly text: string; readonly font: FontName; readonly isTold: boolean };

const numberOf = (character: string): string => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

const hasGlyph = (name: FontName, character: string): boolean =>
  character === "\n" || fontOf(name).hasGlyphForCodePoint(character.codePointAt(0) ?? 0);

/** Joins signs or chooses how the one before is drawn; nothing by itself. */
const isJoiner = (character: string): boolean => /^[\u200d\ufe00-\ufe0f]$/u.test(character);

function fontFor(character: string, font: FontName): FontName | null {
  if (hasGlyph(font, character)) return font;
  const wide: FontName = font === "bold" ? "wideBold" : "wide";
  return hasGlyph(wide, character) ? wide : null;
}

/**
 * A text in stretches that the fonts can write. Signs that none of them has are told by their numbers, those that follow each
 * other in one pair of brackets, since an empty box would hide what was there.
 */
export function stretches(text: string, font: FontName): Stretch[] {
  const found: Growing[] = [];
  for (const character of text.replaceAll("\t", "    ")) {
    const own = fontFor(character, font);
    const last = found.at(-1);
    if (last?.isTold && isJoiner(character)) continue;
    if (last !== undefined && goesOn(last, own)) grow(last, character);
    else
      found.push(own === null ? { text: `[${numberOf(character)}]`, font, isTold: true } : { text: character, font: own, isTold: false });
  }
  return found;
}

type Growing = { text: string; readonly font: FontName; readonly isTold: boolean };

/** Whether a sign that this font can write, or none, goes on where a stretch ends. */
const goesOn = ({ font, isTold }: Growing, own: FontName | null): boolean => (isTold ? own === null : own === font);

function grow(stretch: Growing, character: string): void {
  stretch.text = stretch.isTold ? `${stretch.text.slice(0, -1)} ${numberOf(character)}]` : stretch.text + character;
}
