import type { StepKind } from "@/server/traces/core/step";
import { FLAGS, type Skeleton } from "@/server/traces/schema";
import { type Alike, loopsOf } from "./graph-loops";
import type { Graph, GraphEdge, GraphNode } from "./graph-schema";

/** The graph of a trace: its steps by agent and by what they did, and in which order the one led to the other. */
export function prepareGraph(skeleton: Skeleton, alike: Alike = []): Graph {
  const { nodeOf, nodes } = nodesOf(skeleton);
  const walked = walk(skeleton, nodeOf);
  const { loops, closes } = loopsOf(nodes.length, walked, nodeOf, alike);
  const edges = walked.map((edge): GraphEdge => ({ ...edge, key: `${edge.from}-${edge.to}`, isBack: closes(edge) }));
  return { nodes, edges, loops, nodeOf };
}

/** A figure of a column; -1 is none or unknown. */
const at = (column: ArrayLike<number>, index: number, otherwise = -1): number => column[index] ?? otherwise;

const wordAt = ({ words }: Skeleton, column: ArrayLike<number>, index: number): string | null => {
  const place = column[index] ?? -1;
  return place < 0 ? null : (words[place] ?? null);
};

const kindAt = ({ kinds, kind }: Skeleton, index: number): StepKind => (kinds[kind[index] ?? -1] ?? "other") as StepKind;

/** What a step did, as one calls it: the tool, the model, the agent. */
function nameAt(skeleton: Skeleton, kind: StepKind, index: number): string {
  const { model, tool, agent } = skeleton;
  const columns: Partial<Record<StepKind, ArrayLike<number>>> = { llm: model, tool, retrieval: tool, agent };
  return wordAt(skeleton, columns[kind] ?? [], index) ?? wordAt(skeleton, skeleton.name, index) ?? "";
}

const keyOf = (kind: StepKind, name: string, agent: string | null): string =>
  kind === "agent" ? `agent:${name}` : `${kind}:${name}${agent === null ? "" : `@${agent}`}`;

/** Indexes by when they began; of those that began together, parents first. */
function byStart({ offsetUs }: Skeleton): Int32Array {
  const order = Int32Array.from(offsetUs, (_, index) => index);
  return order.sort((a, b) => at(offsetUs, a, 0) - at(offsetUs, b, 0) || a - b);
}

function nodesOf(skeleton: Skeleton): { readonly nodeOf: Int32Array; readonly nodes: readonly GraphNode[] } {
  const nodeOf = new Int32Array(skeleton.spanId.length).fill(-1);
  const places = new Map<string, number>();
  const members: number[][] = [];
  for (const index of byStart(skeleton)) {
    const kind = kindAt(skeleton, index);
    if (kind === "other") continue;
    const key = keyOf(kind, nameAt(skeleton, kind, index), wordAt(skeleton, skeleton.agent, index));
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    nodeOf[index] = place;
    const own = members[place];
    if (own === undefined) members[place] = [index];
    else own.push(index);
  }
  const keys = [...places.keys()];
  return { nodeOf, nodes: members.map((own, place) => nodeFrom(skeleton, keys[place] ?? "", own)) };
}

function nodeFrom(skeleton: Skeleton, key: string, members: readonly number[]): GraphNode {
  const first = members[0] ?? 0;
  const kind = kindAt(skeleton, first);
  const failed = skeleton.statuses.indexOf("error");
  const has = (index: number, flag: number) => (at(skeleton.flags, index, 0) & flag) !== 0;
  const counted = members.filter((index) => has(index, FLAGS.counted));
  const sum = (of: (index: number) => number, over = members) => over.reduce((total, index) => total + of(index), 0);
  return {
    key,
    kind,
    name: nameAt(skeleton, kind, first),
    agent: wordAt(skeleton, skeleton.agent, first),
    steps: members.length,
    failed: sum((index) => (skeleton.status[index] === failed ? 1 : 0)),
    ungoverned: sum((index) => (has(index, FLAGS.ungoverned) ? 1 : 0)),
    running: sum((index) => (at(skeleton.durationUs, index) < 0 ? 1 : 0)),
    first,
    durationUs: sum((index) => Math.max(0, at(skeleton.durationUs, index, 0))),
    tokens: counted.length === 0 ? null : sum((index) => tokensAt(skeleton, index), counted),
    costMicroUsd: costOf(skeleton, counted),
    counted: counted.length,
  };
}

