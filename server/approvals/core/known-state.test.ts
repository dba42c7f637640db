import { expect, test } from "vitest";
import { stateBeside } from "./known-state";

test("the state of a resource stands beside what a call makes of it, for the members that both name", () => {
  const changes = [
    { resource: "r", after: { percent: 99 } },
    { resource: "other", after: { percent: 1 } },
    { resource: "r", after: { percent: 0, term: { from: "2026" }, list: [1] } },
  ];
  const args = { percent: 50, term: { from: "2027", to: "2028" }, list: [2], account: "acme" };
  expect(stateBeside(args, changes, "r")).toEqual([
    { path: "percent", now: 0, after: 50 },
    { path: "term.from", now: "2026", after: "2027" },
    { path: "list", now: [1], after: [2] },
  ]);
});

test("nothing is known of what no receipt names, or of a state that is no object", () => {
  expect(stateBeside({ percent: 50 }, [{ resource: "r", after: "open" }], "r")).toEqual([]);
  expect(stateBeside({ percent: 50 }, [{ resource: "r" }], "r")).toEqual([]);
  expect(stateBeside({ percent: 50 }, [{ resource: "other", after: { percent: 0 } }], "r")).toEqual([]);
  expect(stateBeside({ toString: 1 }, [{ resource: "r", after: { a: 1 } }], "r")).toEqual([]);
  expect(stateBeside("text", [{ resource: "r", after: { a: 1 } }], "r")).toEqual([]);
});
