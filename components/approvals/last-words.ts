"use client";

import { useSyncExternalStore } from "react";

/** One's own last decision while it can still be taken back. */
export type Undo = {
  readonly words: string;
  /** What was decided, for the words after the undo: a title, or how many. */
  readonly about: string;
  readonly voteIds: readonly string[];
  readonly untilMs: number;
};
type Said = { readonly words: string; readonly undo: Undo | null };

const NOTHING: Said = { words: "", undo: null };
let said = NOTHING;
let timer: ReturnType<typeof setTimeout> | undefined;
/** Votes that were offered for undoing: each is once, whatever shows it again. */
const offered = new Set<string>();
const listeners = new Set<() => void>();

function say(next: Said): void {
  said = next;
  for (const listener of listeners) listener();
}

/**
 * Puts what just happened into the live region of the queue. It stays when the next request opens on another page.
 * While one's own decision can be undone, that comes first.
 */
export function sayLast(words: string): void {
  if (words !== said.words) say({ ...said, words });
}

/** Says one's own decision and offers to undo it as long as that can be done. */
export function offerUndo(undo: Undo): void {
  for (const id of undo.voteIds) offered.add(id);
  clearTimeout(timer);
  timer = setTimeout(closeUndo, undo.untilMs - Date.now());
  say({ words: undo.words, undo });
}

/** The same for a vote that this page did not see given: it was loaded afresh, or opened elsewhere. */
export function recallUndo(undo: Undo): void {
  if (said.undo === null && !undo.voteIds.some((id) => offered.has(id))) offerUndo(undo);
}

/** Nothing can be undone any more. */
export function closeUndo(): void {
  clearTimeout(timer);
  if (said.undo !== null) say({ ...said, undo: null });
}

/** What happened last, in words (empty when nothing has yet), and what can be undone. */
export function useSaid(): Said {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => said,
    () => NOTHING,
  );
}