const tokensAt = ({ inputTokens, outputTokens }: Skeleton, index: number): number =>
  Math.max(0, at(inputTokens, index, 0)) + Math.max(0, at(outputTokens, index, 0));

function costOf({ costMicroUsd }: Skeleton, counted: readonly number[]): number | null {
  const costs = counted.map((index) => at(costMicroUsd, index));
  return costs.length === 0 || costs.includes(-1) ? null : costs.reduce((sum, cost) => sum + cost, 0);
}

/** Where one is within a step: what ran last there, what led to it, and until when it runs. */
type Place = { readonly last: number; readonly source: number; readonly untilUs: number };
type Way = { readonly source: number; readonly index: number; readonly within: number };
type Walked = Pick<GraphEdge, "from" | "to" | "count" | "turn">;

/** The place after a step that began now: what begins while another still runs was set off by the same step as that one. */
function nextPlace({ offsetUs, durationUs }: Skeleton, { last, source, untilUs }: Place, index: number): Place {
  const beganUs = at(offsetUs, index, 0);
  const endedUs = beganUs + Math.max(0, at(durationUs, index, 0));
  if (beganUs >= untilUs) return { last: index, source: last, untilUs: endedUs };
  return endedUs < untilUs ? { last, source, untilUs } : { last: index, source, untilUs: endedUs };
}

/** Which step led to which: within a step its parts follow each other, the first one the step itself. */
function walk(skeleton: Skeleton, nodeOf: Int32Array): Walked[] {
  const owner = ownersOf(skeleton, nodeOf);
  const places = new Map<number, Place>();
  const ways: Way[] = [];
  for (const index of byStart(skeleton)) {
    if (at(nodeOf, index) === -1) continue;
    const within = at(owner, index);
    const place = nextPlace(skeleton, places.get(within) ?? { last: within, source: within, untilUs: Number.NEGATIVE_INFINITY }, index);
    places.set(within, place);
    // A step told as two, the one around the other, does not lead to itself.
    const isWithinItself = place.source === within && at(nodeOf, place.source) === at(nodeOf, index);
    if (place.source >= 0 && !isWithinItself) ways.push({ source: place.source, index, within });
  }
  return counted(skeleton, nodeOf, ways);
}

function counted(skeleton: Skeleton, nodeOf: Int32Array, ways: readonly Way[]): Walked[] {
  const edges = new Map<number, Walked>();
  for (const way of ways) {
    const [from, to] = [at(nodeOf, way.source), at(nodeOf, way.index)];
    const key = from * nodeOf.length + to;
    const known = edges.get(key) ?? { from, to, count: 0, turn: turnOf(skeleton, way) };
    edges.set(key, { ...known, count: known.count + 1 });
  }
  return [...edges.values()];
}

/** Of each step the nearest one above it that did something itself. */
function ownersOf({ parent }: Skeleton, nodeOf: Int32Array): Int32Array {
  const owner = new Int32Array(parent.length).fill(-1);
  for (let index = 0; index < parent.length; index += 1) {
    const above = parent[index] ?? -1; // parents stand before their children
    if (above >= 0) owner[index] = nodeOf[above] === -1 ? (owner[above] ?? -1) : above;
  }
  return owner;
}

function turnOf({ agent }: Skeleton, { source, index, within }: Way): GraphEdge["turn"] {
  if (agent[source] === agent[index]) return "next";
  const isBackAgain = source !== within && within >= 0 && agent[within] === agent[index];
  return isBackAgain ? "return" : "handoff";
}
