import { counted, lastingWords, named } from "@/server/traces/core/words";
import type { Graph, GraphEdge, GraphLoop, GraphNode } from "./graph-schema";

/** As many nodes and ways as can still be read as a picture; the table has them all. */
export const MOST_NODES = 120;
export const MOST_EDGES = 400;

export type DrawnNode = GraphNode & {
  /** Its place among all nodes. */
  readonly place: number;
  /** How often its loop went back; null when it is in none. */
  readonly rounds: number | null;
  /** Whether something must not be overlooked about it. */
  readonly hasMarks: boolean;
};

/** What is drawn of a graph. The ends of its edges are places among these nodes. */
export type DrawnGraph = {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly GraphEdge[];
  readonly leftOut: { readonly nodes: number; readonly edges: number };
};

const isAlarming = ({ failed, ungoverned }: GraphNode) => failed + ungoverned > 0;

/** The nodes that are drawn, in their order: agents and what went wrong before the rest, then what ran most. */
function pick(nodes: readonly GraphNode[]): number[] {
  const weight = (node: GraphNode) => (node.kind === "agent" ? 2 : 0) + (isAlarming(node) ? 1 : 0);
  const ranked = nodes.map((node, place) => ({ node, place }));
  ranked.sort((a, b) => weight(b.node) - weight(a.node) || b.node.steps - a.node.steps || a.place - b.place);
  return ranked
    .slice(0, MOST_NODES)
    .map(({ place }) => place)
    .sort((a, b) => a - b);
}

/** What of a graph is drawn, and how much of it is not. */
export function drawnOf({ nodes, edges, loops }: Graph): DrawnGraph {
  const places = pick(nodes);
  const at = new Map(places.map((place, i) => [place, i]));
  const rounds = new Map(loops.flatMap((loop) => loop.nodes.map((place) => [place, loop.rounds] as const)));
  const within = edges.flatMap((edge) => {
    const [from, to] = [at.get(edge.from), at.get(edge.to)];
    return from === undefined || to === undefined ? [] : [{ ...edge, from, to }];
  });
  const drawn = within.length <= MOST_EDGES ? within : within.toSorted((a, b) => b.count - a.count).slice(0, MOST_EDGES);
  return {
    nodes: places.flatMap((place) => {
      const node = nodes[place];
      if (node === undefined) return [];
      const own = rounds.get(place) ?? null;
      return [{ ...node, place, rounds: own, hasMarks: own !== null || isAlarming(node) || node.running > 0 }];
    }),
    edges: drawn,
    leftOut: { nodes: nodes.length - places.length, edges: edges.length - drawn.length },
  };
}

const TURNS = { next: "", handoff: "hand-off", return: "handed back" } as const satisfies Record<GraphEdge["turn"], string>;

/** The words beside a way: how often it was taken where that is more than once, and what is special about it. */
export const labelOf = ({ count, turn, isBack }: GraphEdge): string =>
  [count > 1 ? `${count.toLocaleString("en-GB")} ×` : "", TURNS[turn], isBack && turn !== "return" ? "loop" : ""].filter(Boolean).join(" ");

/** What a way is, in a sentence's words: for the table and for assistive technology. */
export const turnWords = ({ turn, isBack }: GraphEdge): string =>
  [TURNS[turn], isBack ? "back again, a loop" : ""].filter(Boolean).join(", ") || "then";

const NAMED = 3;

/** A loop as it reads: "lookup_order came back with the same arguments", "sales → renewals → sales handed on". */
export function loopWords(nodes: readonly GraphNode[], { kind, nodes: places }: GraphLoop): string {
  const names = places.map((place) => named(nodes[place]?.name ?? ""));
  const [first = ""] = names;
  if (kind === "repeat") return `${first} came back with the same arguments`;
  const shown = names.length > NAMED + 1 ? [...names.slice(0, NAMED), `${names.length - NAMED} more`] : names;
  return `handed round, ${[...shown, first].join(" → ")}`;
}

/** What a node's steps took: "137 ×, 55.5 s"; nothing is said of what has taken nothing yet. */
export const tookWords = ({ steps, running, durationUs }: GraphNode): string =>
  `${steps.toLocaleString("en-GB")} ×${running === steps ? "" : `, ${lastingWords(durationUs)}`}`;

/** One sentence of what the graph shows, and what it leaves out. */
export function graphSentence(graph: Graph, { leftOut }: DrawnGraph): string {
  const loops = graph.loops.length;
  const shown = `${counted(graph.nodes.length, "kind")} of steps, ${counted(graph.edges.length, "way")} between them, ${loops === 0 ? "no loop" : counted(loops, "loop")}.`;
  const hidden = [leftOut.nodes > 0 ? counted(leftOut.nodes, "kind") : "", leftOut.edges > 0 ? counted(leftOut.edges, "way") : ""].filter(
    Boolean,
  );
  return hidden.length === 0 ? shown : `${shown} Not drawn: ${hidden.join(" and ")} that ran least. The table has them all.`;
}
