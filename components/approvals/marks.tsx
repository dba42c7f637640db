"use client";

import clsx from "clsx";
import { useNow } from "@/components/ui/use-now";
import type { QueueRow } from "@/server/approvals/schema";
import { type ClockFace, clockFace, type Tone } from "./prepare-queue";

const TONES = {
  danger: "font-medium text-danger",
  warn: "font-medium text-warn",
  plain: "",
  still: "text-ink-3",
} as const satisfies Record<Tone, string>;

const RADIUS = 5.25;
const LENGTH = 2 * Math.PI * RADIUS;

/** The ring of the time used; a red disc once it is over. */
function Ring({ face, className }: { readonly face: ClockFace; readonly className?: string }) {
  if (face.tone === "danger") {
    return (
      <svg aria-hidden viewBox="0 0 14 14" className={clsx("shrink-0", className)}>
        <circle cx="7" cy="7" r="6.5" fill="currentColor" />
        <path d="M7 3.75v3.75M7 9.9v.1" stroke="var(--surface)" strokeWidth="1.6" strokeLinecap="round" />
      </svg>
    );
  }
  return (
    <svg aria-hidden viewBox="0 0 14 14" fill="none" strokeWidth="2" className={clsx("shrink-0", className)}>
      <circle cx="7" cy="7" r={RADIUS} stroke="var(--line-strong)" opacity="0.7" />
      <circle
        cx="7"
        cy="7"
        r={RADIUS}
        stroke="currentColor"
        strokeDasharray={`${(face.share * LENGTH).toFixed(2)} ${LENGTH.toFixed(2)}`}
        transform="rotate(-90 7 7)"
      />
    </svg>
  );
}

type Timed = Pick<QueueRow, "state" | "createdAt" | "dueAt" | "frozenAt">;

const SECOND = 1_000;
/** Within two minutes of due the clock counts seconds; each clock ticks by itself, the list does not. */
const NEAR_MS = 120 * SECOND;

function useFace({ state, createdAt, dueAt, frozenAt }: Timed): ClockFace {
  const slow = useNow(10 * SECOND);
  const left = slow === null ? Number.POSITIVE_INFINITY : Math.abs(Date.parse(dueAt) - slow);
  const now = useNow(left < NEAR_MS && state === "pending" ? SECOND : 10 * SECOND);
  // On the server nobody's zone is known; the browser draws the face at once.
  return now === null ? { words: "", tone: "plain", share: 0 } : clockFace({ state, createdAt, dueAt, frozenAt }, now);
}

export type ClockProps = { readonly timed: Timed; readonly size?: "row" | "lead" };

/** How long a request has, as a ring and in words. */
export function Clock({ timed, size = "row" }: ClockProps) {
  const face = useFace(timed);
  return (
    <span
      className={clsx(
        "inline-flex items-center gap-2 whitespace-nowrap",
        TONES[face.tone],
        size === "lead" && "text-lg font-semibold",
        size === "lead" && face.tone === "plain" && "text-ink",
      )}
    >
      <Ring face={face} className={size === "lead" ? "size-4" : "size-3.5"} />
      {face.words}
    </span>
  );
}

/** The same as one figure above a bar, for the head of a page. */
export function ClockFigure({ timed, children }: { readonly timed: Timed; readonly children?: React.ReactNode }) {
  const face = useFace(timed);
  const isOpen = timed.state === "pending" || timed.state === "frozen";
  const bar = face.tone === "danger" ? "bg-danger" : face.tone === "warn" ? "bg-warn" : face.tone === "still" ? "bg-ink-3" : "bg-ink";
  return (
    <>
      <p className="mt-0.5 flex flex-wrap items-baseline gap-x-2">
        <b className={clsx("text-2xl leading-8 font-semibold tracking-tight", TONES[face.tone])}>{face.words || " "}</b>
        <span className="text-base text-ink-2">{children}</span>
      </p>
      {isOpen ? (
        <div
          role="img"
          aria-label={`${Math.round(face.share * 100)} % of the time used`}
          className="relative mt-2.5 mb-1.5 h-1 overflow-hidden rounded-sm bg-sunken"
        >
          <span className={clsx("absolute inset-y-0 left-0", bar)} style={{ width: `${face.share * 100}%` }} />
        </div>
      ) : (
        <div className="h-2" />
      )}
    </>
  );
}
