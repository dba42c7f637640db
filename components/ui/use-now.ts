"use client";

import { useSyncExternalStore } from "react";

const TICK_MS = 1_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    now = 0;
  };
}

function read(stepMs: number): number {
  if (now === 0) now = Date.now();
  return Math.floor(now / stepMs) * stepMs;
}

/**
 * The reader's present in milliseconds, renewed every `stepMs` (a second at the least); null while the page is
 * rendered on the server, where nobody's clock or zone is known. All users of it share one timer.
 */
export function useNow(stepMs = TICK_MS): number | null {
  return useSyncExternalStore(
    subscribe,
    () => read(stepMs),
    () => null,
  );
}
