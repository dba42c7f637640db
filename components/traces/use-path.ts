"use client";

import { useEffect, useMemo, useState } from "react";
import type { CriticalPath } from "@/server/traces/core/critical-path";
import type { Skeleton } from "@/server/traces/schema";
import type { Rows } from "./fold-rows";
import { knownPathOf, pathOf } from "./read-skeleton-path";
import { type ShownPath, showPath } from "./timeline-path";
import type { Scale } from "./timeline-scale";

/** A moment after the lines are there. */
const AFTER_MS = 50;

/** The critical path over the lines as they are folded; null where it is not shown, or not found yet: the lines do not wait for it. */
export function usePath(skeleton: Skeleton, rows: Rows, scale: Scale, isShown: boolean): ShownPath | null {
  const [found, setFound] = useState<{ readonly of: Skeleton; readonly path: CriticalPath } | null>(null);
  const path = found?.of === skeleton ? found.path : knownPathOf(skeleton);
  useEffect(() => {
    if (!isShown || path !== null) return;
    const timer = setTimeout(() => setFound({ of: skeleton, path: pathOf(skeleton) }), AFTER_MS);
    return () => clearTimeout(timer);
  }, [skeleton, isShown, path]);
  return useMemo(() => (isShown && path !== null ? showPath(path, rows, skeleton, scale) : null), [isShown, path, rows, skeleton, scale]);
}
