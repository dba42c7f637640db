"use client";

import { useCallback, useMemo, useRef, useState } from "react";
import { capped, ranged, type Selected, toggled } from "./prepare-selection";

const NONE: Selected = new Set();

/** Which rows are selected; null while nobody selects. What leaves the list leaves the selection. */
export function useSelection(ids: readonly string[]) {
  const [chosen, setChosen] = useState<Selected | null>(null);
  const anchor = useRef<string | null>(null);
  const list = useRef(ids);
  list.current = ids;
  const selected = useMemo(() => {
    if (chosen === null) return null;
    const shown = new Set(ids);
    return new Set([...chosen].filter((id) => shown.has(id)));
  }, [chosen, ids]);
  const toggle = useCallback((id: string) => {
    anchor.current = id;
    setChosen((now) => toggled(now ?? NONE, id));
  }, []);
  const extendTo = useCallback((id: string, from: string = id) => {
    const start = anchor.current ?? from;
    anchor.current ??= from;
    setChosen((now) => ranged(now ?? NONE, list.current, start, id));
  }, []);
  return {
    selected,
    toggle,
    /** From where the last row was selected to this one. */
    extendTo,
    /** By a click on a box. */
    onSelect: useCallback((id: string, isRange: boolean) => (isRange ? extendTo(id) : toggle(id)), [toggle, extendTo]),
    start: () => setChosen((now) => now ?? NONE),
    all: () => setChosen(capped(ids)),
    clear: () => {
      anchor.current = null;
      setChosen(null);
    },
  };
}
