import { describe, expect, test } from "vitest";
import type { Attributes } from "./otlp/model";
import type { Dialect } from "./step";
import { readCost, readUsage, usageMarks } from "./usage";

const [INPUT, OUTPUT] = ["gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"];
const [READ, WRITE] = ["gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_creation.input_tokens"];
const nothing = { input: null, cacheRead: null, cacheWrite: null, cacheWrite1h: null, output: null, reasoning: null };

describe("usage as senders tell it, in one form", () => {
  test.each<[string, Attributes, Dialect, object]>([
    [
      "the cached tokens are in the input",
      { [INPUT]: 1_000, [READ]: 800, [OUTPUT]: 9 },
      "otel",
      { input: 1_000, cacheRead: 800, basis: "inclusive" },
    ],
    [
      "they are beside it, by the dialect",
      { [INPUT]: 200, [READ]: 100, [OUTPUT]: 9 },
      "claude_code",
      { input: 300, cacheRead: 100, basis: "exclusive" },
    ],
    [
      "they are beside it, as nothing else is possible",
      { [INPUT]: 200, [READ]: 700, [WRITE]: 100 },
      "otel",
      { input: 1_000, basis: "exclusive_inferred" },
    ],
    ["reasoning beside the output", { [OUTPUT]: 10, "gen_ai.usage.reasoning.output_tokens": 90 }, "otel", { output: 100, reasoning: 90 }],
    ["a streamed call told none: unknown, never zero", {}, "otel", { ...nothing, basis: "missing" }],
    [
      "the application answered from a cache of its own: nothing is billed",
      { [INPUT]: 1_000, "cache.hit": true },
      "otel",
      { ...nothing, input: 0, output: 0 },
    ],
    ["64 bits come as text", { [INPUT]: "1000", [OUTPUT]: "9" }, "otel", { input: 1_000, output: 9 }],
  ])("%s", (_, attributes, dialect, expected) => {
    const usage = readUsage(attributes, dialect, "llm");
    expect(usage).toMatchObject(expected);
    expect(() => JSON.stringify(usage)).not.toThrow();
  });
});

describe("bad figures are not counted, and said to be unreadable", () => {
  test.each<[string, Attributes[string]]>([
    ["negative", -1],
    ["absurd", 1e15],
    ["absurd, as text", "99999999999999999999"],
    ["a fraction", 12.5],
    ["words", "many"],
    ["not a number", Number.NaN],
  ])("%s", (_, value) => {
    const attributes: Attributes = { [INPUT]: value, [OUTPUT]: 9 };
    expect(readUsage(attributes, "otel", "llm")).toMatchObject({ input: null, output: 9 });
    expect(usageMarks(attributes, "llm")).toEqual(["usage_unreadable"]);
  });
  test.each([
    ["negative", -0.5],
    ["absurd", 1e9],
    ["words", "cheap"],
  ])("a cost that is none: %s", (_, cost) => {
    expect(readCost({ "gen_ai.usage.cost": cost })).toBeNull();
    expect(usageMarks({ [INPUT]: 1, "gen_ai.usage.cost": cost }, "llm")).toEqual(["usage_unreadable"]);
  });
});

test("the most of all classes at once is still stored: one absurd call must not keep those away that came with it", () => {
  const most = 700_000_000;
  const usage = readUsage({ [INPUT]: most, [READ]: most, [WRITE]: most, [OUTPUT]: most }, "claude_code", "llm");
  expect(usage.input).toBe(3 * most);
  expect(usage.input).toBeLessThan(2 ** 31);
  expect(readUsage({ [INPUT]: most + 1 }, "otel", "llm").input).toBeNull();
});

test("a call without a readable figure told none", () => {
  expect(readUsage({ [INPUT]: -1 }, "otel", "llm")).toEqual({ ...nothing, basis: "missing" });
});
