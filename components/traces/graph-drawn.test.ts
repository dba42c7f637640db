import { expect, test } from "vitest";
import { drawnOf, graphSentence, labelOf, loopWords, MOST_NODES } from "./graph-drawn";
import { fromElk, pathThrough, toElk } from "./graph-layout";
import { prepareGraph } from "./prepare-graph";
import { skeletonOf, type Told } from "./testing/told-skeleton";

const root: Told = { kind: "agent", name: "sales", at: 0, lasts: 1_000 };
const under = (kind: Told["kind"], name: string, at: number, over: Partial<Told> = {}): Told => ({ kind, name, at, parent: 0, ...over });

test("what is drawn says how often, and names a loop with a word", () => {
  const graph = prepareGraph(
    skeletonOf([
      root,
      under("llm", "gpt-5", 1),
      under("tool", "lookup", 2),
      under("llm", "gpt-5", 3),
      under("tool", "lookup", 4),
      under("llm", "gpt-5", 5),
    ]),
    [[2, 4]],
  );
  const drawn = drawnOf(graph);
  expect(drawn.edges.map(labelOf)).toEqual(["", "2 × loop", "2 ×"]);
  expect(drawn.nodes.map(({ rounds }) => rounds)).toEqual([null, null, 1]);
  expect(graphSentence(graph, drawn)).toBe("3 kinds of steps, 3 ways between them, 1 loop.");
  expect(graph.loops.map((loop) => loopWords(graph.nodes, loop))).toEqual(["lookup came back with the same arguments"]);
});

test("of very many kinds the picture leaves out those that ran least, never a failure, and says how many", () => {
  const many = Array.from({ length: 200 }, (_, i) => under("tool", `t${i}`, i + 1, { failed: i === 199 }));
  const graph = prepareGraph(skeletonOf([root, ...many, under("tool", "t5", 500)]));
  const drawn = drawnOf(graph);
  expect(drawn.nodes).toHaveLength(MOST_NODES);
  const names = drawn.nodes.map(({ name }) => name);
  for (const kept of ["sales", "t5", "t199"]) expect(names).toContain(kept);
  expect(graphSentence(graph, drawn)).toContain(`Not drawn: ${201 - MOST_NODES} kinds`);
  expect(drawn.edges.every(({ from, to }) => from < MOST_NODES && to < MOST_NODES)).toBe(true);
});

test("every box and way goes to the layout and comes back in the same order", () => {
  const drawn = drawnOf(prepareGraph(skeletonOf([root, under("llm", "gpt-5", 1), under("tool", "lookup", 2, { failed: true })])));
  const asked = toElk(drawn, "RIGHT");
  expect(asked.children?.map(({ height }) => height)).toEqual([60, 60, 84]);
  const sections = [{ id: "s", startPoint: { x: 0, y: 0 }, endPoint: { x: 20, y: 20 }, bendPoints: [{ x: 20, y: 0 }] }];
  const laid = fromElk({ ...asked, width: 300, height: 200, edges: (asked.edges ?? []).map((edge) => ({ ...edge, sections })) });
  expect(laid).toMatchObject({ width: 300, height: 200 });
  expect(laid.boxes).toHaveLength(3);
  expect(laid.lines).toHaveLength(2);
});

test("a way turns its corners softly, and short ones no more than there is room", () => {
  expect(
    pathThrough([
      { x: 0, y: 0 },
      { x: 20, y: 0 },
      { x: 20, y: 20 },
    ]),
  ).toBe("M0 0L14 0 Q20 0 20 6L20 20");
  expect(
    pathThrough([
      { x: 0, y: 0 },
      { x: 4, y: 0 },
      { x: 4, y: 4 },
    ]),
  ).toBe("M0 0L2 0 Q4 0 4 2L4 4");
  expect(pathThrough([])).toBe("");
});
