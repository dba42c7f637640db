import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256Hex } from "@/server/platform/digest";
import type { StoredAction } from "./action";
import { causeOf, decisionOf } from "./answer";
import { actionDigest, requestHash } from "./digest";
import { ACTION_COMMANDS, ACTION_STATES, DECISION_OF, nextState, statesBefore } from "./states";

const bound = { agent: "a", tool: "t", toolVersion: null, resource: null, args: {} };

describe("the life of an action", () => {
  test("is this table and no other", () => {
    const table = ACTION_STATES.map((state) => [state, ...ACTION_COMMANDS.map((command) => nextState(state, command) ?? "-")].join(" "));
    expect(table).toMatchInlineSnapshot(`
      [
        "denied - - - - - - - -",
        "awaiting allowed denied - - - - - -",
        "allowed - - executing revoked - - - -",
        "executing - - - - unknown_outcome succeeded failed compensated",
        "succeeded - - - - - - - -",
        "failed - - - - - - - -",
        "compensated - - - - - - - -",
        "unknown_outcome - - - - - succeeded failed compensated",
        "revoked - - - - - - - -",
      ]
    `);
  });

  test("a command stands in the where of exactly the states that it leaves", () => {
    expect(statesBefore("consume")).toEqual(["allowed"]);
    expect(statesBefore("revoke")).toEqual(["allowed"]);
    expect(statesBefore("allow")).toEqual(statesBefore("deny"));
    expect(statesBefore("succeed")).toEqual(["executing", "unknown_outcome"]);
  });

  test("what was denied or revoked never becomes allowed again, whatever comes", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ACTION_STATES), fc.array(fc.constantFrom(...ACTION_COMMANDS)), (start, commands) => {
        let state = start;
        for (const command of commands) state = nextState(state, command) ?? state;
        return DECISION_OF[start] !== "deny" || DECISION_OF[state] === "deny";
      }),
    );
  });

  test("while people's decision is frozen, the cause is the kill", () => {
    const waiting = { state: "awaiting", cause: "policy" } as const satisfies Partial<StoredAction>;
    expect([decisionOf(waiting), causeOf(waiting, { state: "pending" }), causeOf(waiting, { state: "frozen" })]).toEqual([
      "pending",
      "policy",
      "killed",
    ]);
  });
});

describe("digests", () => {
  test("are over the canonical form of exactly agent, args, resource, tool and toolVersion, absent ones as null", () => {
    const text = '{"agent":"a","args":{"x":1,"y":[true,null]},"resource":null,"tool":"t","toolVersion":null}';
    expect(actionDigest({ ...bound, args: { y: [true, null], x: 1 } }, sha256Hex)).toBe(`sha256:${sha256Hex(text)}`);
  });

  test("do not hang on the order of names, and tell different arguments apart", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()),
        fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()),
        (args, other) => {
          const digest = (value: Record<string, unknown>) => actionDigest({ ...bound, args: value }, sha256Hex);
          const reversed = Object.fromEntries(Object.entries(args).reverse());
          const isSame = digest(args) === digest(other);
          return digest(args) === digest(reversed) && (!isSame || JSON.stringify(sorted(args)) === JSON.stringify(sorted(other)));
        },
      ),
    );
  });

  test("of requests leave out how long the caller waits, and nothing else", () => {
    expect(requestHash({ a: 1, waitMs: 5 }, sha256Hex)).toBe(requestHash({ a: 1, waitMs: 0 }, sha256Hex));
    expect(requestHash({ a: 1 }, sha256Hex)).not.toBe(requestHash({ a: 2 }, sha256Hex));
  });
});

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : value !== null && typeof value === "object"
      ? Object.fromEntries(
          Object.entries(value)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, inner]) => [name, sorted(inner)]),
        )
      : value;
