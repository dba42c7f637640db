"use client";

import { useSyncExternalStore } from "react";

let words = "";
const listeners = new Set<() => void>();

/** Puts what just happened into the live region of the queue. It stays when the next request opens on another page. */
export function sayLast(next: string): void {
  if (next === words) return;
  words = next;
  for (const listener of listeners) listener();
}

/** What happened last, in words; empty when nothing has yet. */
export const useLastWords = (): string =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => words,
    () => "",
  );
