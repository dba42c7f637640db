import type { CriticalPath } from "@/server/traces/core/critical-path";
import { figure } from "@/server/traces/core/skeleton";
import type { Skeleton } from "@/server/traces/schema";
import type { Rows } from "./fold-rows";
import { placeOf, type Scale } from "./timeline-scale";

/** The critical path by line of the tree: stretches one after the other, as places of the axis. */
export type ShownPath = {
  readonly row: Int32Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** The stretches line by line: those of a line stand in `list` from its place in `at` to the next. */
  readonly list: Int32Array;
  readonly at: Int32Array;
};

function byRow(row: Int32Array, rows: number): Pick<ShownPath, "list" | "at"> {
  const at = new Int32Array(rows + 1);
  for (const own of row) at[own + 1] = figure(at, own + 1) + 1;
  for (let i = 1; i <= rows; i += 1) at[i] = figure(at, i) + figure(at, i - 1);
  const next = at.slice();
  const list = new Int32Array(row.length);
  row.forEach((own, i) => {
    const place = figure(next, own);
    list[place] = i;
    next[own] = place + 1;
  });
  return { list, at };
}

/** Lays the path over the lines as they are folded: what is hidden counts for the line that hides it, and what joins is one stretch. */
export function showPath(path: CriticalPath, rows: Rows, skeleton: Skeleton, scale: Scale): ShownPath {
  const shown = rows.rowOf.slice();
  for (let i = 0; i < shown.length; i += 1) {
    const above = figure(skeleton.parent, i, -1);
    if (figure(shown, i, -1) < 0 && above >= 0) shown[i] = figure(shown, above, -1);
  }
  const [row, fromUs, toUs]: [number[], number[], number[]] = [[], [], []];
  path.step.forEach((step, i) => {
    const here = figure(shown, step, -1);
    if (here >= 0 && row.at(-1) === here) toUs[toUs.length - 1] = figure(path.toUs, i);
    else if (here >= 0) {
      row.push(here);
      fromUs.push(figure(path.fromUs, i));
      toUs.push(figure(path.toUs, i));
    }
  });
  const places = (moments: readonly number[]) => Float64Array.from(moments, (us) => placeOf(scale, us));
  const lines = Int32Array.from(row);
  return { row: lines, from: places(fromUs), to: places(toUs), ...byRow(lines, rows.count) };
}

type Wide = { readonly scaled: number; readonly stretches: readonly number[] };
const wides = new WeakMap<ShownPath, Wide>();

/** The stretches that are wide enough to be seen, of which there are no more than pixels: found once, and drawn at each scroll. */
export function wideStretches(path: ShownPath, scaled: number): readonly number[] {
  const known = wides.get(path);
  if (known?.scaled === scaled) return known.stretches;
  const stretches: number[] = [];
  for (let i = 0; i < path.row.length; i += 1) if ((figure(path.to, i) - figure(path.from, i)) * scaled >= 1) stretches.push(i);
  wides.set(path, { scaled, stretches });
  return stretches;
}
