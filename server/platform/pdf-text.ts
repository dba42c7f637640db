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

/** A stretch of text that one font can write. */
export type Stretch = { readonly text: string; readonly font: FontName };

const codeOf = (character: string): string => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`;

const hasGlyph = (name: FontName, character: string): boolean =>
  character === "\n" || fontOf(name).hasGlyphForCodePoint(character.codePointAt(0) ?? 0);

/**
 * A text in stretches that the fonts can write. A sign that none of them has is written by its number, since an empty box
 * would hide what was there.
 */
export function stretches(text: string, font: FontName): Stretch[] {
  const wide: FontName = font === "bold" ? "wideBold" : "wide";
  const found: { text: string; font: FontName }[] = [];
  for (const character of text.replaceAll("\t", "    ")) {
    const isOwn = hasGlyph(font, character);
    const isWide = !isOwn && hasGlyph(wide, character);
    const next = { text: isOwn || isWide ? character : codeOf(character), font: isWide ? wide : font };
    const last = found.at(-1);
    if (last?.font === next.font) last.text += next.text;
    else found.push(next);
  }
  return found;
}
