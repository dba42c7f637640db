import { listWords } from "@/server/kernel/list-words";
import type { StepKind, StepStatus } from "./step";
import { named } from "./words";

/** What the gate said of a step: null where nothing was to be said. */
export const GATE_WORDS = {
  ungoverned: "never passed the gate",
  allowed: "was allowed by policy",
  granted: "was allowed by a standing grant",
  refused: "was refused",
  waiting: "waits for people",
  approved: "was approved by people",
  rejected: "was rejected by people",
  undecided: "was put before people, who did not decide",
} as const;
export type Gate = keyof typeof GATE_WORDS;

/** A step as it is compared. */
export type ComparedStep = {
  readonly spanId: string;
  /** Its number in the order of the tree, from 1. */
  readonly place: number;
  readonly kind: StepKind;
  readonly title: string;
  readonly agent: string | null;
  readonly status: StepStatus;
  readonly durationUs: number | null;
  readonly costMicroUsd: string | null;
  readonly gate: Gate | null;
};

/** Steps that stand beside each other: their places in the two lists, -1 where one side has none. */
export type Pair = { readonly a: number; readonly b: number };
export type Alignment = { readonly pairs: readonly Pair[]; readonly cut: { readonly a: number; readonly b: number } };

/** As many steps of each side are aligned between what both begin and end with: the work grows with their product. */
export const MOST_ALIGNED = 2_000;

/** What makes two steps the same step of two runs. */
export const keyOf = ({ kind, title, agent }: Pick<ComparedStep, "kind" | "title" | "agent">): string =>
  `${kind}\n${title}\n${agent ?? ""}`;

function commonStart(a: readonly string[], b: readonly string[], most: number): number {
  let length = 0;
  while (length < most && a[length] === b[length]) length += 1;
  return length;
}

/** The longest run of steps that both have in this order, as a table of lengths from each place on. */
function lengths(a: readonly string[], b: readonly string[]): Uint16Array {
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      table[at] = a[i] === b[j] ? (table[at + width + 1] ?? 0) + 1 : Math.max(table[at + width] ?? 0, table[at + 1] ?? 0);
    }
  }
  return table;
}

function alignMiddle(a: readonly string[], b: readonly string[]): Pair[] {
  const table = lengths(a, b);
  const width = b.length + 1;
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) pairs.push({ a: i++, b: j++ });
    else if (j >= b.length || (i < a.length && (table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0)))
      pairs.push({ a: i++, b: -1 });
    else pairs.push({ a: -1, b: j++ });
  }
  return pairs;
}

/**
 * Puts the steps of two runs beside each other so that as many as can be stand beside their like, in order. What both
 * begin and end with is aligned whatever its length; of a longer middle the rest is left out, and counted.
 */
export function align(a: readonly string[], b: readonly string[], most = MOST_ALIGNED): Alignment {
  const shorter = Math.min(a.length, b.length);
  const start = commonStart(a, b, shorter);
  const end = commonStart(a.toReversed(), b.toReversed(), shorter - start);
  const middle = (all: readonly string[]) => all.slice(start, all.length - end);
  const [middleA, middleB] = [middle(a), middle(b)];
  const cut = { a: Math.max(0, middleA.length - most), b: Math.max(0, middleB.length - most) };
  const shift = (at: number) => (at < 0 ? -1 : at + start);
  return {
    pairs: [
      ...Array.from({ length: start }, (_, at) => ({ a: at, b: at })),
      ...alignMiddle(middleA.slice(0, most), middleB.slice(0, most)).map((pair) => ({ a: shift(pair.a), b: shift(pair.b) })),
      ...Array.from({ length: end }, (_, at) => ({ a: a.length - end + at, b: b.length - end + at })),
    ],
    cut,
  };
}

/** How two steps that stand beside each other differ, in words; empty where they do not. */
export function differences(a: ComparedStep, b: ComparedStep): string[] {
  const gateOf = ({ gate }: ComparedStep) => (gate === null ? "passed no gate" : GATE_WORDS[gate]);
  const statusOf = ({ status }: ComparedStep) => ({ ok: "went well", error: "failed", running: "still runs" })[status];
  return [
    ...(a.gate === b.gate ? [] : [`A ${gateOf(a)}, B ${gateOf(b)}`]),
    // How an agent fared is how all below it did: that is told where it came about.
    ...(a.status === b.status || a.kind === "agent" ? [] : [`A ${statusOf(a)}, B ${statusOf(b)}`]),
  ];
}

const VERBS: { readonly [kind: string]: string } = {
  llm: "asked a model",
  handoff: "handed over",
  agent: "began",
  approval: "waited for people",
};
const didWords = ({ kind, title }: ComparedStep): string =>
  VERBS[kind] === undefined ? `called ${named(title)}` : `${VERBS[kind]} (${named(title)})`;

export type Row = {
  readonly a: ComparedStep | null;
  readonly b: ComparedStep | null;
  /** What differs, in words; a step that the other has not differs by being there. */
  readonly differs: readonly string[];
};

/** Where two runs part, in one sentence; null where they do not. */
export function partingWords(rows: readonly Row[], at: number): string | null {
  const row = rows[at];
  if (row === undefined) return null;
  const { a, b } = row;
  if (a !== null && b !== null) return `They part at step ${a.place} of A: ${named(a.title)}. ${listWords(row.differs, "and")}.`;
  const nextOf = (side: "a" | "b") => rows.slice(at).find((one) => one[side] !== null)?.[side] ?? null;
  const [nextA, nextB] = [nextOf("a"), nextOf("b")];
  const tell = (step: ComparedStep | null) => (step === null ? "ended" : didWords(step));
  return `They part at step ${(nextA ?? nextB)?.place}${nextA === null ? " of B" : ""}: A ${tell(nextA)}, B ${tell(nextB)}.`;
}
