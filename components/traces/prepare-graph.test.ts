import fc from "fast-check";
import { expect, test } from "vitest";
import type { StepKind } from "@/server/traces/core/step";
import { FLAGS } from "@/server/traces/schema";
import { prepareGraph } from "./prepare-graph";
import { skeletonOf, type Told } from "./testing/told-skeleton";

const ways = (steps: readonly Told[]) => {
  const { nodes, edges } = prepareGraph(skeletonOf(steps));
  return edges.map(({ from, to, count, turn, isBack }) => {
    const back = isBack ? " back" : "";
    return `${nodes[from]?.name} → ${nodes[to]?.name} ${count}${turn === "next" ? "" : ` ${turn}`}${back}`;
  });
};

const root: Told = { kind: "agent", name: "sales", at: 0, lasts: 100 };
const llm = (at: number): Told => ({ kind: "llm", name: "gpt-5", parent: 0, at });
const tool = (at: number, name = "lookup", lasts = 1): Told => ({ kind: "tool", name, parent: 0, at, lasts });

test("steps that do the same thing for the same agent are one node, with what they took and cost", () => {
  const counted = FLAGS.counted;
  const { nodes, nodeOf } = prepareGraph(
    skeletonOf([
      root,
      { ...llm(1), tokens: 10, cost: 5, flags: counted },
      { ...tool(2), failed: true, flags: FLAGS.ungoverned },
      { ...llm(3), tokens: 20, cost: 7, flags: counted },
      tool(4),
    ]),
  );
  expect(nodes.map(({ key, steps }) => [key, steps])).toEqual([
    ["agent:sales", 1],
    ["llm:gpt-5@sales", 2],
    ["tool:lookup@sales", 2],
  ]);
  expect(nodes[1]).toMatchObject({ tokens: 30, costMicroUsd: 12, durationUs: 2 });
  expect(nodes[2]).toMatchObject({ failed: 1, ungoverned: 1, tokens: null, costMicroUsd: null });
  expect([...nodeOf]).toEqual([0, 1, 2, 1, 2]);
});

test("a cost that is not known of every call is not known", () => {
  const [, model] = prepareGraph(skeletonOf([root, { ...llm(1), cost: 5, flags: 2 }, { ...llm(2), flags: 2 }])).nodes;
  expect(model).toMatchObject({ costMicroUsd: null, counted: 2 });
});

test("a model that calls a tool and reads its answer again and again is no loop", () => {
  const steps = [root, llm(1), tool(2), llm(3), tool(4), llm(5)];
  expect(ways(steps)).toEqual(["sales → gpt-5 1", "gpt-5 → lookup 2", "lookup → gpt-5 2"]);
  expect(prepareGraph(skeletonOf(steps)).loops).toEqual([]);
});

test("a call that comes back with the same arguments is a loop, told by how often it came back", () => {
  const steps = [root, llm(1), tool(2), llm(3), tool(4), llm(5), tool(6, "other")];
  const { loops, edges } = prepareGraph(skeletonOf(steps), [[2, 4]]);
  expect(loops).toEqual([{ kind: "repeat", nodes: [2], rounds: 1 }]);
  expect(edges.filter(({ isBack }) => isBack).map(({ from, to }) => [from, to])).toEqual([[1, 2]]);
});

test("agents that hand the work to each other again are a loop; work that is handed back is none", () => {
  const agent = (name: string, parent: number, at: number, lasts: number): Told => ({
    kind: "agent",
    name,
    agent: name,
    parent,
    at,
    lasts,
  });
  const nested = [agent("a", -1, 0, 100), agent("b", 0, 1, 90), agent("a", 1, 2, 80), agent("b", 2, 3, 70)];
  expect(prepareGraph(skeletonOf(nested)).loops).toEqual([{ kind: "handoff", nodes: [0, 1], rounds: 1 }]);
  expect(prepareGraph(skeletonOf([root, llm(1), agent("renewals", 0, 2, 5), llm(10)])).loops).toEqual([]);
});

test("what runs side by side was set off by the same step", () => {
  expect(ways([root, llm(1), tool(2, "a", 10), tool(3, "b", 4), tool(5, "c", 2), llm(20)])).toEqual([
    "sales → gpt-5 1",
    "gpt-5 → a 1",
    "gpt-5 → b 1",
    "gpt-5 → c 1",
    "a → gpt-5 1",
  ]);
});

test("another agent gets the work and gives it back", () => {
  const sub: Told = { kind: "agent", name: "renewals", agent: "renewals", parent: 0, at: 2, lasts: 5 };
  const within: Told = { kind: "llm", name: "gpt-5", agent: "renewals", parent: 2, at: 3 };
  expect(ways([root, llm(1), sub, within, llm(10)])).toEqual([
    "sales → gpt-5 1",
    "gpt-5 → renewals 1 handoff",
    "renewals → gpt-5 1",
    "renewals → gpt-5 1 return",
  ]);
});

test("what only groups steps is no node, and a step told as two does not lead to itself", () => {
  const task: Told = { kind: "agent", name: "sales", at: 0, lasts: 100 };
  const chain: Told = { kind: "other", name: "step 1", parent: 1, at: 1 };
  expect(ways([task, { ...root, parent: 0 }, chain, { ...llm(2), parent: 2 }])).toEqual(["sales → gpt-5 1"]);
});

test("law: every step is of one node, and loops by hand-offs have ways that close them", () => {
  const step = fc.record({
    kind: fc.constantFrom<StepKind>("llm", "tool", "agent", "other"),
    name: fc.constantFrom("a", "b", "c"),
    agent: fc.constantFrom("x", "y"),
    at: fc.nat(30),
    lasts: fc.nat(5),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.nat(100)), { maxLength: 40 }), (drawn) => {
      const steps = drawn.map(([own, under], i): Told => ({ ...own, parent: i === 0 ? -1 : under % i }));
      const { nodes, edges, loops, nodeOf } = prepareGraph(skeletonOf(steps));
      expect(nodes.reduce((sum, { steps: own }) => sum + own, 0)).toBe(steps.filter(({ kind }) => kind !== "other").length);
      expect([...nodeOf].every((node, i) => (node === -1) === (steps[i]?.kind === "other"))).toBe(true);
      const closing = edges.filter(({ isBack }) => isBack).reduce((sum, { count }) => sum + count, 0);
      expect(loops.reduce((sum, { rounds }) => sum + rounds, 0)).toBe(closing);
    }),
  );
});

test("thousands of steps that each do something new are prepared without a stack that overflows", () => {
  const steps = Array.from({ length: 5_000 }, (_, i): Told => ({ kind: "tool", name: `t${i}`, at: i }));
  expect(prepareGraph(skeletonOf(steps)).nodes).toHaveLength(5_000);
});
