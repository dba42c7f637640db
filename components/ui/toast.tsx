"use client";

import dynamic from "next/dynamic";
import { useSyncExternalStore } from "react";

export type Note = { readonly tone: "plain" | "error"; readonly text: string };

const SonnerToaster = dynamic(() => import("./sonner-toaster").then((module) => module.SonnerToaster), { ssr: false });

// Most visits show no toast: what draws them is loaded with the first one, which waits here meanwhile.
let waiting: readonly Note[] = [];
let deliver: ((note: Note) => void) | null = null;
let isWanted = false;
const listeners = new Set<() => void>();

function say(note: Note): void {
  if (deliver !== null) {
    deliver(note);
    return;
  }
  waiting = [...waiting, note];
  isWanted = true;
  for (const listener of listeners) listener();
}

function onReady(next: typeof deliver): void {
  deliver = next;
  if (next === null) return;
  for (const note of waiting) next(note);
  waiting = [];
}

/** Short words about what just happened: `toast("Agent stopped")`, `toast.error("…")`. Never the only place where something is said. */
export const toast = Object.assign((text: string) => say({ tone: "plain", text }), {
  error: (text: string) => say({ tone: "error", text }),
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where toasts appear. The frame renders it once. */
export function Toaster() {
  const isShown = useSyncExternalStore(
    subscribe,
    () => isWanted,
    () => false,
  );
  return isShown && <SonnerToaster onReady={onReady} />;
}
