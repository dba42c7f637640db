import { describe, expect, test } from "vitest";
import { becameOf, type Comparable, mostAlike, mostDifferent, plainArg } from "./precedent";

const call = (resource: string | null, amountMicroUsd: string | null, args: Comparable["args"] = {}): Comparable => ({
  resource,
  amountMicroUsd,
  args,
});

describe("the past calls most like one", () => {
  test("are those on the same resource, then those nearest in amount, then the newest; an unknown amount is near to nothing", () => {
    const [same, near, far, unknown, newest] = [call("r", "1"), call("x", "90"), call("x", "9000"), call("x", null), call("x", null)];
    expect(mostAlike(call("r", "100"), [newest, unknown, far, near, same])).toEqual([same, near, far, newest, unknown]);
    expect(mostAlike(call("r", "100"), [newest, far, near, same], 2)).toEqual([same, near]);
  });

  test("are in their order where nothing can be compared: no resource is not the same resource", () => {
    const [one, other] = [call(null, null, { a: 1 }), call(null, "5", { a: 2 })];
    expect(mostAlike(call(null, null), [one, other])).toEqual([one, other]);
    expect(mostAlike(call(null, "0"), [one, other])).toEqual([one, other]);
  });
});

describe("the argument that differs most", () => {
  test("is a figure far from the others rather than a name that is another", () => {
    const current = call("crm:account/acme", null, { account: "acme", client: "Acme", percent: 50, term: "year" });
    const past = [
      call("y", null, { account: "b", client: "B", percent: 10, term: "year" }),
      call("z", null, { percent: 12, term: "year" }),
    ];
    expect(mostDifferent(current, past)).toBe("percent");
    expect(plainArg(current.args, "percent")).toBe(50);
  });

  test("is none where all are the same, missing, nested or long, and never what names the resource", () => {
    const args = { account: "acme", note: "x".repeat(99), deep: { a: 1 }, same: true };
    expect(
      mostDifferent(call("crm:acme", null, args), [call("q", null, { account: "b", note: "y", deep: { a: 2 }, same: true })]),
    ).toBeNull();
    expect(mostDifferent(call(null, null, { a: 1 }), [])).toBeNull();
    expect(plainArg({ a: 1 }, "toString")).toBeNull();
    expect(plainArg({ a: [1] }, "a")).toBeNull();
  });
});

test("what became of a request tells an allowance that nobody used from one that somebody took back", () => {
  expect(becameOf("revoked", "timeout")).toBe("never_used");
  expect(becameOf("revoked", "human")).toBe("taken_back");
  expect(becameOf("succeeded", "human")).toBe("executed");
  expect(becameOf("denied", "human")).toBe("not_run");
  expect(becameOf(null, null)).toBe("not_run");
});
