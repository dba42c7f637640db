import { expect, test } from "vitest";
import { argsWords, jsonText, mixedWord, prepareArgs, visibleText } from "./prepare-args";

test("what cannot be seen is written out, so that nothing deceives and nothing is lost", () => {
  expect(visibleText("pay\u202Eelgoog\u200B")).toBe("pay\\u{202e}elgoog\\u{200b}");
  expect(visibleText(`z${"\u0301".repeat(10)}`)).toBe(`z${"\u0301".repeat(8)}\\u{301}\\u{301}`);
  expect(visibleText("a\nb", true)).toBe("a\nb");
  expect(visibleText("a\nb")).toBe("a\\u{a}b");
  expect(jsonText({ "to\u200B": "x\u202E" })).toBe('{"to\\u{200b}":"x\\u{202e}"}');
});

test("each argument at the top is a row, and the hidden ones say so", () => {
  const rows = prepareArgs({ account: "acme", "a/b": 1, deep: { x: [1] } }, ["/a~1b"]);
  expect(rows).toEqual([
    { name: "account", value: "acme", isHidden: false, isNested: false },
    { name: "a/b", value: 1, isHidden: true, isNested: false },
    { name: "deep", value: { x: [1] }, isHidden: false, isNested: true },
  ]);
  expect(argsWords(rows, 3, { redacted: ["/a~1b"], hiddenBecause: "sensitive" })).toBe(
    "All 3 shown. 1 value is sensitive and hidden from you.",
  );
});

test("arguments that are no object are one row, none are said to be none", () => {
  expect(prepareArgs([1, 2], [])).toEqual([{ name: "", value: [1, 2], isHidden: false, isNested: true }]);
  expect(argsWords([], 0, { redacted: [], hiddenBecause: null })).toBe("It takes no arguments.");
});

test("a word that mixes alphabets is found wherever it stands, and honest words are not", () => {
  expect(mixedWord("https://p\u0430ypal.com/login")).toBe("p\u0430ypal");
  expect(mixedWord({ to: [{ host: "files.n\u043erthwind.example" }] })).toBe("n\u043erthwind");
  expect(mixedWord({ "h\u043est": 1 })).toBe("h\u043est");
  for (const honest of ["paypal.com", "\u043f\u0440\u0438\u0432\u0435\u0442 world", "10 k\u03a9", "caf\u00e9", 42, null])
    expect(mixedWord(honest)).toBeNull();
});
