import type { StepKind } from "@/server/traces/core/step";

/** Steps of one agent that did the same thing: one box of the graph. */
export type GraphNode = {
  /** The same for the same trace, whichever way it is read: it stands in the address. */
  readonly key: string;
  readonly kind: StepKind;
  readonly name: string;
  readonly agent: string | null;
  readonly steps: number;
  readonly failed: number;
  readonly ungoverned: number;
  readonly running: number;
  /** The first of its steps. */
  readonly first: number;
  readonly durationUs: number;
  /** Of the steps whose tokens count; null where there are none. */
  readonly tokens: number | null;
  /** Null where nothing counts, or as long as one of them has no cost: a part is not the whole. */
  readonly costMicroUsd: number | null;
  readonly counted: number;
};

/** That one kind of step came after another, and how often. */
export type GraphEdge = {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Whether another agent goes on from here: given the work, or given it back. */
  readonly turn: "next" | "handoff" | "return";
  /** It closes a loop. */
  readonly isBack: boolean;
};

/** Where work went round: a call that came back with the same arguments, or agents that hand the work to each other again; and how often. */
export type GraphLoop = { readonly kind: "repeat" | "handoff"; readonly nodes: readonly number[]; readonly rounds: number };

export type Graph = {
  /** In the order in which each first ran. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Those with the most rounds first. */
  readonly loops: readonly GraphLoop[];
  /** Of each step the node that it belongs to; -1 for those that only group others. */
  readonly nodeOf: Int32Array;
};
