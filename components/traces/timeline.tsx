"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { useEffect, useMemo, useRef } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { Kbd } from "@/components/ui/kbd";
import type { Skeleton } from "@/server/traces/schema";
import { extentOf } from "./read-skeleton";
import { STEP_PANE_ID, StepPane } from "./step-pane";
import { rowDomId, TIMELINE_COLUMNS, TimelineRow } from "./timeline-row";
import { counted, lastingWords } from "./trace-words";
import { useTree } from "./use-tree";

const ROW = 24;

type Props = { readonly skeleton: Skeleton; readonly openId: string | null; readonly onOpen: (spanId: string | null) => void };

/** The steps as a tree beside their times, and beside them the step that is open. */
export function Timeline({ skeleton, openId, onOpen }: Props) {
  const { rows, at, move, toggle, setOpen, nextNotable } = useTree(skeleton, openId, onOpen);
  const extent = useMemo(() => extentOf(skeleton), [skeleton]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    scrollPaddingEnd: ROW,
    // The open row stays drawn: assistive technology is told of it.
    rangeExtractor: (range) => {
      const inView = defaultRangeExtractor(range);
      return at === -1 || inView.includes(at) ? inView : [...inView, at].sort((a, b) => a - b);
    },
  });
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);
  const hasOpen = openId !== null;
  useKeys(
    {
      j: { label: "Next step", run: () => move(at + 1) },
      k: { label: "Step before", run: () => move(at < 0 ? 0 : at - 1) },
      ArrowDown: { label: "Next step", run: () => move(at + 1) },
      ArrowUp: { label: "Step before", run: () => move(at < 0 ? 0 : at - 1) },
      ArrowRight: { label: "Unfold", run: () => setOpen(true) },
      ArrowLeft: { label: "Fold", run: () => setOpen(false) },
      e: { label: "Next failure or ungoverned call", run: nextNotable },
      Enter: { label: "Into the open step", run: () => document.getElementById(STEP_PANE_ID)?.focus(), isEnabled: hasOpen },
      Escape: { label: "Close the step", run: () => onOpen(null), isEnabled: hasOpen },
    },
    "Trace",
  );
  const told = skeleton.spanId.length;
  return (
    <div className="flex min-h-0 flex-1">
      <section aria-label="Steps" className={clsx("flex min-w-0 flex-1 flex-col max-md:h-frame", hasOpen && "max-lg:hidden")}>
        <Axis extent={extent} />
        <div
          ref={scroller}
          role="tree"
          tabIndex={0}
          aria-label="Steps of the trace"
          aria-activedescendant={at >= 0 ? rowDomId(rows[at]?.key ?? "") : undefined}
          className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
        >
          <div role="none" className="relative" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index];
              return (
                row && (
                  <TimelineRow
                    key={item.key}
                    skeleton={skeleton}
                    row={row}
                    extent={extent}
                    top={item.start}
                    isOpen={item.index === at}
                    onOpen={onOpen}
                    onToggle={toggle}
                  />
                )
              );
            })}
          </div>
        </div>
        <footer className="flex h-8 shrink-0 items-center gap-4 border-t border-line px-4 text-xs text-ink-3 md:px-6">
          <span>
            {counted(rows.length, "line")} of {counted(told, "step")}.
            {skeleton.cut > 0 && ` ${counted(skeleton.cut, "later step")} more than can be shown here: read them by the API.`}
          </span>
          <span className="ml-auto flex items-center gap-1.5 max-md:hidden">
            <Kbd>j</Kbd>
            <Kbd>k</Kbd> move <Kbd className="ml-2">←</Kbd>
            <Kbd>→</Kbd> fold <Kbd className="ml-2">e</Kbd> next failure
          </span>
        </footer>
      </section>
      {hasOpen && <StepPane key={openId} skeleton={skeleton} spanId={openId} onClose={() => onOpen(null)} />}
    </div>
  );
}

const QUARTERS = [0, 0.25, 0.5, 0.75] as const;

const Axis = ({ extent }: { readonly extent: number }) => (
  <div aria-hidden className={clsx(TIMELINE_COLUMNS, "h-7 shrink-0 items-center border-b border-line text-xs text-ink-3")}>
    <span>Step</span>
    <span className="relative h-4 max-md:hidden">
      {QUARTERS.map((part) => (
        <span key={part} className="absolute border-l border-line pl-1 whitespace-nowrap" style={{ left: `${part * 100}%` }}>
          {part === 0 ? "0" : lastingWords(extent * part)}
        </span>
      ))}
    </span>
    <span className="text-right">Time</span>
    <span className="text-right max-md:hidden">Cost</span>
  </div>
);
