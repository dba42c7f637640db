"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { useQueryStates } from "nuqs";
import { type MouseEvent, memo, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { counted } from "@/server/traces/core/words";
import type { Skeleton } from "@/server/traces/schema";
import { pathOf } from "./read-skeleton-path";
import { StepPane } from "./step-pane";
import { rangeOfView, TIMELINE_PARAMS, viewOfRange } from "./timeline-address";
import { Axis, Find, Kinds, notableOf } from "./timeline-head";
import { useTimelineKeys } from "./timeline-keys";
import { Minimap } from "./timeline-minimap";
import { paintRows, ROW_HEIGHT, type Scene } from "./timeline-paint";
import { showPath } from "./timeline-path";
import { useCanvas } from "./timeline-pen";
import { rowDomId, TIMELINE_COLUMNS, TimelineRow } from "./timeline-row";
import { scaleOf, ticksOf, type View } from "./timeline-scale";
import { findSteps, holds } from "./timeline-search";
import { useTree } from "./use-tree";

type Props = { readonly skeleton: Skeleton; readonly openId: string | null; readonly onOpen: (spanId: string | null) => void };

/** As wide as a label of the axis needs. */
const TICK_WIDTH = 72;

/** The steps as a tree beside their times, and beside them the step that is open. */
export function Timeline({ skeleton, openId, onOpen }: Props) {
  const tree = useTree(skeleton, openId, onOpen);
  const [{ find, range, path: isPathShown }, setParams] = useQueryStates(TIMELINE_PARAMS);
  const [width, setWidth] = useState(0);
  const scale = useMemo(() => scaleOf(skeleton), [skeleton]);
  const notable = useMemo(() => notableOf(skeleton, tree.tries), [skeleton, tree.tries]);
  const wanted = useDeferredValue(find);
  const found = useMemo(() => findSteps(skeleton, wanted), [skeleton, wanted]);
  const view = useMemo(() => viewOfRange(scale, range), [scale, range]);
  const scene = useMemo<Scene>(
    () => ({
      skeleton,
      rows: tree.rows,
      scale,
      view,
      path: isPathShown ? showPath(pathOf(skeleton), tree.rows, skeleton, scale) : null,
      ticks: width === 0 ? [] : ticksOf(scale, view, TICK_WIDTH / width),
    }),
    [skeleton, tree.rows, scale, view, isPathShown, width],
  );
  const setView = (next: View) => void setParams({ range: rangeOfView(scale, next) });
  const setPath = () => void setParams({ path: !isPathShown });
  const nextFound = (direction: 1 | -1) => {
    if (found !== null) tree.jump((index) => holds(found, index), direction);
  };
  const openStep =
    tree.openIndex < 0 ? null : { offsetUs: skeleton.offsetUs[tree.openIndex] ?? 0, durationUs: skeleton.durationUs[tree.openIndex] ?? 0 };
  useTimelineKeys({ tree, view, openStep, scale, hasFound: found !== null, nextFound, setView, setPath, onClose: () => onOpen(null) });
  const hasOpen = openId !== null;
  return (
    <div className="flex min-h-0 flex-1">
      <section aria-label="Steps" className={clsx("flex min-w-0 flex-1 flex-col max-md:h-frame", hasOpen && "max-lg:hidden")}>
        <search aria-label="Find steps" className="flex items-center gap-5 px-4 pt-2 md:px-6">
          <Find text={find} found={found?.length ?? null} onText={(next) => void setParams({ find: next || null })} onNext={nextFound} />
          <Kinds skeleton={skeleton} />
        </search>
        <Minimap skeleton={skeleton} scale={scale} view={view} onView={setView} />
        <Axis
          scale={scale}
          view={view}
          ticks={scene.ticks}
          notable={notable}
          isPathShown={isPathShown}
          onPath={setPath}
          onNotable={() => tree.jump(tree.isNotable, 1)}
          onRetry={() => tree.jump(tree.isRetry, 1)}
          onWhole={() => setView({ from: 0, to: 1 })}
          onWidth={setWidth}
        />
        <Lines scene={scene} tree={tree} found={found} openId={openId} onOpen={onOpen} />
        <Foot skeleton={skeleton} lines={tree.rows.count} />
      </section>
      {hasOpen && <StepPane key={openId} skeleton={skeleton} spanId={openId} onClose={() => onOpen(null)} />}
    </div>
  );
}

type LinesProps = {
  readonly scene: Scene;
  readonly tree: ReturnType<typeof useTree>;
  readonly found: Int32Array | null;
  readonly openId: string | null;
  readonly onOpen: (spanId: string) => void;
};

/** The lines in view, and one canvas with their bars that scrolls with them. */
function Lines({ scene, tree, found, openId, onOpen }: LinesProps) {
  const { skeleton, rows, scale, view } = scene;
  const { at, toggle } = tree;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
    scrollPaddingEnd: ROW_HEIGHT,
    // The first line stays in view, and the open one stays drawn: assistive technology is told of it.
    rangeExtractor: (range) => {
      const { first, last } = drawnOf(range);
      const inView = Array.from({ length: last - first + 1 }, (_, i) => first + i);
      const kept = [0, ...(at > 0 ? [at] : [])].filter((row) => (row < first || row > last) && row < rows.count);
      return kept.length === 0 ? inView : [...inView, ...kept].sort((a, b) => a - b);
    },
  });
  // The open step comes into view when it is opened, not whenever something is folded.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [openId]);
  const items = virtual.getVirtualItems();
  const range = virtual.range;
  const { first, last } = drawnOf({ startIndex: range?.startIndex ?? 0, endIndex: range?.endIndex ?? 0, count: rows.count });
  // Lines that come into view take over the elements of those that left it: to change one is cheaper than to make one.
  const slotOf = (row: number) => (row < first || row > last || row === 0 ? `line-${row}` : row % (last - first + 1));
  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    const row = rows.at(Number(target?.closest<HTMLElement>("[data-row]")?.dataset.row ?? -1));
    if (row === null) return;
    if (target?.closest("[data-fold]")) toggle(row);
    else onOpen(skeleton.spanId[row.index] ?? "");
  };
  const pinned = useMemo(() => ({ scale, view }), [scale, view]);
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
    >
      <div role="none" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <TimelineRow
            key={slotOf(index)}
            skeleton={skeleton}
            rows={rows}
            at={index}
            tries={tree.tries}
            top={start}
            isOpen={index === at}
            isFound={found !== null && holds(found, rows.at(index)?.index ?? -1)}
            pinned={index === 0 ? pinned : null}
          />
        ))}
        <Bars scene={scene} first={first} last={last} />
      </div>
    </div>
  );
}

