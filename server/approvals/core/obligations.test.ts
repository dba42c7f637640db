import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256Hex } from "@/server/platform/digest";
import { contradictions, endingBy, mergeObligations, type Obligation, obligationsHash, obligationWords } from "./obligations";

const now = new Date("2026-11-20T16:00:00.000Z");
const cap = (max: number, pointer = "/percent"): Obligation => ({ kind: "cap_amount", pointer, max });
const only = (...values: string[]): Obligation => ({ kind: "only_recipient", pointer: "/to", values });
const within = (until: string): Obligation => ({ kind: "within", until });

const obligation = fc.oneof(
  fc.record({ kind: fc.constant("cap_amount" as const), pointer: fc.constantFrom("/percent", "/amount"), max: fc.integer() }),
  fc.record({
    kind: fc.constant("only_recipient" as const),
    pointer: fc.constantFrom("/to", "/cc"),
    values: fc.subarray(["a", "b", "c"], { minLength: 1 }),
  }),
  fc.record({ kind: fc.constant("within" as const), until: fc.constantFrom("2026-11-20T17:00:00.000Z", "2026-11-21T17:00:00.000Z") }),
  fc.record({ kind: fc.constant("notify" as const), email: fc.constantFrom("ana@reeve.demo", "tom@reeve.demo") }),
  fc.constant({ kind: "dry_run_first" as const }),
) satisfies fc.Arbitrary<Obligation>;

describe("what several approvers ask", () => {
  test("all of it holds: of two limits the stricter, of two lists what is in both", () => {
    const merged = mergeObligations([
      cap(20),
      only("a", "b"),
      within("2026-11-21T17:00:00.000Z"),
      cap(10),
      only("b", "c"),
      within("2026-11-20T17:00:00.000Z"),
    ]);
    expect(merged).toEqual({ ok: true, obligations: [cap(10), only("b"), within("2026-11-20T17:00:00.000Z")] });
  });

  test("recipients that leave nobody are a conflict", () => {
    expect(mergeObligations([only("a"), only("b")])).toMatchObject({ ok: false, pointer: "/to" });
  });

  test("is the same in any order and however it is put together, and hashes the same", () => {
    fc.assert(
      fc.property(fc.array(obligation, { maxLength: 8 }), fc.nat(7), (all, at) => {
        const merged = mergeObligations(all);
        expect(mergeObligations([...all].reverse())).toEqual(merged.ok ? merged : { ...merged });
        if (!merged.ok) return;
        expect(mergeObligations([...merged.obligations, ...all])).toEqual(merged);
        const [left, right] = [mergeObligations(all.slice(0, at)), mergeObligations(all.slice(at))];
        expect(left.ok && right.ok && mergeObligations([...left.obligations, ...right.obligations])).toEqual(merged);
        expect(obligationsHash([...all].reverse(), sha256Hex)).toBe(obligationsHash(all, sha256Hex));
      }),
    );
  });

  test("hashes to something else when it asks something else", () => {
    expect(obligationsHash([cap(20)], sha256Hex)).not.toBe(obligationsHash([cap(21)], sha256Hex));
    expect(obligationsHash([], sha256Hex)).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test("only ever shortens an allowance", () => {
    const ends = new Date("2026-11-20T18:00:00.000Z");
    expect(endingBy([within("2026-11-20T17:00:00.000Z")], ends).toISOString()).toBe("2026-11-20T17:00:00.000Z");
    expect(endingBy([within("2026-11-21T17:00:00.000Z"), cap(1)], ends)).toEqual(ends);
  });
});

test.each([
  ["a number within its cap", [cap(50)], { percent: 50 }, []],
  ["a number over its cap", [cap(20)], { percent: 50 }, [/more than 20: edit the arguments instead/]],
  ["money as a string of digits", [cap(20)], { percent: "50" }, [/more than 20/]],
  ["no number where the cap is", [cap(20)], { account: "acme" }, [/no amount at percent/]],
  ["a value that is inherited, not there", [cap(20, "/constructor/length")], {}, [/no amount/]],
  ["a recipient of those allowed", [only("a", "b")], { to: "a" }, []],
  ["a list of which one is not allowed", [only("a")], { to: ["a", "b"] }, [/goes to b as well: edit/]],
  ["no recipient where one is named", [only("a")], { to: 3 }, [/no recipient at to/]],
  ["a moment that is past", [within("2026-11-20T16:00:00.000Z")], {}, [/past/]],
  ["what arguments cannot break", [{ kind: "dry_run_first" }, { kind: "notify", email: "a@b.c" }], {}, []],
] as const)("arguments and conditions: %s", (_, all, args, messages) => {
  const faults = contradictions(all, args, now);
  expect(faults).toHaveLength(messages.length);
  for (const [index, message] of messages.entries())
    expect(faults[index]).toEqual({ path: "obligations.0", message: expect.stringMatching(message) });
});

test("obligations read as plain words", () => {
  const words = [
    cap(15000),
    only("a", "b"),
    within(now.toISOString()),
    { kind: "notify", email: "a@b.c" } as const,
    { kind: "dry_run_first" } as const,
  ];
  expect(words.map((one) => obligationWords(one, () => "Friday 17:00"))).toEqual([
    "No more than 15,000 at percent",
    "Only a, b at to",
    "Only until Friday 17:00",
    "a@b.c is told once it has run",
    "A dry run comes first",
  ]);
});
