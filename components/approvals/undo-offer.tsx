"use client";

import type { RefObject } from "react";
import { Button } from "@/components/ui/button";
import { useSecondsLeft } from "./use-seconds-left";
import { useUndo } from "./use-undo";

/** How long one's last decision can be taken back, and the button for it; nothing once it has taken effect. */
export function UndoOffer({ after }: { readonly after: RefObject<HTMLElement | null> }) {
  const { undo, isPending, takeBack } = useUndo();
  if (undo === null) return null;
  return (
    <span className="-my-1 flex shrink-0 items-center gap-1">
      <SecondsLeft untilMs={undo.untilMs} />
      <Button
        variant="quiet"
        size="sm"
        shortcut="z"
        className="text-accent! max-md:h-9"
        isPending={isPending}
        // A click leaves the focus where it is: on the row, or in the card.
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => {
          // The button goes away with the undo: who reached it by keyboard stays near it.
          if (document.activeElement === event.currentTarget) after.current?.focus();
          takeBack();
        }}
      >
        Undo
      </Button>
    </span>
  );
}

/** Not part of a live region: it would be read aloud every second. */
function SecondsLeft({ untilMs }: { readonly untilMs: number }) {
  return <span className="tabular-nums">Takes effect in {useSecondsLeft(untilMs)} s</span>;
}