/** So many lines more than are in view are drawn above and below it. */
const OVERSCAN = 8;
/** Lines that are in view come and go by one as one scrolls; so many are drawn in steps of this. */
const STEP = 8;

/** Which lines are drawn: always as many as long as the view keeps its height. */
function drawnOf({ startIndex, endIndex, count }: { readonly startIndex: number; readonly endIndex: number; readonly count: number }) {
  const inView = Math.ceil((endIndex - startIndex + 2) / STEP) * STEP;
  const drawn = Math.min(count, inView + 2 * OVERSCAN);
  const first = Math.max(0, Math.min(startIndex - OVERSCAN, count - drawn));
  return { first, last: first + drawn - 1 };
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

function Foot({ skeleton, lines }: { readonly skeleton: Skeleton; readonly lines: number }) {
  const told = skeleton.parent.length;
  return (
    <footer className="flex min-h-8 shrink-0 items-center gap-4 border-t border-line px-4 py-1 text-xs text-ink-3 md:px-6">
      <span>
        {counted(lines, "line")} of {counted(told, "step")}.
        {skeleton.cut > 0 && (
          <strong className="font-medium text-ink">
            {" "}
            Cut: {counted(skeleton.cut, "later step")} more than can be shown here. The API tells them.
          </strong>
        )}
      </span>
      <span className="ml-auto flex items-center gap-1.5 max-md:hidden">
        <Kbd>j</Kbd>
        <Kbd>k</Kbd> move <Kbd className="ml-2">h</Kbd>
        <Kbd>l</Kbd> fold <Kbd className="ml-2">e</Kbd> next failure <Kbd className="ml-2">+</Kbd>
        <Kbd>−</Kbd> time <Kbd className="ml-2">?</Kbd> all keys
      </span>
    </footer>
  );
}
