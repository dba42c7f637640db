"use client";

import { useKeys } from "@/components/shell/use-keys";
import { neighbour } from "./prepare-queue";
import type { useSelection } from "./use-selection";

type Where = {
  readonly selection: ReturnType<typeof useSelection>;
  readonly ids: readonly string[];
  /** The row that is open or has the focus. */
  readonly current: () => string | null;
  readonly moveTo: (id: string | null) => void;
  readonly isEnabled: boolean;
};

/** `x` selects the row, with Shift everything since the last one; `j` and `k` with Shift take the next ones in. */
export function useSelectKeys({ selection, ids, current, moveTo, isEnabled }: Where): void {
  const select = (isRange: boolean) => {
    const id = current();
    if (id === null) selection.start();
    else if (isRange) selection.extendTo(id);
    else selection.toggle(id);
  };
  const extend = (step: 1 | -1) => {
    const from = current();
    const to = neighbour(ids, from, step);
    if (to === null) return;
    selection.extendTo(to, from ?? to);
    moveTo(to);
  };
  useKeys(
    {
      x: { label: "Select", isEnabled, run: () => select(false) },
      X: { label: "Select up to here", isEnabled, run: () => select(true) },
      J: { label: "Select the next, too", isEnabled, run: () => extend(1) },
      K: { label: "Select the one before, too", isEnabled, run: () => extend(-1) },
    },
    "Queue",
  );
}
