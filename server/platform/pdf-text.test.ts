import { expect, test } from "vitest";
import { stretches } from "./pdf-text";

const written = (text: string) =>
  stretches(text, "body")
    .map((stretch) => stretch.text)
    .join("");

test.each([
  ["Привет, Ελλάδα, हिन्दी, ñ", "Привет, Ελλάδα, हिन्दी, ñ"],
  ["中文 ok", "[U+4E2D U+6587] ok"],
  ["שלום", "[U+05E9 U+05DC U+05D5 U+05DD]"],
  ["⚠️ 👩‍👧!", "[U+26A0] [U+1F469 U+1F467]!"],
])("%s is written, or told by its numbers where no font has it", (text, expected) => {
  expect(written(text)).toBe(expected);
});
