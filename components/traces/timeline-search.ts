import type { Column } from "@/server/traces/core/skeleton";
import type { Skeleton } from "@/server/traces/schema";

/** The steps whose name, tool, agent or model holds a text, in the order of the tree; null when nothing is looked for. */
export function findSteps(skeleton: Skeleton, text: string): Int32Array | null {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return null;
  // Words come again and again: each is looked at once.
  const fits = skeleton.words.map((word) => word.toLowerCase().includes(wanted));
  const columns: readonly Column[] = [skeleton.name, skeleton.tool, skeleton.agent, skeleton.model];
  const found: number[] = [];
  for (let i = 0; i < skeleton.parent.length; i += 1) {
    const isIn = columns.some((column) => fits[column[i] ?? -1] === true);
    if (isIn || skeleton.spanId[i] === wanted) found.push(i);
  }
  return Int32Array.from(found);
}

/** Whether a sorted list holds a figure. */
export function holds(list: Int32Array, figure: number): boolean {
  let [from, to] = [0, list.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((list[middle] ?? 0) < figure) from = middle + 1;
    else to = middle;
  }
  return list[from] === figure;
}
