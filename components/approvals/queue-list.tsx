"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { useCallback, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { QueueRow as Row } from "@/server/approvals/schema";
import type { QueueLine } from "./prepare-queue";
import { type QueueFilter, requestHref } from "./queue-address";
import { QueueRow } from "./queue-row";
import { SPLIT, useMedia, WIDE_ROWS } from "./use-media";

const SIZES = { wide: { head: 28, row: 46 }, narrow: { head: 30, row: 86 } } as const;
/** The next page is asked for before the reader is at the end of this one. */
const AHEAD = 40;

export type QueueListProps = {
  readonly lines: readonly QueueLine[];
  readonly filter: QueueFilter;
  readonly openId: string | null;
  /** What is selected; null when nothing is being selected. */
  readonly selected: ReadonlySet<string> | null;
  readonly onSelect: (id: string, isRange: boolean) => void;
  /** How many rows the whole list has; null while that is not known. */
  readonly total: number | null;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly hasFailedMore: boolean;
  readonly onMore: () => void;
  readonly onOpen: (id: string) => void;
  /** Puts the focus into what is open. Never another function, or all rows are drawn anew. */
  readonly onInto: () => void;
  /** The row that receives the focus, once: `token` makes each wish a new one. */
  readonly focus: { readonly id: string; readonly token: number } | null;
};

/** Which lines are drawn and where, and what scrolling asks for. */
function useLines({ lines, openId, hasMore, isLoadingMore, hasFailedMore, onMore }: QueueListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const size = useMedia(WIDE_ROWS) ? SIZES.wide : SIZES.narrow;
  const openIndex = openId === null ? -1 : lines.findIndex((line) => line.key === openId);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === "head" ? size.head : size.row),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 8,
    paddingEnd: 8,
    scrollPaddingStart: size.head,
    scrollPaddingEnd: 8,
    // The open row stays drawn, so that it does not lose the focus when it is scrolled away.
    rangeExtractor: (range) => {
      const inView = defaultRangeExtractor(range);
      return openIndex === -1 || inView.includes(openIndex) ? inView : [...inView, openIndex].sort((a, b) => a - b);
    },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const isNearEnd = last >= lines.length - AHEAD;

  // Both name an outside system: the server's next page, and the browser's scroll position.
  useEffect(() => {
    if (hasMore && isNearEnd && !isLoadingMore && !hasFailedMore) onMore();
  }, [hasMore, isNearEnd, isLoadingMore, hasFailedMore, onMore]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another size of rows makes every measure wrong
  useEffect(() => virtual.measure(), [size, virtual]);
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (openIndex === -1 || shown.current === openId) return;
    shown.current = openId;
    virtual.scrollToIndex(openIndex, { align: "auto" });
  }, [openId, openIndex, virtual]);
  const tabStop = openIndex === -1 ? lines.find((line) => line.kind === "row")?.key : openId;
  return { scroller, items, height: virtual.getTotalSize(), tabStop };
}

/** The rows. Only those in view are drawn, so that ten thousand scroll like ten. */
export function QueueList(props: QueueListProps) {
  const { lines, filter, openId, selected, onSelect, total, isLoadingMore, hasFailedMore, onMore, onOpen, onInto, focus } = props;
  const isSplit = useMedia(SPLIT);
  const { scroller, items, height, tabStop } = useLines(props);
  useFocus(focus);
  const open = useCallback(
    (id: string) => {
      if (isSplit) onOpen(id);
      return isSplit;
    },
    [isSplit, onOpen],
  );
  return (
    <div ref={scroller} className="relative min-h-0 overflow-y-auto overscroll-contain">
      <ul className="relative" style={{ height }} aria-label="Requests">
        {items.map((item) => {
          const line = lines[item.index];
          if (line === undefined) return null;
          const place = { height: item.size, transform: `translateY(${item.start}px)` };
          return line.kind === "head" ? (
            <li key={item.key} className="absolute inset-x-0 top-0" style={place}>
              <Heading line={line} />
            </li>
          ) : (
            <li
              key={item.key}
              className="absolute inset-x-0 top-0"
              style={place}
              aria-setsize={total ?? -1}
              aria-posinset={line.position + 1}
            >
              <QueueRow
                row={line.row}
                href={requestHref(filter, line.row.id)}
                isOpen={isSplit && line.row.id === openId}
                isSelected={selected?.has(line.row.id) ?? null}
                isTabStop={line.row.id === tabStop}
                onOpen={open}
                onInto={onInto}
              />
              {selected !== null && <Tick row={line.row} isTicked={selected.has(line.row.id)} onSelect={onSelect} />}
            </li>
          );
        })}
      </ul>
      {isLoadingMore && <p className="px-4 py-3 text-xs text-ink-3 md:px-6">Loading more…</p>}
      {hasFailedMore && (
        <p className="flex items-center gap-3 px-4 py-3 text-xs text-ink-2 md:px-6">
          The rest of the list could not be read.
          <Button size="sm" onClick={onMore}>
            Try again
          </Button>
        </p>
      )}
    </div>
  );
}

type TickProps = { readonly row: Row; readonly isTicked: boolean; readonly onSelect: QueueListProps["onSelect"] };

/** The box beside a row. The key `x` does the same, so that a press leaves the focus on the row. */
const Tick = ({ row, isTicked, onSelect }: TickProps) => (
  <label className="absolute inset-y-0 left-0 grid w-11 cursor-pointer place-items-center" onMouseDown={(event) => event.preventDefault()}>
    <input
      type="checkbox"
      tabIndex={-1}
      className="size-4 accent-ink"
      aria-label={`Select ${row.title}`}
      checked={isTicked}
      onChange={({ nativeEvent }) => onSelect(row.id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
    />
  </label>
);

/** Gives the focus to a row once it is drawn. */
function useFocus(focus: QueueListProps["focus"]): void {
  const done = useRef<number | null>(null);
  useEffect(() => {
    if (focus === null || done.current === focus.token) return;
    const row = document.getElementById(`row-${focus.id}`);
    if (row === null) return;
    done.current = focus.token;
    row.focus({ preventScroll: true });
  });
}

function Heading({ line }: { readonly line: Extract<QueueLine, { kind: "head" }> }) {
  return (
    <h2
      className={clsx(
        "flex items-baseline gap-2 px-4 pt-3 pb-0.5 text-xs font-medium md:pt-[9px] md:pb-[3px] md:pl-6",
        line.group.id === "breached" ? "text-danger" : "text-ink-2",
      )}
    >
      {line.group.label}
      {line.count !== null && <span className="font-normal text-ink-3">{line.count.toLocaleString("en-GB")}</span>}
    </h2>
  );
}

/** The list while it loads, at its size. */
export function QueueListSkeleton() {
  return (
    <div role="status" aria-label="Loading the queue" className="min-h-0 overflow-hidden pt-7">
      {Array.from({ length: 14 }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows have no identity
          key={row}
          className="grid h-[86px] grid-cols-[minmax(0,1fr)_auto] content-center gap-x-4 gap-y-2 px-4 md:h-[46px] md:grid-cols-[104px_minmax(0,1fr)_auto] md:pl-6"
        >
          <Skeleton className="h-3 w-20" />
          <Skeleton className="h-3 w-3/5" />
          <Skeleton className="h-3 w-14" />
          <Skeleton className="h-2.5 w-14" />
          <Skeleton className="h-2.5 w-2/5 max-md:hidden" />
        </div>
      ))}
    </div>
  );
}
