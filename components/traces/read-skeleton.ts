import { type Column, unpackColumns } from "@/server/traces/core/skeleton";
import type { StepKind, StepStatus } from "@/server/traces/core/step";
import { FLAGS, type PackedSkeleton, type Skeleton } from "@/server/traces/schema";

/** A skeleton as it came, with its columns to read from. */
export function unpackSkeleton({ columns, steps, ...head }: PackedSkeleton): Skeleton {
  const text = atob(columns);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return { ...head, ...unpackColumns(bytes, steps) };
}

/** One step of a skeleton, read from its columns. */
export type SkeletonStep = {
  readonly index: number;
  readonly spanId: string;
  readonly parent: number;
  readonly depth: number;
  readonly kind: StepKind;
  readonly status: StepStatus;
  readonly name: string;
  readonly agent: string | null;
  readonly tool: string | null;
  readonly model: string | null;
  readonly actionId: string | null;
  readonly offsetUs: number;
  /** Null while it runs. */
  readonly durationUs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costMicroUsd: string | null;
  /** Whether its tokens and cost are in the sums; others tell them again. */
  readonly isCounted: boolean;
  readonly isUngoverned: boolean;
  /** Its parent has not come. */
  readonly isOrphan: boolean;
  /** Something about it is odd; its detail says what. */
  readonly isMarked: boolean;
};

/** A figure of a column; what is missing there is `otherwise`. */
const at = (column: Column, index: number, otherwise: number): number => column[index] ?? otherwise;

const word = ({ words }: Skeleton, place: number): string | null => (place < 0 ? null : (words[place] ?? null));

/** A figure that may be unknown. */
function known(column: Column, index: number): number | null {
  const figure = at(column, index, -1);
  return figure < 0 ? null : figure;
}

/** Reads one step; null when there is none at this place. */
export function stepAt(skeleton: Skeleton, index: number): SkeletonStep | null {
  const spanId = skeleton.spanId[index];
  if (spanId === undefined) return null;
  const flags = at(skeleton.flags, index, 0);
  const cost = known(skeleton.costMicroUsd, index);
  const wordOf = (column: Column) => word(skeleton, at(column, index, -1));
  return {
    index,
    spanId,
    parent: at(skeleton.parent, index, -1),
    depth: at(skeleton.depth, index, 0),
    kind: (skeleton.kinds[at(skeleton.kind, index, -1)] ?? "other") as StepKind,
    status: (skeleton.statuses[at(skeleton.status, index, -1)] ?? "ok") as StepStatus,
    name: wordOf(skeleton.name) ?? "",
    agent: wordOf(skeleton.agent),
    tool: wordOf(skeleton.tool),
    model: wordOf(skeleton.model),
    actionId: wordOf(skeleton.action),
    offsetUs: at(skeleton.offsetUs, index, 0),
    durationUs: known(skeleton.durationUs, index),
    inputTokens: known(skeleton.inputTokens, index),
    outputTokens: known(skeleton.outputTokens, index),
    costMicroUsd: cost === null ? null : String(cost),
    isCounted: (flags & FLAGS.counted) !== 0,
    isUngoverned: (flags & FLAGS.ungoverned) !== 0,
    isOrphan: (flags & FLAGS.orphan) !== 0,
    isMarked: (flags & FLAGS.marked) !== 0,
  };
}

/** What to call a step: its tool or agent, where the name of its span only repeats it. */
export function titleOf({ kind, name, tool, agent }: SkeletonStep): string {
  if (kind === "tool" && tool !== null) return tool;
  if (kind === "agent" && agent !== null && /^invoke_agent\b/.test(name)) return agent;
  return name;
}

/** When it began, as a moment. */
export const momentOf = ({ startUs }: Skeleton, offsetUs: number): string => new Date((Number(startUs) + offsetUs) / 1_000).toISOString();

/** How long the whole trace took, in microseconds; of a step that still runs, only its beginning is known. */
export function extentOf({ offsetUs, durationUs }: Skeleton): number {
  let extent = 1;
  for (let i = 0; i < offsetUs.length; i += 1) extent = Math.max(extent, (offsetUs[i] ?? 0) + Math.max(0, durationUs[i] ?? 0));
  return extent;
}

/** The last call of the same tool that began before this one; -1 when there is none. */
export function callBefore({ tool, offsetUs }: Skeleton, index: number): number {
  const own = at(tool, index, -1);
  let before = -1;
  if (own < 0) return before;
  for (let i = 0; i < tool.length; i += 1) {
    const isEarlier =
      i !== index && tool[i] === own && (at(offsetUs, i, 0) < at(offsetUs, index, 0) || (offsetUs[i] === offsetUs[index] && i < index));
    if (isEarlier && (before < 0 || at(offsetUs, i, 0) >= at(offsetUs, before, 0))) before = i;
  }
  return before;
}
