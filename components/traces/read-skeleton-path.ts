import { type CriticalPath, criticalPath } from "@/server/traces/core/critical-path";
import type { Skeleton } from "@/server/traces/schema";
import { extentOf } from "./read-skeleton";

const known = new WeakMap<Skeleton, CriticalPath>();

/** The critical path of a trace where it was found before. */
export const knownPathOf = (skeleton: Skeleton): CriticalPath | null => known.get(skeleton) ?? null;

/** The critical path of a trace, found once however many ask. */
export function pathOf(skeleton: Skeleton): CriticalPath {
  const found = known.get(skeleton) ?? criticalPath(skeleton, extentOf(skeleton));
  known.set(skeleton, found);
  return found;
}
