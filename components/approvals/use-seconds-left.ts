"use client";

import { useEffect, useState } from "react";

const TICK_MS = 200;

/** Whole seconds until a moment, counted down while it is on screen; 0 once it has passed. */
export function useSecondsLeft(untilMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((untilMs - nowMs) / 1_000));
}
