import type { GraphEdge, GraphLoop } from "./graph-schema";

type Way = Pick<GraphEdge, "from" | "to" | "count" | "turn">;

/** Steps that called the same with the same arguments, by their indexes. */
export type Alike = readonly (readonly number[])[];

type Loops = {
  readonly loops: readonly GraphLoop[];
  /** Whether a way closes one of them. */
  readonly closes: (way: Way) => boolean;
};

/**
 * The loops of a graph. That a model calls a tool and reads its answer, again and again, is how agents work and none: a loop is
 * a call that comes back with the arguments it had before, and agents that hand work to an agent that had handed it to them.
 */
export function loopsOf(count: number, ways: readonly Way[], nodeOf: Int32Array, alike: Alike): Loops {
  const component = componentsOf(count, ways);
  const repeats = new Map<number, number>();
  for (const steps of alike) {
    const node = nodeOf[steps[0] ?? -1] ?? -1;
    if (node >= 0) repeats.set(node, (repeats.get(node) ?? 0) + steps.length - 1);
  }
  const isBackHanded = ({ from, to, turn }: Way) => turn === "handoff" && to <= from && component[from] === component[to];
  const handed = new Map<number, { nodes: Set<number>; rounds: number }>();
  for (const way of ways.filter(isBackHanded)) {
    const own = handed.get(component[way.from] ?? -1) ?? { nodes: new Set(), rounds: 0 };
    own.nodes.add(way.to).add(way.from);
    handed.set(component[way.from] ?? -1, { nodes: own.nodes, rounds: own.rounds + way.count });
  }
  const loops = [
    ...[...repeats].map(([node, rounds]): GraphLoop => ({ kind: "repeat", nodes: [node], rounds })),
    ...[...handed.values()].map(({ nodes, rounds }): GraphLoop => ({ kind: "handoff", nodes: [...nodes].sort((a, b) => a - b), rounds })),
  ].sort((a, b) => b.rounds - a.rounds || (a.nodes[0] ?? 0) - (b.nodes[0] ?? 0));
  const closes = (way: Way) => isBackHanded(way) || (repeats.has(way.to) && component[way.from] === component[way.to]);
  return { loops, closes };
}

/** Of each node the number of the strongly connected component that it is in. */
function componentsOf(count: number, ways: readonly Way[]): Int32Array {
  const search = new Search(count, ways);
  for (let node = 0; node < count; node += 1) search.from(node);
  return search.component;
}

type Visit = { readonly node: number; next: number };

/** Tarjan's search, with its path in a list instead of on the stack. */
class Search {
  readonly component: Int32Array;
  private readonly leads: number[][];
  private readonly seen: Int32Array;
  private readonly lowest: Int32Array;
  private readonly open: number[] = [];
  private readonly path: Visit[] = [];
  private clock = 0;
  private components = 0;

  constructor(count: number, ways: readonly Way[]) {
    this.component = new Int32Array(count).fill(-1);
    this.seen = new Int32Array(count).fill(-1);
    this.lowest = new Int32Array(count);
    this.leads = Array.from({ length: count }, () => []);
    for (const { from, to } of ways) this.leads[from]?.push(to);
  }

  from(start: number): void {
    if (this.seen[start] !== -1) return;
    this.enter(start);
    for (let visit = this.path.at(-1); visit !== undefined; visit = this.path.at(-1)) {
      const to = this.leads[visit.node]?.[visit.next];
      visit.next += 1;
      if (to === undefined) this.leave(visit.node);
      else this.meet(visit.node, to);
    }
  }

  private enter(node: number): void {
    this.seen[node] = this.clock;
    this.lowest[node] = this.clock;
    this.clock += 1;
    this.open.push(node);
    this.path.push({ node, next: 0 });
  }

  private meet(node: number, to: number): void {
    if (this.seen[to] === -1) this.enter(to);
    else if (this.component[to] === -1) this.lower(node, this.seen[to] ?? 0);
  }

  private leave(node: number): void {
    this.path.pop();
    const above = this.path.at(-1);
    if (above !== undefined) this.lower(above.node, this.lowest[node] ?? 0);
    if (this.lowest[node] === this.seen[node]) this.close(node);
  }

  private lower(node: number, to: number): void {
    this.lowest[node] = Math.min(this.lowest[node] ?? 0, to);
  }

  private close(node: number): void {
    for (let member = this.open.pop(); member !== undefined; member = this.open.pop()) {
      this.component[member] = this.components;
      if (member === node) break;
    }
    this.components += 1;
  }
}
