import { expect, test } from "vitest";
import { toPlainText } from "./plain-text";

test("nothing that hides or turns text survives, and it is counted", () => {
  expect(toPlainText("pay \u202Etnuocca\u202C now\u200B\u2066\u{E0041}\u0000\u001B[31m")).toEqual({
    text: "pay tnuocca now[31m",
    removed: 7,
  });
  expect(toPlainText("a\u00ADb\u034Fc\u3164d\uFEFF\u2028e")).toEqual({ text: "abcde", removed: 5 });
});

test("ordinary text of any script stays as it is", () => {
  for (const text of ["Line one\n\tline two", "Zoë – 50 %", "日本語", "עברית", "⚠️ 5 € → 6 €"])
    expect(toPlainText(text)).toEqual({ text, removed: 0 });
});

test("a lone half of a character cannot break the page", () => {
  expect(toPlainText("x\ud800y").text).toBe("x\ufffdy");
});
