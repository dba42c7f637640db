"use client";

import clsx from "clsx";
import { useEffect, useMemo, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { figure } from "@/server/traces/core/skeleton";
import type { StepKind } from "@/server/traces/core/step";
import { counted, lastingWords } from "@/server/traces/core/words";
import { FLAGS, type Skeleton } from "@/server/traces/schema";
import { KindMark } from "./marks";
import { TIMELINE_COLUMNS } from "./timeline-row";
import { isWhole, placeOf, type Scale, type Tick, type View } from "./timeline-scale";
import { KIND_WORDS } from "./trace-words";

export const FIND_ID = "find-step";

type FindProps = {
  readonly text: string;
  /** How many steps fit; null when nothing is looked for. */
  readonly found: number | null;
  readonly onText: (text: string) => void;
  readonly onNext: (direction: 1 | -1) => void;
};

/** Looks for steps by name; Enter leads to the next. */
export function Find({ text, found, onText, onNext }: FindProps) {
  return (
    <span className="flex items-center gap-2">
      <Input
        id={FIND_ID}
        type="search"
        aria-label="Find a step"
        placeholder="Find a step"
        aria-keyshortcuts="/"
        className="w-44"
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") onNext(event.shiftKey ? -1 : 1);
          else if (event.key === "Escape") event.currentTarget.blur();
          else return;
          event.preventDefault();
        }}
      />
      <span role="status" className="text-xs whitespace-nowrap text-ink-3">
        {found !== null && (found === 0 ? "No step is called so." : `${counted(found, "step")} found`)}
      </span>
    </span>
  );
}

/** How many steps of each kind there are, which also says what the signs mean. */
export function Kinds({ skeleton }: { readonly skeleton: Skeleton }) {
  const counts = useMemo(() => {
    const sums = skeleton.kinds.map(() => 0);
    for (const kind of skeleton.kind) sums[kind] = figure(sums, kind) + 1;
    return sums;
  }, [skeleton]);
  return (
    <ul aria-label="Steps by kind" className="flex flex-wrap items-center gap-x-4 text-xs text-ink-2 max-xl:hidden">
      {skeleton.kinds.map((kind, i) =>
        counts[i] === 0 ? null : (
          <li key={kind} className="flex items-center gap-1.5 whitespace-nowrap">
            <KindMark kind={kind as StepKind} />
            <span aria-hidden>{KIND_WORDS[kind as StepKind]}</span> {counts[i]?.toLocaleString("en-GB")}
          </li>
        ),
      )}
    </ul>
  );
}

export type Notable = { readonly failed: number; readonly ungoverned: number; readonly retries: number };

/** How many steps failed, passed no gate, or were tried again. */
export function notableOf(skeleton: Skeleton, tries: Uint16Array): Notable {
  const error = skeleton.statuses.indexOf("error");
  let [failed, ungoverned, retries] = [0, 0, 0];
  for (let i = 0; i < skeleton.parent.length; i += 1) {
    if (skeleton.status[i] === error) failed += 1;
    if ((figure(skeleton.flags, i) & FLAGS.ungoverned) !== 0) ungoverned += 1;
    if (figure(tries, i) > 1) retries += 1;
  }
  return { failed, ungoverned, retries };
}

type AxisProps = {
  readonly scale: Scale;
  readonly view: View;
  readonly ticks: readonly Tick[];
  readonly notable: Notable;
  readonly isPathShown: boolean;
  readonly onPath: () => void;
  readonly onNotable: () => void;
  readonly onRetry: () => void;
  readonly onWhole: () => void;
  /** Tells how wide the time is drawn. */
  readonly onWidth: (width: number) => void;
};

/** The head of the columns: what can be marked or jumped to, and the time along the axis. */
export function Axis({ scale, view, ticks, notable, onWidth, ...acts }: AxisProps) {
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => onWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [onWidth]);
  const shareOf = (us: number) => (placeOf(scale, us) - view.from) / (view.to - view.from);
  const folds = scale.folds.map((fold) => ({ ...fold, share: shareOf((fold.fromUs + fold.toUs) / 2) }));
  return (
    <div className={clsx(TIMELINE_COLUMNS, "min-h-7 shrink-0 items-center border-b border-line text-xs text-ink-3")}>
      <span className="flex min-w-0 flex-wrap items-center gap-x-3 overflow-hidden whitespace-nowrap">
        <button
          type="button"
          aria-pressed={acts.isPathShown}
          aria-keyshortcuts="c"
          className={clsx("flex items-center gap-1.5 hover:text-ink", acts.isPathShown ? "text-ink-2" : "line-through")}
          onClick={acts.onPath}
        >
          <span aria-hidden className={clsx("h-0.5 w-3", acts.isPathShown ? "bg-ink" : "bg-line-strong")} />
          critical path
        </button>
        {notable.failed > 0 && <Jump words={`${notable.failed.toLocaleString("en-GB")} failed`} shortcut="e" onClick={acts.onNotable} />}
        {notable.ungoverned > 0 && (
          <Jump words={`${notable.ungoverned.toLocaleString("en-GB")} ungoverned`} shortcut="e" onClick={acts.onNotable} />
        )}
        {notable.retries > 0 && (
          <Jump words={`${notable.retries.toLocaleString("en-GB")} tried again`} shortcut="r" onClick={acts.onRetry} isPlain />
        )}
      </span>
      <span ref={ref} className="relative h-4 min-w-0 overflow-hidden">
        {ticks.map(({ us, share, words }) => (
          <span
            key={us}
            aria-hidden
            className={clsx("absolute pl-1 whitespace-nowrap", share > LAST_LABEL && "invisible")}
            style={{ left: `${share * 100}%` }}
          >
            {words}
          </span>
        ))}
        {folds.map(({ fromUs, toUs, isWait, share }) => (
          <span
            key={fromUs}
            title={isWait ? "Waiting for a person, drawn narrow" : "Nothing ran, drawn narrow"}
            className={clsx(
              "absolute -translate-x-1/2 bg-paper px-1 whitespace-nowrap",
              isWait ? "font-medium text-info" : "text-ink-2 italic",
              (share < 0.02 || share > 0.98) && "hidden",
            )}
            style={{ left: `${share * 100}%` }}
          >
            {lastingWords(toUs - fromUs)}
            <span className="sr-only">{isWait ? " waiting for a person, drawn narrow" : " in which nothing ran, drawn narrow"}</span>
          </span>
        ))}
      </span>
      {isWhole(view) ? (
        <span className="text-right">Time</span>
      ) : (
        <Button size="sm" variant="quiet" className="-my-1 -mr-2 h-6! justify-self-end px-2! text-xs!" onClick={acts.onWhole}>
          Show all
        </Button>
      )}
      <span className="text-right max-md:hidden">Cost</span>
    </div>
  );
}

/** Further to the right there is no room for a label. */
const LAST_LABEL = 0.88;

type JumpProps = { readonly words: string; readonly shortcut: string; readonly onClick: () => void; readonly isPlain?: boolean };

const Jump = ({ words, shortcut, onClick, isPlain = false }: JumpProps) => (
  <button
    type="button"
    aria-keyshortcuts={shortcut}
    title={`To the next (${shortcut})`}
    className={clsx("font-medium hover:underline", isPlain ? "text-ink-2" : "text-danger")}
    onClick={onClick}
  >
    {words}
  </button>
);
