import fc from "fast-check";
import { expect, test } from "vitest";
import { findFaultyText, parseStrictJson } from "./strict-json";

const parse = (text: string) => parseStrictJson(text, 64);
const fault = (text: string) => {
  const parsed = parse(text);
  return parsed.ok ? null : parsed.error;
};

test("whatever JSON.stringify writes is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 20 }), (text) => {
      fc.pre(!text.includes("__proto__") && !text.includes("\\u0000") && text.isWellFormed() && !/\\ud[89a-f]/.test(text));
      const parsed = parse(text);
      return parsed.ok && JSON.stringify(parsed.value) === JSON.stringify(JSON.parse(text));
    }),
  );
});

test("whatever JSON.parse refuses is refused", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\ntrue0.1e-+ ') }), (text) => {
      try {
        JSON.parse(text);
      } catch {
        return !parse(text).ok;
      }
      return true;
    }),
    { numRuns: 2_000 },
  );
});

test("every double is held, however it is spelled", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      for (const text of [JSON.stringify(value), value.toExponential()]) if (!parse(text).ok) return false;
      return true;
    }),
  );
});

test.each([
  ['{"a":1,"a":2}', "a"],
  ['{"x":{"b":1,"\\u0062":1}}', "x.b"],
  ['{"n":9007199254740993}', "n"],
  ['{"n":[0,1e400]}', "n.1"],
  ['{"n":1e-400}', "n"],
  ['{"n":0.12345678901234567890}', "n"],
  ['{"s":"\\ud800"}', "s"],
  ['{"s":"\\u0000"}', "s"],
  ['{"__proto__":{}}', "__proto__"],
  ["", ""],
  ['{"a":1}x', ""],
  ['{"a":"\n"}', "a"],
  ["\uFEFF{}", ""],
])("%s is refused, naming the place", (text, path) => {
  expect(fault(text)?.path).toBe(path);
});

test("what is nested too deep is refused without exhausting the stack", () => {
  expect(fault("[".repeat(1_000_000))?.message).toMatch(/64 levels/);
  expect(parse(`${"[".repeat(64)}${"]".repeat(64)}`).ok).toBe(true);
  expect(parse(`${"[".repeat(65)}${"]".repeat(65)}`).ok).toBe(false);
});

test("numbers that are held stay: 2^53, 2^53 + 2, 0.1, 1.50, 1e22", () => {
  for (const text of ["9007199254740992", "9007199254740994", "0.1", "1.50", "1e22", "-0", "-1.5e-7"])
    expect(parse(text).ok, text).toBe(true);
});

test("a number of a million digits is answered at once: its time grows with its length, no faster", () => {
  const startedAt = performance.now();
  expect(parse(`1.${"0".repeat(1_000_000)}1`).ok).toBe(false);
  expect(parse(`1.${"0".repeat(1_000_000)}`).ok).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test.each<[unknown, string | undefined]>([
  ["a\0b", ""],
  [{ a: { b: ["x", "\0"] } }, "a.b.1"],
  [{ a: "\ud800" }, "a"],
  [{ a: { "x\0": 1 } }, "a"],
  [{ a: "\u{1f600}", b: [null, 1, true, undefined], c: new Date(0) }, undefined],
  [undefined, undefined],
])("a text that no database takes is found in %j", (value, path) => {
  expect(findFaultyText(value)?.path).toBe(path);
});

test("a text is found however deep it is, and its place is told as far as places are", () => {
  let value: unknown = "\0";
  for (let i = 0; i < 300_000; i++) value = [value];
  expect(findFaultyText(value)?.path).toHaveLength(200);
});
