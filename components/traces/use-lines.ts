"use client";

import { type RefObject, useEffect, useLayoutEffect, useState } from "react";
import { arrange, NO_SLOTS, type Slot, type Slots, settled, type Wanted } from "./timeline-lines";
import { ROW_HEIGHT } from "./timeline-paint";

/** So many lines more than are in view are drawn above and below it. */
const OVERSCAN = 8;
/** Lines that are in view come and go by one as one scrolls; so many are drawn in steps of this. */
const STEP = 8;
/** After a leap what is out of view follows once nothing has moved for so long. */
const SETTLE_MS = 60;

type InView = { readonly from: number; readonly to: number };

/** Which lines are drawn: always as many as long as the view keeps its height. The first of all stands above them by itself. */
function wantedOf({ from, to }: InView, rows: number): Wanted {
  const inView = Math.ceil((to - from + 2) / STEP) * STEP;
  const count = Math.max(0, Math.min(rows - 1, inView + 2 * OVERSCAN));
  const first = Math.max(1, Math.min(from - (from % STEP) - OVERSCAN, rows - count));
  return { first, count, from, to };
}

type DrawnLines = { readonly slots: readonly Slot[]; readonly first: number; readonly last: number; readonly onScroll: () => void };

/** The lines to draw of so many, by what of the scroller is in view. */
export function useLines(scroller: RefObject<HTMLElement | null>, rows: number): DrawnLines {
  const [inView, setInView] = useState<InView | null>(null);
  const [drawn, setDrawn] = useState<{ of: number; inView: InView | null; slots: Slots }>({ of: rows, inView: null, slots: NO_SLOTS });
  const onScroll = () => {
    const { scrollTop = 0, clientHeight = 0 } = scroller.current ?? {};
    const [from, to] = [Math.floor(scrollTop / ROW_HEIGHT), Math.ceil((scrollTop + clientHeight) / ROW_HEIGHT) - 1];
    setInView((before) => (before?.from === from && before.to === to ? before : { from, to }));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it reads nothing but the scroller
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    onScroll();
    const observer = new ResizeObserver(onScroll);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  let { slots } = drawn;
  if (inView !== null && (drawn.inView !== inView || drawn.of !== rows)) {
    // Folded anew, other lines stand where these did: all of them are drawn at once.
    const next = arrange(slots, wantedOf(inView, rows));
    slots = drawn.of === rows ? next : settled(next);
    setDrawn({ of: rows, inView, slots });
  }
  useEffect(() => {
    if (slots.isSettled) return;
    const timer = setTimeout(() => setDrawn((before) => ({ ...before, slots: settled(before.slots) })), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [slots]);
  return { slots: slots.slots, first: slots.first, last: slots.first + slots.slots.length - 1, onScroll };
}
