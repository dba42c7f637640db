"use client";

import clsx from "clsx";
import { type MouseEvent, memo, useEffect, useMemo, useRef } from "react";
import { paintRows, ROW_HEIGHT, type Scene } from "./timeline-paint";
import { useCanvas } from "./timeline-pen";
import { rowDomId, TIMELINE_COLUMNS, TimelineRow } from "./timeline-row";
import { holds } from "./timeline-search";
import { useLines } from "./use-lines";
import type { useTree } from "./use-tree";

type Props = {
  readonly scene: Scene;
  readonly tree: ReturnType<typeof useTree>;
  readonly found: Int32Array | null;
  readonly openId: string | null;
  readonly onOpen: (spanId: string) => void;
};

/** The lines in view, and one canvas with their bars that scrolls with them. */
export function TimelineRows({ scene, tree, found, openId, onOpen }: Props) {
  const { skeleton, rows, scale, view } = scene;
  const { at, toggle } = tree;
  const scroller = useRef<HTMLDivElement>(null);
  const { slots, first, last, onScroll } = useLines(scroller, rows.count);
  // The open step comes into view when it is opened, not whenever something is folded.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (at >= 0) bringIntoView(scroller.current, at);
  }, [openId]);
  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    const row = rows.at(Number(target?.closest<HTMLElement>("[data-row]")?.dataset.row ?? -1));
    if (row === null) return;
    if (target?.closest("[data-fold]")) toggle(row);
    else onOpen(skeleton.spanId[row.index] ?? "");
  };
  const pinned = useMemo(() => ({ scale, view }), [scale, view]);
  // The first line stays in view, and the open one stays drawn: assistive technology is told of it.
  const isApart = at > 0 && !slots.some(({ row }) => row === at);
  const apart = isApart ? [{ key: "open", row: at }] : [];
  const lines = [{ key: "first", row: 0 }, ...(at < first ? apart : []), ...slots, ...(at < first ? [] : apart)];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the page's keys move, open and fold
    <div
      ref={scroller}
      role="tree"
      tabIndex={0}
      aria-label="Steps of the trace"
      aria-activedescendant={at >= 0 ? rowDomId(rows.at(at)?.key ?? "") : undefined}
      className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
      onClick={onClick}
      onScroll={onScroll}
    >
      <div role="none" className="relative" style={{ height: rows.count * ROW_HEIGHT }}>
        {lines.map(({ key, row }) => (
          <TimelineRow
            key={key}
            skeleton={skeleton}
            rows={rows}
            at={row}
            tries={tree.tries}
            isOpen={row === at}
            isFound={found !== null && holds(found, rows.at(row)?.index ?? -1)}
            pinned={row === 0 ? pinned : null}
          />
        ))}
        <Bars scene={scene} first={first} last={last} />
      </div>
    </div>
  );
}

/** Scrolls as little as brings a line into view, clear of the first one, which stands over the others. */
function bringIntoView(element: HTMLElement | null, row: number): void {
  if (element === null) return;
  const top = row * ROW_HEIGHT - ROW_HEIGHT;
  const bottom = (row + 2) * ROW_HEIGHT - element.clientHeight;
  if (element.scrollTop > top) element.scrollTop = top;
  else if (element.scrollTop < bottom) element.scrollTop = bottom;
}

type BarsProps = { readonly scene: Scene; readonly first: number; readonly last: number };

const Bars = memo(function Bars({ scene, first, last }: BarsProps) {
  const canvas = useCanvas((pen) => paintRows(pen, scene, first, last));
  return (
    <div
      aria-hidden
      className={clsx(TIMELINE_COLUMNS, "pointer-events-none absolute inset-x-0")}
      style={{ top: first * ROW_HEIGHT, height: Math.max(0, last - first + 1) * ROW_HEIGHT }}
    >
      <span />
      <span className="relative">
        <canvas ref={canvas} className="absolute inset-0 size-full" />
      </span>
    </div>
  );
});
