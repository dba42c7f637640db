"use client";

import { useReach } from "@/components/trpc/use-reach";
import { Kbd } from "@/components/ui/kbd";
import { useLastWords } from "./last-words";
import { useLive } from "./live-queue";

const TROUBLE = {
  paused: "Live updates paused; reconnecting…",
  ended: "You are signed out. Reload the page to sign in.",
} as const;

/** The bottom line of the queue: the live region that says the last decision, and whether updates come by themselves. */
export function LastWords() {
  const words = useLastWords();
  const { state } = useLive();
  // The frame says it when all of Reeve is out of reach.
  const isHere = useReach() === "here";
  return (
    <>
      <p role="status" aria-live="polite" className="min-w-0 truncate" title={words || undefined}>
        {words}
      </p>
      <p role="status" className="shrink-0 text-warn">
        {state === "ended" || (state === "paused" && isHere) ? TROUBLE[state] : ""}
      </p>
    </>
  );
}

const KEYS = [
  { caps: ["j", "k"], word: "move" },
  { caps: ["?"], word: "keys" },
] as const;

export function QueueFoot() {
  return (
    <footer className="flex h-9 items-center overflow-hidden max-md:h-auto max-md:border-t-0 max-md:has-[p:not(:empty)]:border-t max-md:has-[p:not(:empty)]:py-1.5 gap-3 border-t border-line bg-paper px-4 text-xs text-ink-2 md:pl-6">
      <LastWords />
      <span className="ml-auto flex shrink-0 gap-3 text-ink-3 max-md:hidden">
        {KEYS.map(({ caps, word }) => (
          <span key={word} className="flex items-center gap-1">
            {caps.map((cap) => (
              <Kbd key={cap}>{cap}</Kbd>
            ))}
            {word}
          </span>
        ))}
      </span>
    </footer>
  );
}
