"use client";

import clsx from "clsx";
import { Ban, Check, CircleStop, Clock, Hourglass, type LucideIcon, TimerOff, Undo2, X } from "lucide-react";
import { formatDuration } from "@/components/ui/format-time";
import { Skeleton } from "@/components/ui/skeleton";
import { useNow } from "@/components/ui/use-now";
import type { RunOutcome, Standing } from "@/server/traces/core/standing";
import type { TraceLine } from "@/server/traces/schema";
import { RUN_OUTCOME_WORDS } from "./trace-words";

const OUTCOMES: Record<RunOutcome, { readonly Icon: LucideIcon; readonly icon: string; readonly word: string }> = {
  done: { Icon: Check, icon: "text-ok", word: "text-ink" },
  failed: { Icon: X, icon: "text-danger", word: "text-danger" },
  running: { Icon: Clock, icon: "text-info", word: "text-info" },
  waiting: { Icon: Hourglass, icon: "text-info", word: "text-info" },
  denied: { Icon: X, icon: "text-danger", word: "text-danger" },
  rejected: { Icon: X, icon: "text-danger", word: "text-danger" },
  expired: { Icon: TimerOff, icon: "text-danger", word: "text-danger" },
  stopped: { Icon: CircleStop, icon: "text-danger", word: "text-danger" },
  killed: { Icon: Ban, icon: "text-danger", word: "text-danger" },
  withdrawn: { Icon: Undo2, icon: "text-ink-3", word: "text-ink-2" },
};

/** From here on a request is due soon. */
const SOON_MS = 15 * 60_000;

type Props = { readonly trace: Pick<TraceLine, "stood">; readonly standing: Standing | undefined };

/** How long people have still got, and how that presses. */
function dueWords(dueAt: string | null, now: number | null): { readonly words: string; readonly tone: string } {
  if (dueAt === null || now === null) return { words: "", tone: "" };
  const leftMs = Date.parse(dueAt) - now;
  if (leftMs < 0) return { words: `, ${formatDuration(leftMs)} late`, tone: "text-danger" };
  return { words: `, ${formatDuration(leftMs)} left`, tone: leftMs < SOON_MS ? "text-warn" : "" };
}

/** How a run ended, and why, in the gate's words where it had one in it. */
export function TraceOutcome({ trace, standing }: Props) {
  const due = dueWords(standing?.dueAt ?? null, useNow());
  const outcome = standing?.outcome ?? trace.stood?.outcome;
  // What its own steps say may not be how it stands: nothing is said until that is known.
  if (outcome === undefined) return <Skeleton className="h-3 w-20" />;
  const { Icon, icon, word } = OUTCOMES[outcome];
  const note = `${standing?.note ?? ""}${due.words}`;
  return (
    <span className="flex min-w-0 items-center gap-2" title={note === "" ? undefined : note}>
      <span className={clsx("inline-flex shrink-0 items-center gap-1.5 font-medium", due.tone || word)}>
        <Icon aria-hidden className={clsx("size-3.5 shrink-0", due.tone || icon)} />
        {RUN_OUTCOME_WORDS[outcome]}
      </span>
      {note !== "" && <span className="truncate text-xs text-ink-3">{note}</span>}
    </span>
  );
}
