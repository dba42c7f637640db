import type { CriticalPath } from "@/server/traces/core/critical-path";
import { figure } from "@/server/traces/core/skeleton";
import type { Skeleton } from "@/server/traces/schema";
import type { Rows } from "./fold-rows";
import { placeOf, type Scale } from "./timeline-scale";

/** The critical path by line of the tree: stretches one after the other, as places of the axis. */
export type ShownPath = { readonly row: Int32Array; readonly from: Float64Array; readonly to: Float64Array };

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
  return { row: Int32Array.from(row), from: places(fromUs), to: places(toUs) };
}
