import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { align, type ComparedStep, differences, partingWords, type Row } from "./compare";

const letters = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 40 });
const both = (pair: { a: number; b: number }) => pair.a >= 0 && pair.b >= 0;

describe("alignment", () => {
  test("tells every step of both sides once, in order, and sets beside each other only what is alike", () => {
    fc.assert(
      fc.property(letters, letters, (a, b) => {
        const { pairs, cut } = align(a, b);
        expect(pairs.map((pair) => pair.a).filter((at) => at >= 0)).toEqual(a.map((_, at) => at));
        expect(pairs.map((pair) => pair.b).filter((at) => at >= 0)).toEqual(b.map((_, at) => at));
        expect(pairs.filter(both).every((pair) => a[pair.a] === b[pair.b])).toBe(true);
        expect(cut).toEqual({ a: 0, b: 0 });
      }),
    );
  });

  test("a run beside itself has no difference, and swapping sides finds as many alike", () => {
    fc.assert(
      fc.property(letters, letters, (a, b) => {
        expect(align(a, a).pairs.every(both)).toBe(true);
        expect(align(a, b).pairs.filter(both)).toHaveLength(align(b, a).pairs.filter(both).length);
      }),
    );
  });

  test("one step more in the middle is one difference, not all that follows", () => {
    const { pairs } = align(["a", "b", "c", "d", "e"], ["a", "b", "x", "c", "d", "e"]);
    expect(pairs.filter((pair) => !both(pair))).toEqual([{ a: -1, b: 2 }]);
  });

  test("of a middle that is too long it says what it leaves out, and still aligns the ends", () => {
    const long = (letter: string) => Array.from({ length: 30 }, (_, at) => `${letter}${at}`);
    const { pairs, cut } = align(["s", ...long("a"), "e"], ["s", ...long("b"), "e"], 10);
    expect(cut).toEqual({ a: 20, b: 20 });
    expect(pairs[0]).toEqual({ a: 0, b: 0 });
    expect(pairs.at(-1)).toEqual({ a: 31, b: 31 });
  });

  test("50,000 steps a side are aligned without their product", () => {
    const many = Array.from({ length: 50_000 }, (_, at) => `step ${at}`);
    expect(align(many, many.toSpliced(25_000, 1)).pairs).toHaveLength(50_000);
  });
});

const step = (place: number, over: Partial<ComparedStep> = {}): ComparedStep => ({
  spanId: String(place),
  place,
  kind: "tool",
  title: "crm.apply_discount",
  agent: "sales-agent",
  status: "ok",
  durationUs: 1,
  costMicroUsd: null,
  gate: null,
  ...over,
});
const row = (a: ComparedStep | null, b: ComparedStep | null): Row => ({ a, b, differs: a !== null && b !== null ? differences(a, b) : [] });

describe("in words", () => {
  test("a call that people had to approve parts from one that policy allowed", () => {
    const rows = [row(step(1), step(1)), row(step(7, { gate: "approved" }), step(7, { gate: "allowed" }))];
    expect(partingWords(rows, 1)).toBe("They part at step 7 of A: crm.apply_discount. A was approved by people, B was allowed by policy.");
  });

  test("where one did another thing, both are named", () => {
    const rows = [row(step(7, { title: "mail.send" }), null), row(null, step(7, { kind: "llm", title: "gpt-5" }))];
    expect(partingWords(rows, 0)).toBe("They part at step 7: A called mail.send, B asked a model (gpt-5).");
  });

  test("where one ended, it is said; where nothing differs, nothing is", () => {
    expect(partingWords([row(null, step(3))], 0)).toBe("They part at step 3 of B: A ended, B called crm.apply_discount.");
    expect(partingWords([row(step(1), step(1))], -1)).toBeNull();
  });
});
