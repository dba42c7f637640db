import { figure } from "@/server/traces/core/skeleton";
import { endOf } from "@/server/traces/core/skeleton-tree";
import { FLAGS, type Skeleton } from "@/server/traces/schema";
import { placeOf, type Scale } from "./timeline-scale";

/** The lanes of the minimap: what thought, what acted, what was decided. */
export const LANES = ["models", "tools", "gates"] as const;

const LANE_OF: { readonly [kind: string]: number } = { llm: 0, tool: 1, retrieval: 1, guardrail: 1, handoff: 1, approval: 2 };

/** A trace seen from far off: by lane and pixel how many steps run there, and the pixels of what must not be overlooked. */
export type Lanes = {
  readonly running: readonly Int32Array[];
  readonly failures: readonly Uint8Array[];
  readonly ungoverned: Uint8Array;
  readonly decided: Uint8Array;
};

/** Lays all steps out over so many pixels, in one pass. */
export function lanesOf(skeleton: Skeleton, scale: Scale, pixels: number): Lanes {
  const lane = <T>(make: () => T) => LANES.map(make);
  const running = lane(() => new Int32Array(pixels + 1));
  const failures = lane(() => new Uint8Array(pixels));
  const [ungoverned, decided] = [new Uint8Array(pixels), new Uint8Array(pixels)];
  const failed = skeleton.statuses.indexOf("error");
  const laneOfKind = skeleton.kinds.map((kind) => LANE_OF[kind] ?? -1);
  const pixelOf = (us: number) => Math.max(0, Math.min(pixels - 1, Math.floor(placeOf(scale, us) * pixels)));
  const mark = (row: Uint8Array | undefined, at: number, isSo: boolean) => {
    if (isSo && row !== undefined) row[at] = 1;
  };
  for (let i = 0; i < skeleton.parent.length; i += 1) {
    const own = laneOfKind[figure(skeleton.kind, i, -1)] ?? -1;
    const row = running[own];
    if (row === undefined) continue;
    const from = pixelOf(figure(skeleton.offsetUs, i));
    const to = pixelOf(endOf(skeleton, i, scale.extentUs)) + 1;
    row[from] = figure(row, from) + 1;
    row[to] = figure(row, to) - 1;
    const isUngoverned = (figure(skeleton.flags, i) & FLAGS.ungoverned) !== 0;
    mark(failures[own], from, skeleton.status[i] === failed);
    mark(ungoverned, from, isUngoverned);
    mark(decided, from, !isUngoverned && figure(skeleton.action, i, -1) >= 0);
  }
  for (const row of running) for (let x = 1; x < row.length; x += 1) row[x] = figure(row, x) + figure(row, x - 1);
  return { running, failures, ungoverned, decided };
}
