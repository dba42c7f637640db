"use client";

import clsx from "clsx";
import { useRef } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { useReach } from "@/components/trpc/use-reach";
import { Kbd } from "@/components/ui/kbd";
import { useSaid } from "./last-words";
import { useLive } from "./live-queue";
import { QueueLinks } from "./queue-links";
import { UndoOffer } from "./undo-offer";
import { useUndo } from "./use-undo";

const TROUBLE = {
  paused: "Live updates paused; reconnecting…",
  ended: "You are signed out. Reload the page to sign in.",
} as const;

/** The bottom line of the queue: the live region that says the last decision, undoes it, and says whether updates come by themselves. */
export function LastWords() {
  const { words } = useSaid();
  const { undo, takeBack } = useUndo();
  const { state } = useLive();
  const line = useRef<HTMLParagraphElement>(null);
  // The frame says it when all of Reeve is out of reach.
  const isHere = useReach() === "here";
  useKeys({ z: { label: "Undo the last decision", isEnabled: undo !== null, run: (event) => event.repeat || takeBack() } }, "Queue");
  const shown = undo?.words ?? words;
  return (
    <>
      <p ref={line} tabIndex={-1} role="status" aria-live="polite" className="min-w-0 truncate" title={shown || undefined}>
        {shown}
        {undo !== null && <span className="sr-only"> The key z undoes it, for a few seconds.</span>}
      </p>
      <UndoOffer after={line} />
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

/** The foot of the list. Who decides can begin to select from here, too. */
export function QueueFoot({ onSelect }: { readonly onSelect: (() => void) | null }) {
  // What was decided needs the room for as long as it can be undone.
  const { undo } = useSaid();
  return (
    <footer className="flex h-9 items-center overflow-hidden max-md:h-auto max-md:border-t-0 max-md:has-[p:not(:empty)]:border-t max-md:has-[p:not(:empty)]:py-1.5 gap-3 border-t border-line bg-paper px-4 text-xs text-ink-2 md:pl-6">
      <LastWords />
      <QueueLinks className="ml-auto max-md:hidden" />
      <span className={clsx("flex shrink-0 gap-3 text-ink-3 max-md:hidden", undo !== null && "hidden")}>
        {onSelect !== null && (
          <button type="button" className="flex items-center gap-1 rounded-sm hover:text-ink" onClick={onSelect}>
            <Kbd>x</Kbd>
            select
          </button>
        )}
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
