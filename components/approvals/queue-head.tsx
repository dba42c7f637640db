"use client";

import { Button } from "@/components/ui/button";
import type { QueueCounts } from "@/server/approvals/schema";
import { stateWords } from "./prepare-queue";
import { QueueLinks } from "./queue-links";
import { StandingIn } from "./standing-in";
import type { useTakeNext } from "./use-take-next";

type Taking = { readonly taking: ReturnType<typeof useTakeNext> };

type QueueHeaderProps = Taking & {
  readonly counts: QueueCounts | null;
  readonly isDecider: boolean;
  /** Begins to select; false while that is under way. */
  readonly onSelect: (() => void) | false;
};

/** What waits, where else to look, and taking the next one. */
export function QueueHeader({ counts, isDecider, taking, onSelect }: QueueHeaderProps) {
  return (
    <header className="flex flex-wrap items-center gap-x-4 px-4 pt-1 pb-2.5 md:min-h-[58px] md:flex-nowrap md:pt-4 md:pl-6">
      <h1 className="text-xl font-semibold tracking-tight max-md:w-full">Queue</h1>
      <p className="min-h-5 min-w-0 text-pretty text-ink-2 max-md:text-base">
        {counts && <QueueSentence counts={counts} isDecider={isDecider} />}
        <StandingIn />
      </p>
      <QueueLinks className="grow md:hidden" />
      {isDecider && onSelect && (
        <Button variant="quiet" className="ml-auto h-9! md:hidden" onClick={onSelect}>
          Select
        </Button>
      )}
      {isDecider && (
        <Button shortcut="n" className="ml-auto max-md:hidden" onClick={taking.takeNext} isPending={taking.isPending}>
          Take next
        </Button>
      )}
    </header>
  );
}

/** The same on a phone, within reach of the thumb. */
export const TakeNextBar = ({ taking }: Taking) => (
  <div className="border-t border-line bg-surface px-4 py-2.5 md:hidden">
    <Button variant="primary" size="lg" className="w-full" onClick={taking.takeNext} isPending={taking.isPending}>
      Take next
    </Button>
  </div>
);

/** What waits, in one sentence. On a phone it stops at what is breached. */
function QueueSentence({ counts, isDecider }: { readonly counts: QueueCounts; readonly isDecider: boolean }) {
  const { waiting, breached, soon } = stateWords(counts, isDecider);
  return (
    <>
      {waiting}
      {breached !== null && <span className="text-danger"> {breached}</span>}
      {breached !== null && soon !== null && <span className="max-md:hidden">,</span>}
      {breached !== null && soon === null && "."}
      {soon !== null && <span className={breached === null ? undefined : "max-md:hidden"}> {soon}.</span>}
      {breached !== null && soon !== null && <span className="md:hidden">.</span>}
    </>
  );
}
