"use client";

import { formatDuration } from "@/components/ui/format-time";
import { useNow } from "@/components/ui/use-now";
import type { Card } from "./card-type";
import { waitingWords } from "./prepare-card";

/** Which agents stand still until this is decided, each for how long, and what else of its agent is open. */
export function WhoWaits({ card }: { readonly card: Card }) {
  const now = useNow(30_000);
  const isOpen = card.state === "pending" || card.state === "frozen";
  const waited = (since: string) => (now === null ? "" : ` ${formatDuration(now - Date.parse(since))}`);
  return (
    <>
      {isOpen && (
        <p className="flex flex-wrap gap-x-4">
          <span>
            {card.agentName}
            <span className="text-ink-3">{waited(card.createdAt)}</span>
          </span>
          {card.alsoWaiting.agents.map(({ name, since }) => (
            <span key={name}>
              {name}
              <span className="text-ink-3">{waited(since)}, in the same run</span>
            </span>
          ))}
        </p>
      )}
      <p className={isOpen ? "text-sm text-ink-2" : undefined}>{waitingWords(card)}</p>
    </>
  );
}
