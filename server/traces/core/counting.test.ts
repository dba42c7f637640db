import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Countable, countCalls, type Verdict } from "./counting";
import { layOut } from "./tree";

type Row = readonly [id: string, parent: string | null, step: Partial<Countable>];

const make = (over: Partial<Countable>): Countable => ({
  kind: "llm",
  status: "ok",
  model: "gpt-5",
  sdk: "a",
  inputTokens: null,
  outputTokens: null,
  responseId: null,
  startedUs: 0,
  endedUs: 100,
  ...over,
});
const usage = { inputTokens: 10, outputTokens: 1 };

function verdicts(rows: readonly Row[], isSettled = true): Record<string, Verdict> {
  const steps = rows.map(([, , over]) => make(over));
  const placed = layOut(rows.map(([spanId, parentId], i) => ({ spanId, parentId, startedUs: steps[i]?.startedUs ?? 0 })));
  const found = countCalls(steps, placed, isSettled);
  return Object.fromEntries(placed.map(({ index }, i) => [rows[index]?.[0] ?? "", found[i] ?? "no_call"]));
}

describe("each call of a model is counted once", () => {
  const table: [string, Row[], Record<string, Verdict>][] = [
    [
      "the parent that says the sum of its calls again is not",
      [
        ["agent", null, { kind: "agent", inputTokens: 20, outputTokens: 2 }],
        ["one", "agent", usage],
        ["two", "agent", { ...usage, startedUs: 200, endedUs: 300 }],
      ],
      { agent: "told_below", one: "counted", two: "counted" },
    ],
    [
      "task ⊃ turn ⊃ generation: the generation",
      [
        ["task", null, { kind: "agent", ...usage }],
        ["turn", "task", { kind: "other", ...usage }],
        ["generation", "turn", usage],
      ],
      { task: "told_below", turn: "told_below", generation: "counted" },
    ],
    [
      "the framework's span around the provider's own",
      [
        ["chat", null, usage],
        ["provider", "chat", { ...usage, sdk: "b" }],
      ],
      { chat: "told_below", provider: "counted" },
    ],
    [
      "two instrumentations side by side, by the response",
      [
        ["root", null, { kind: "agent" }],
        ["one", "root", { ...usage, responseId: "r" }],
        ["two", "root", { ...usage, responseId: "r", sdk: "b", startedUs: 1 }],
      ],
      { root: "no_call", one: "counted", two: "told_twice" },
    ],
    [
      "two instrumentations side by side, by figures and time",
      [
        ["root", null, { kind: "agent" }],
        ["one", "root", usage],
        ["two", "root", { ...usage, sdk: "b", startedUs: 1 }],
      ],
      { root: "no_call", one: "counted", two: "told_twice" },
    ],
    [
      "calls that are alike are still calls: by one instrumentation, or one after the other",
      [
        ["root", null, { kind: "agent" }],
        ["one", "root", usage],
        ["two", "root", { ...usage, startedUs: 1 }],
        ["three", "root", { ...usage, sdk: "b", startedUs: 200, endedUs: 300 }],
      ],
      { root: "no_call", one: "counted", two: "counted", three: "counted" },
    ],
    [
      "a call that failed and the one that tried again are two calls: what failed may have been billed",
      [
        ["root", null, { kind: "agent" }],
        ["failed", "root", { ...usage, status: "error" }],
        ["again", "root", { ...usage, startedUs: 200, endedUs: 300 }],
      ],
      { root: "no_call", failed: "counted", again: "counted" },
    ],
    [
      "clocks that went wrong: a call that ends before it begins, and one of ten years",
      [
        ["root", null, { kind: "agent" }],
        ["back", "root", { ...usage, startedUs: 500, endedUs: 100 }],
        ["long", "root", { ...usage, startedUs: 600, endedUs: 315_360_000_000_000 }],
      ],
      { root: "no_call", back: "counted", long: "counted" },
    ],
    [
      "a parent counts where nothing below tells any, and speaks for the calls below",
      [
        ["agent", null, { kind: "agent", ...usage }],
        ["call", "agent", {}],
      ],
      { agent: "counted", call: "told_above" },
    ],
    ["a call that told nothing is counted as such", [["call", null, {}]], { call: "counted" }],
    [
      "a call of which another instrumentation tells is not missing",
      [
        ["root", null, { kind: "agent" }],
        ["one", "root", { responseId: "r" }],
        ["two", "root", { ...usage, responseId: "r", sdk: "b", startedUs: 1 }],
      ],
      { root: "no_call", one: "told_twice", two: "counted" },
    ],
    ["one that still runs is not counted yet", [["call", null, { status: "running", endedUs: null }]], { call: "running" }],
  ];
  test.each(table)("%s", (_, rows, expected) => expect(verdicts(rows)).toEqual(expected));

  test("a parent is not judged before the trace is settled: its calls may still come", () => {
    expect(verdicts([["agent", null, { kind: "agent", ...usage }]], false)).toEqual({ agent: "unsettled" });
  });

  test("the order in which steps came makes no difference", () => {
    const tree = fc
      .array(
        fc.record({
          parent: fc.nat(9),
          kind: fc.constantFrom("llm", "agent", "other"),
          tokens: fc.option(fc.nat(3)),
          sdk: fc.constantFrom("a", "b"),
          id: fc.option(fc.constantFrom("r", "s")),
        }),
        { minLength: 1, maxLength: 10 },
      )
      .map((nodes) =>
        nodes.map(
          (one, i): Row => [
            `s${i}`,
            i === 0 ? null : `s${one.parent % i}`,
            {
              kind: one.kind,
              inputTokens: one.tokens,
              outputTokens: one.tokens,
              sdk: one.sdk,
              responseId: one.kind === "llm" ? one.id : null,
              startedUs: i,
            },
          ],
        ),
      );
    fc.assert(
      fc.property(
        tree.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        ([rows, shuffled]) => {
          expect(verdicts(shuffled)).toEqual(verdicts(rows));
        },
      ),
    );
  });
});
