import { expect, test } from "vitest";
import { childrenOf } from "@/server/traces/core/skeleton-tree";
import { type Folds, foldRows, nearestRow, triesOf, wayTo } from "./fold-rows";
import { type MadeStep, madeSkeleton } from "./testing/made-skeleton";

const ROOT: MadeStep = { id: "root", kind: "agent" };
const calls = (count: number, failing: readonly number[] = []): MadeStep[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `t${i}`,
    parent: 0,
    name: "lookup",
    tool: "lookup",
    status: failing.includes(i) ? "error" : "ok",
  }));

function linesOf(steps: readonly MadeStep[], folds: Folds = new Map()): string[] {
  const skeleton = madeSkeleton(steps);
  const rows = foldRows(skeleton, childrenOf(skeleton.parent), folds);
  return Array.from({ length: rows.count }, (_, i) => {
    const row = rows.at(i);
    return row === null ? "?" : `${"·".repeat(row.depth)}${row.isRun ? `${row.members.length} × ` : ""}${row.key}`;
  });
}

test("steps alike fold into one line, and failures with what followed stay in view", () => {
  const steps = [ROOT, ...calls(137, [80])];
  expect(linesOf(steps)).toEqual(["root", "·137 × run-t0", "··t80", "··t81"]);
  expect(linesOf(steps, new Map([["run-t0", true]]))).toHaveLength(139);
  expect(linesOf(steps, new Map([["root", false]]))).toEqual(["root"]);
});

test("rounds of a few steps that come again and again are one line, whatever stands before and after them", () => {
  const rounds = (count: number, ...names: string[]): MadeStep[] =>
    Array.from({ length: count }, (_, i) => names.map((name): MadeStep => ({ id: `${name}${i}`, parent: 0, name, tool: name }))).flat();
  const skeleton = madeSkeleton([ROOT, { id: "plan", parent: 0 }, ...rounds(68, "model", "lookup"), { id: "end", parent: 0 }]);
  const tree = childrenOf(skeleton.parent);
  const rows = foldRows(skeleton, tree, new Map());
  expect([0, 1, 2, 3].map((at) => rows.at(at)?.key)).toEqual(["root", "plan", "run-model0", "end"]);
  expect(rows.at(2)).toMatchObject({ isRun: true, round: 2, canFold: true });
  expect(rows.at(2)?.members).toHaveLength(136);
  expect(linesOf([ROOT, ...rounds(3, "a", "b", "c", "d")])).toEqual(["root", "·12 × run-a0"]);
  expect(linesOf([ROOT, ...rounds(2, "a", "b")])).toHaveLength(5);
  expect(wayTo(skeleton, tree, 40)).toEqual(["run-model0", "root"]);
});

test("where many of them fail, the line says how many, and the fold stays one", () => {
  expect(linesOf([ROOT, ...calls(8, [1, 3, 5])])).toEqual(["root", "·8 × run-t0"]);
});

test("the order of lines is that of the tree, whatever is folded beside it", () => {
  const steps: MadeStep[] = [ROOT, { id: "a", parent: 0 }, { id: "b", parent: 1 }, { id: "c", parent: 0 }, { id: "d", parent: 3 }];
  expect(linesOf(steps)).toEqual(["root", "·a", "··b", "·c", "··d"]);
  expect(linesOf(steps, new Map([["a", false]]))).toEqual(["root", "·a", "·c", "··d"]);
});

test("a large trace opens with what lies deep folded; one click opens it", () => {
  const deep = Array.from({ length: 8 }, (_, i): MadeStep => ({ id: `d${i}`, ...(i > 0 && { parent: i - 1 }) }));
  const wide = Array.from({ length: 400 }, (_, i): MadeStep => ({ id: `w${i}`, parent: 0 }));
  expect(linesOf([...deep, ...wide])[5]).toBe("·····d5");
  expect(linesOf([...deep, ...wide])[6]).toBe("·w0");
  expect(linesOf([...deep, ...wide], new Map([["d5", true]]))[6]).toBe("······d6");
  expect(linesOf(deep)).toHaveLength(8);
});

test("the way to a step opens what it lies in; until then the nearest line above stands for it", () => {
  const skeleton = madeSkeleton([ROOT, ...calls(20), { id: "inner", parent: 12 }]);
  const tree = childrenOf(skeleton.parent);
  const way = wayTo(skeleton, tree, 21);
  expect(way).toEqual(["t11", "run-t0", "root"]);
  const folded = foldRows(skeleton, tree, new Map([["root", false]]));
  expect(nearestRow(folded, skeleton, 21)).toBe(0);
  const open = foldRows(skeleton, tree, new Map(way.map((key) => [key, true])));
  expect(open.at(open.rowOf[21] ?? -1)?.key).toBe("inner");
});

test("a call after its own failure is a second try, and a third after that; what succeeds ends the count", () => {
  const skeleton = madeSkeleton([
    ROOT,
    { id: "a", parent: 0, tool: "create", name: "create", status: "error" },
    { id: "b", parent: 0, tool: "other", name: "other" },
    { id: "c", parent: 0, tool: "create", name: "create", status: "error" },
    { id: "d", parent: 0, tool: "create", name: "create" },
    { id: "e", parent: 0, tool: "create", name: "create" },
  ]);
  expect([...triesOf(skeleton, childrenOf(skeleton.parent))]).toEqual([0, 1, 1, 2, 3, 1]);
});
