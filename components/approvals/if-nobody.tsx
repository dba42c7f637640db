"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { formatDuration } from "@/components/ui/format-time";
import { useNow } from "@/components/ui/use-now";
import type { Card } from "./card-type";
import { type ClockLine, clockLines, fewLines } from "./prepare-clock";
import { shortMoment } from "./prepare-queue";

const HOUR_MS = 3_600_000;
const TONES = { danger: "text-danger", warn: "text-warn" } as const;

/** Who is told when from now on, and what the clock did so far, on the reader's clocks. */
export function IfNobodyDecides({ card }: { readonly card: Card }) {
  const now = useNow(30_000);
  const { data, isError, refetch } = useQuery(useTRPC().approvals.clock.ofRequest.queryOptions({ id: card.id }));
  const [isWhole, setIsWhole] = useState(false);
  if (card.state === "frozen") return <p className="text-ink-2">The clock stands still until the agent is restored.</p>;
  // On the server nobody's zone is known.
  if (now === null) return <p className="h-20" />;
  const all = clockLines(card, data, now);
  const few = fewLines(all);
  const shown = isWhole ? all : few;
  return (
    <>
      <ol className="flex flex-col">
        {shown.map((line, index) => (
          <Line key={line.key} line={line} nowMs={now} isLast={index === shown.length - 1} />
        ))}
      </ol>
      {few.length < all.length && (
        <button type="button" className="link mt-1 text-xs" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? "Show fewer steps" : `Show all ${all.length} steps`}
        </button>
      )}
      {isError && (
        <p className="mt-1 text-sm text-ink-2">
          Who is told in between could not be read.{" "}
          <button type="button" className="link" onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      )}
    </>
  );
}

type LineProps = { readonly line: ClockLine; readonly nowMs: number; readonly isLast: boolean };

/** A moment as its line says it: the next one within the hour counts down. */
function momentWords({ at, state }: ClockLine, nowMs: number): string {
  const left = Date.parse(at) - nowMs;
  return state === "next" && left > 0 && left < HOUR_MS ? `in ${formatDuration(left)}` : shortMoment(Date.parse(at), nowMs);
}

const DOTS = {
  done: "rounded-full bg-ink-3",
  next: "rounded-full border-2 border-ink bg-surface",
  later: "rounded-full border-[1.5px] border-line-strong bg-surface",
  end: "rotate-45 border-[1.5px] border-ink-2 bg-surface",
} as const;

const WEIGHTS = { done: "text-ink-3", next: "font-semibold text-ink", later: "" } as const;

function Line({ line, nowMs, isLast }: LineProps) {
  const { at, words, state, tone } = line;
  return (
    <li className="relative grid grid-cols-[10px_76px_minmax(0,1fr)] gap-x-2.5 py-[3px] text-ink-2">
      {!isLast && <span aria-hidden className="absolute top-4 bottom-[-6px] left-[4.5px] w-px bg-line-strong" />}
      <span aria-hidden className={clsx("relative mt-[6px] ml-px size-2", DOTS[isLast && state !== "done" ? "end" : state])} />
      <time dateTime={at} className={clsx("whitespace-nowrap", state === "next" ? WEIGHTS.next : "text-ink-3")}>
        {momentWords(line, nowMs)}
      </time>
      <span className={clsx("wrap-anywhere", tone === "plain" ? WEIGHTS[state] : TONES[tone])}>{words}</span>
    </li>
  );
}
