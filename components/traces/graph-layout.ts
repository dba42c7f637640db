import ElkApi, { type ElkExtendedEdge, type ElkNode, type ElkPoint } from "elkjs/lib/elk-api";
import { type DrawnGraph, labelOf } from "./graph-drawn";

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type Line = { readonly path: string; readonly label: Box | null };
/** Where everything is drawn: boxes in the order of the nodes, lines in that of the edges. */
export type GraphLayout = {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
};

export type Direction = "RIGHT" | "DOWN";

export const BOX = { width: 212, height: 60, withMarks: 84 } as const;
const LABEL = { perCharacter: 6.1, padding: 10, height: 18 } as const;

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.padding": "[top=24,left=24,bottom=24,right=24]",
  "elk.spacing.nodeNode": "20",
  "elk.spacing.edgeNode": "16",
  "elk.layered.spacing.nodeNodeBetweenLayers": "36",
  "elk.layered.spacing.edgeNodeBetweenLayers": "16",
  // What ran first stands first: the same trace is drawn the same way each time.
  "elk.layered.considerModelOrder.strategy": "PREFER_NODES",
  "elk.layered.cycleBreaking.strategy": "MODEL_ORDER",
  "elk.layered.feedbackEdges": "true",
} as const;

/** A graph as elkjs takes it. */
export function toElk({ nodes, edges }: DrawnGraph, direction: Direction): ElkNode {
  return {
    id: "graph",
    layoutOptions: { ...OPTIONS, "elk.direction": direction },
    children: nodes.map(({ hasMarks }, i) => ({ id: `n${i}`, width: BOX.width, height: hasMarks ? BOX.withMarks : BOX.height })),
    edges: edges.map((edge, i): ElkExtendedEdge => {
      const text = labelOf(edge);
      const width = text.length * LABEL.perCharacter + LABEL.padding;
      const labels = text === "" ? [] : [{ text, width, height: LABEL.height, layoutOptions: { "elk.edgeLabels.inline": "true" } }];
      return { id: `e${i}`, sources: [`n${edge.from}`], targets: [`n${edge.to}`], labels };
    }),
  };
}

const ROUND = 6;

/** A line through these points with its corners rounded, as SVG draws it. */
export function pathThrough(points: readonly ElkPoint[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  const toward = (from: ElkPoint, to: ElkPoint, by: number): string => {
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const part = length === 0 ? 0 : Math.min(by, length / 2) / length;
    return `${from.x + (to.x - from.x) * part} ${from.y + (to.y - from.y) * part}`;
  };
  const bends = rest.map((point, i) => {
    const next = rest[i + 1];
    if (next === undefined) return `L${point.x} ${point.y}`;
    return `L${toward(point, points[i] ?? point, ROUND)} Q${point.x} ${point.y} ${toward(point, next, ROUND)}`;
  });
  return [`M${first.x} ${first.y}`, ...bends].join("");
}

const boxOf = ({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box => ({ x, y, width, height });

/** What elkjs answered, as it is drawn. */
export function fromElk({ width = 0, height = 0, children = [], edges = [] }: ElkNode): GraphLayout {
  const lines = edges.map(({ sections = [], labels = [] }): Line => {
    const path = sections.map(({ startPoint, bendPoints = [], endPoint }) => pathThrough([startPoint, ...bendPoints, endPoint])).join("");
    return { path, label: labels[0] === undefined ? null : boxOf(labels[0]) };
  });
  return { width, height, boxes: children.map(boxOf), lines };
}

export type GraphLayouter = {
  readonly layOut: (graph: DrawnGraph, direction: Direction) => Promise<GraphLayout>;
  /** Ends the worker. */
  readonly release: () => void;
};

/**
 * Lays graphs out in a worker, so that a large one never holds the page up. By elkjs, since it is the one kept library
 * that routes ways back and finds room for what is written beside them.
 */
export function graphLayouter(): GraphLayouter {
  const worker = new Worker(new URL("./graph-worker.ts", import.meta.url));
  const elk = new Promise<InstanceType<typeof ElkApi>>((resolve, reject) => {
    worker.addEventListener("message", () => resolve(new ElkApi({ workerFactory: () => worker })), { once: true });
    worker.addEventListener("error", () => reject(new Error("the layout's worker did not start")), { once: true });
  });
  elk.catch(() => undefined); // heard by whoever lays out
  return {
    layOut: async (graph, direction) => fromElk(await (await elk).layout(toElk(graph, direction))),
    release: () => worker.terminate(),
  };
}
