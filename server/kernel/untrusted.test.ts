import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanLine, cleanText } from "./untrusted";

describe("text that a stranger wrote", () => {
  test.each([
    ["bidi override", "pay \u202egnp.exe", "pay gnp.exe", 1],
    ["bidi isolates", "\u2066a\u2069", "a", 2],
    ["zero width", "ad\u200bmin\u2060\ufeff", "admin", 3],
    ["escape sequences", "\u001b[31mred\u0007", "[31mred", 2],
    ["NUL", "a\u0000b", "ab", 1],
    ["tags", "ok\u{e0041}\u{e0042}", "ok", 2],
    ["soft hyphen", "re\u00adfund", "refund", 1],
    ["Hangul filler", "a\u3164b", "ab", 1],
    ["line separator", "a\u2028b\u2029c", "abc", 2],
    ["selectors that select nothing", "pay\ufe0f\u{1f600}\ufe0f\ufe0f", "pay\u{1f600}\ufe0f", 2],
    ["marks stacked over what stands above", `z${"\u0301".repeat(400)}a\u0301`, `z${"\u0301".repeat(8)}a\u0301`, 392],
    ["lone surrogate", "a\ud800b", "ab", 1],
  ])("loses %s, counted", (_, hostile, text, removed) => {
    expect(cleanText(hostile)).toEqual({ text, removed });
  });

  test("keeps ordinary text of any script, tabs and line feeds", () => {
    for (const text of ["Zoë – 50 %", "日本語", "שלום", "é", "😀 ok", "⚠\ufe0f 5 € → 6 €", "a\tb\nc"])
      expect(cleanText(text)).toEqual({ text, removed: 0 });
    expect(cleanText("a\r\nb")).toEqual({ text: "a\nb", removed: 0 });
  });

  test("is clean after one pass, whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const once = cleanText(text).text;
        expect(cleanText(once)).toEqual({ text: once, removed: 0 });
      }),
    );
  });

  test("a line never breaks and never grows past its limit", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 40 }), (text, limit) => {
        const line = cleanLine(text, limit);
        expect([...line].length).toBeLessThanOrEqual(limit);
        expect(line).not.toMatch(/[\n\t\r]/);
      }),
    );
    expect(cleanLine("a long reason", 7)).toBe("a long…");
  });
});
