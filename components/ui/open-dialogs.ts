import { useSyncExternalStore } from "react";

let open = 0;
const listeners = new Set<() => void>();

function count(step: 1 | -1): void {
  open += step;
  for (const listener of listeners) listener();
}

/** Says that a dialog is open, until the answer is called. */
export function noteDialog(): () => void {
  count(1);
  return () => count(-1);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether a dialog is open: what it was opened from must stay until it is done. */
export const useIsDialogOpen = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => open > 0,
    () => false,
  );
