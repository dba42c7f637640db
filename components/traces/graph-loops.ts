import type { GraphEdge, GraphLoop } from "./graph-schema";

type Way = Pick<GraphEdge, "from" | "to" | "count">;

/**
 * The loops of a graph: nodes that all lead to each other (strongly connected, after Tarjan), and nodes that lead to
 * themselves. Each with how often one went back in it. Without recursion, since a hostile trace may be one long chain.
 */
export function loopsOf(count: number, ways: readonly Way[], isBack: (from: number, to: number) => boolean): GraphLoop[] {
  const component = componentsOf(count, ways);
  const sizes = new Int32Array(count);
  for (const own of component) sizes[own] = (sizes[own] ?? 0) + 1;
  const rounds = new Map<number, number>();
  for (const { from, to, count: times } of ways) {
    const own = component[from] ?? -1;
    if (own === component[to] && isBack(from, to)) rounds.set(own, (rounds.get(own) ?? 0) + times);
  }
  const members = new Map<number, number[]>([...rounds.keys()].map((own) => [own, []]));
  component.forEach((own, node) => {
    members.get(own)?.push(node);
  });
  return [...rounds]
    .map(([own, times]) => ({ nodes: members.get(own) ?? [], rounds: times }))
    .sort((a, b) => b.rounds - a.rounds || (a.nodes[0] ?? 0) - (b.nodes[0] ?? 0));
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
