"use client";

import { memo, type PointerEvent, useMemo, useRef, useState } from "react";
import { figure } from "@/server/traces/core/skeleton";
import type { Skeleton } from "@/server/traces/schema";
import { LANES, type Lanes, lanesOf } from "./timeline-lanes";
import { inkOf } from "./timeline-paint";
import { type Colours, type Pen, useCanvas } from "./timeline-pen";
import { isWhole, placeOf, type Scale, type View, viewOf } from "./timeline-scale";

const LANE = 12;
const HEIGHT = LANE * LANES.length + 4;
const PIXELS = 600;
/** So near to an edge of the window, the edge is meant. */
const GRIP = 8;

type Props = {
  readonly skeleton: Skeleton;
  readonly scale: Scale;
  readonly view: View;
  readonly onView: (view: View) => void;
};

/** The whole time in small. A drag chooses the stretch that the timeline shows; the window and its edges can be moved. */
export function Minimap({ skeleton, scale, view, onView }: Props) {
  const [drawn, setDrawn] = useState<View | null>(null);
  const drag = useRef<((place: number) => View) | null>(null);
  const began = useRef(0);
  const placeAt = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / width));
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    const place = placeAt(event);
    event.currentTarget.setPointerCapture(event.pointerId);
    began.current = event.clientX;
    drag.current = dragOf(view, place, GRIP / event.currentTarget.clientWidth);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (drag.current !== null && Math.abs(event.clientX - began.current) > 3) setDrawn(drag.current(placeAt(event)));
  };
  const onPointerUp = () => {
    if (drawn !== null) onView(drawn);
    drag.current = null;
    setDrawn(null);
  };
  return (
    <div className="grid grid-cols-[3rem_minmax(0,1fr)] px-4 py-2 text-2xs text-ink-3 md:px-6">
      <span aria-hidden className="flex flex-col pt-0.5">
        {LANES.map((lane) => (
          <span key={lane} className="leading-3">
            {lane}
          </span>
        ))}
      </span>
      <div
        role="img"
        aria-label="The whole time: models, tools and gates. The keys + and − show less and more of it, 0 shows all."
        className="relative cursor-crosshair touch-pan-y rounded-[3px] border border-line select-none"
        style={{ height: HEIGHT }}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
        onDoubleClick={() => onView({ from: 0, to: 1 })}
      >
        <Overview skeleton={skeleton} scale={scale} />
        <Window view={drawn ?? view} />
      </div>
    </div>
  );
}

/** What a drag that begins at a place means: to move an edge of the window, to move all of it, or to draw another. */
function dragOf(view: View, start: number, grip: number): (place: number) => View {
  if (!isWhole(view)) {
    if (Math.abs(start - view.from) < grip) return (place) => viewOf(place, view.to);
    if (Math.abs(start - view.to) < grip) return (place) => viewOf(view.from, place);
    if (start > view.from && start < view.to) return (place) => viewOf(view.from + place - start, view.to + place - start);
  }
  return (place) => viewOf(start, place);
}

function Window({ view: { from, to } }: { readonly view: View }) {
  if (isWhole({ from, to })) return null;
  return (
    <>
      <span className="absolute inset-y-0 left-0 bg-paper/70" style={{ width: `${from * 100}%` }} />
      <span className="absolute inset-y-0 right-0 bg-paper/70" style={{ width: `${(1 - to) * 100}%` }} />
      <span
        className="absolute -inset-y-px cursor-grab rounded-[3px] border-x-3 border-y border-ink-2"
        style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
      />
    </>
  );
}

const Overview = memo(function Overview({ skeleton, scale }: Pick<Props, "skeleton" | "scale">) {
  const lanes = useMemo(() => lanesOf(skeleton, scale, PIXELS), [skeleton, scale]);
  const canvas = useCanvas((pen) => paintOverview(pen, lanes, scale));
  return <canvas ref={canvas} className="absolute inset-0 size-full" />;
});

function paintOverview(pen: Pen, lanes: Lanes, scale: Scale): void {
  const { ctx, width, height, colours } = pen;
  const pixel = width / PIXELS;
  for (const { fromUs, toUs } of scale.folds) {
    ctx.fillStyle = colours.sunken;
    const left = placeOf(scale, fromUs) * width;
    ctx.fillRect(left, 0, placeOf(scale, toUs) * width - left, height);
  }
  lanes.running.forEach((row, lane) => {
    ctx.fillStyle = inkOf(colours, lane === 0 ? "llm" : lane === 1 ? "tool" : "approval");
    for (const [from, to] of stretchesOf(row)) ctx.fillRect(from * pixel, lane * LANE + 4, Math.max(1, (to - from) * pixel), LANE - 4);
  });
  paintMarks(pen, lanes, colours, pixel);
}

/** Where something runs, from pixel to pixel. */
function stretchesOf(row: Int32Array): (readonly [from: number, to: number])[] {
  const stretches: (readonly [number, number])[] = [];
  let begun = -1;
  for (let x = 0; x <= PIXELS; x += 1) {
    const isRunning = x < PIXELS && figure(row, x) > 0;
    if (isRunning && begun < 0) begun = x;
    else if (!isRunning && begun >= 0) {
      stretches.push([begun, x]);
      begun = -1;
    }
  }
  return stretches;
}

/** Failures are ticks across their lane; in the lane of the gates, a dot is a decision and a ring is a call without one. */
function paintMarks({ ctx }: Pen, { failures, ungoverned, decided }: Lanes, colours: Colours, pixel: number): void {
  ctx.fillStyle = colours.danger;
  failures.forEach((row, lane) => {
    row.forEach((mark, x) => {
      if (mark === 1) ctx.fillRect(x * pixel, 2 + lane * LANE, 2, LANE);
    });
  });
  const y = 2 + 2 * LANE + LANE / 2;
  const circle = (x: number, radius: number) => {
    ctx.beginPath();
    ctx.arc(Math.max(radius, x * pixel), y, radius, 0, 2 * Math.PI);
  };
  let last = Number.NEGATIVE_INFINITY;
  for (let x = 0; x < PIXELS; x += 1) {
    if (ungoverned[x] !== 1 && decided[x] !== 1) continue;
    if ((x - last) * pixel < 5) continue;
    last = x;
    circle(x, ungoverned[x] === 1 ? 3.5 : 2.5);
    ctx.strokeStyle = colours.danger;
    ctx.fillStyle = colours.ink;
    if (ungoverned[x] !== 1) ctx.fill();
    else {
      ctx.setLineDash([2, 1.5]);
      ctx.stroke();
      ctx.setLineDash([]);
    }
  }
}
