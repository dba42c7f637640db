"use client";

import clsx from "clsx";
import { useQueryStates } from "nuqs";
import { useDeferredValue, useMemo, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { counted } from "@/server/traces/core/words";
import type { Skeleton } from "@/server/traces/schema";
import { StepPane } from "./step-pane";
import { rangeOfView, TIMELINE_PARAMS, viewOfRange } from "./timeline-address";
import { Axis, Find, Kinds, notableOf } from "./timeline-head";
import { useTimelineKeys } from "./timeline-keys";
import { Minimap } from "./timeline-minimap";
import type { Scene } from "./timeline-paint";
import { TimelineRows } from "./timeline-rows";
import { scaleOf, ticksOf, type View } from "./timeline-scale";
import { findSteps, holds } from "./timeline-search";
import { usePath } from "./use-path";
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
  const path = usePath(skeleton, tree.rows, scale, isPathShown);
  const scene = useMemo<Scene>(
    () => ({
      skeleton,
      rows: tree.rows,
      scale,
      view,
      path,
      ticks: width === 0 ? [] : ticksOf(scale, view, TICK_WIDTH / width),
    }),
    [skeleton, tree.rows, scale, view, path, width],
  );
  const setView = (next: View) => void setParams({ range: rangeOfView(scale, next) });
  const setPath = () => void setParams({ path: !isPathShown });
  const nextFound = (direction: 1 | -1) => {
    // Enter may come before what was typed last is looked for.
    const all = wanted === find ? found : findSteps(skeleton, find);
    if (all !== null) tree.jump((index) => holds(all, index), direction);
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
        <TimelineRows scene={scene} tree={tree} found={found} openId={openId} onOpen={onOpen} />
        <Foot skeleton={skeleton} lines={tree.rows.count} />
      </section>
      {hasOpen && <StepPane key={openId} skeleton={skeleton} spanId={openId} onClose={() => onOpen(null)} />}
    </div>
  );
}

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
