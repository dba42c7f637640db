import { figure } from "@/server/traces/core/skeleton";
import { endOf } from "@/server/traces/core/skeleton-tree";
import type { StepKind } from "@/server/traces/core/step";
import { FLAGS, type Skeleton } from "@/server/traces/schema";
import type { Rows, TreeRow } from "./fold-rows";
import { type ShownPath, wideStretches } from "./timeline-path";
import type { Colours, Pen } from "./timeline-pen";
import { placeOf, type Scale, type Tick, type View } from "./timeline-scale";

export const ROW_HEIGHT = 24;
const BAR = { top: 7, height: 10, least: 3 } as const;
const PATH_Y = 19;

/** The steps of a timeline, how they are folded, and the window onto their time. */
export type Scene = {
  readonly skeleton: Skeleton;
  readonly rows: Rows;
  readonly scale: Scale;
  readonly view: View;
  readonly path: ShownPath | null;
  readonly ticks: readonly Tick[];
};

const COLOURS: Record<StepKind, keyof Colours> = {
  agent: "ink-3",
  llm: "s1",
  tool: "s3",
  retrieval: "s6",
  guardrail: "s8",
  handoff: "s8",
  approval: "info",
  other: "s8",
};

/** The colour of a kind's bars on a canvas. */
export const inkOf = (colours: Colours, kind: string | undefined): string => colours[COLOURS[(kind ?? "other") as StepKind] ?? "s8"];

type Across = (us: number) => number;

/** Draws the bars of some rows, the first of them at the top of the canvas. */
export function paintRows(pen: Pen, scene: Scene, first: number, last: number): void {
  const { scale, view } = scene;
  const across: Across = (us) => ((placeOf(scale, us) - view.from) / (view.to - view.from)) * pen.width;
  paintGround(pen, scene, across);
  if (scene.path !== null) paintPath(pen, scene.path, view, first, last);
  for (let at = Math.max(first, 1); at <= last; at += 1) {
    const row = scene.rows.at(at);
    if (row !== null) paintRow(pen, scene, row, across, (at - first) * ROW_HEIGHT);
  }
}

/** What stands behind the bars: folded time, and a line at each tick. */
function paintGround({ ctx, width, height, colours }: Pen, { scale, ticks }: Scene, across: Across): void {
  ctx.fillStyle = colours.line;
  for (const { share } of ticks) ctx.fillRect(Math.round(share * width), 0, 1, height);
  for (const { fromUs, toUs } of scale.folds) {
    const [left, right] = [across(fromUs), across(toUs)];
    ctx.fillStyle = colours.sunken;
    ctx.fillRect(left, 0, right - left, height);
    ctx.strokeStyle = colours["line-strong"];
    ctx.setLineDash([2, 3]);
    ctx.beginPath();
    for (const x of [left, right]) {
      ctx.moveTo(Math.round(x) + 0.5, 0);
      ctx.lineTo(Math.round(x) + 0.5, height);
    }
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

/** The critical path: a run of ink under each bar that is on it, and thin lines from each to the next that is wide enough to see. */
function paintPath({ ctx, width, colours }: Pen, path: ShownPath, view: View, first: number, last: number): void {
  ctx.fillStyle = colours.ink;
  const scaled = width / (view.to - view.from);
  const yOf = (row: number) => (Math.min(Math.max(row, first - 1), last + 1) - first) * ROW_HEIGHT + PATH_Y;
  const leftOf = (i: number) => (figure(path.from, i) - view.from) * scaled;
  const rightOf = (i: number) => (figure(path.to, i) - view.from) * scaled;
  const isOutside = (i: number) => rightOf(i) < 0 || leftOf(i) > width;
  for (let place = figure(path.at, first); place < figure(path.at, last + 1, path.list.length); place += 1) {
    const i = figure(path.list, place);
    if (!isOutside(i)) ctx.fillRect(leftOf(i), yOf(figure(path.row, i)), Math.max(1.5, rightOf(i) - leftOf(i)), 2);
  }
  let before = -1;
  for (const i of wideStretches(path, scaled)) {
    if (isOutside(i)) continue;
    const row = figure(path.row, i);
    if (before >= 0) paintJoint(ctx, leftOf(i), yOf(before), yOf(row));
    before = row;
  }
}

function paintJoint(ctx: CanvasRenderingContext2D, x: number, from: number, to: number): void {
  if (from === to) return;
  ctx.globalAlpha = 0.45;
  ctx.fillRect(Math.round(x), Math.min(from, to), 1, Math.abs(to - from) + 1);
  ctx.globalAlpha = 1;
}

function paintRow(pen: Pen, scene: Scene, row: TreeRow, across: Across, y: number): void {
  if (row.isRun) paintRun(pen, scene, row, y);
  else paintStep(pen, scene, row.index, across, y);
}

function paintStep(pen: Pen, { skeleton, scale }: Scene, index: number, across: Across, y: number): void {
  const { ctx, width, colours } = pen;
  const began = across(figure(skeleton.offsetUs, index));
  const right = Math.max(across(endOf(skeleton, index, scale.extentUs)), began + BAR.least);
  if (right < 0 || began > width) {
    paintBeyond(pen, right < 0, y);
    return;
  }
  // What begins at the very edge is drawn whole.
  const left = Math.min(began, width - BAR.least);
  const kind = skeleton.kinds[figure(skeleton.kind, index, -1)];
  const flags = figure(skeleton.flags, index);
  const isFailed = skeleton.statuses[figure(skeleton.status, index, -1)] === "error";
  ctx.fillStyle = isFailed ? colours.danger : inkOf(colours, kind);
  shapeOf(kind, flags)(pen, left, right, y);
  if (figure(skeleton.durationUs, index, -1) < 0) paintOpenEnd(pen, right, y);
  if ((flags & FLAGS.reversed) !== 0) paintReversed(pen, left, y);
}

function shapeOf(kind: string | undefined, flags: number): typeof paintBar {
  if (kind === "agent") return paintBracket;
  if (kind === "approval") return paintWait;
  return (flags & FLAGS.ungoverned) === 0 ? paintBar : paintRing;
}

function paintBar({ ctx, width }: Pen, left: number, right: number, y: number): void {
  const [from, to] = [Math.max(left, -4), Math.min(right, width + 4)];
  ctx.beginPath();
  ctx.roundRect(from, y + BAR.top, to - from, BAR.height, Math.min(2, (to - from) / 2));
  ctx.fill();
}

/** An agent spans what it called: a line with an end at each side. */
function paintBracket({ ctx, width }: Pen, left: number, right: number, y: number): void {
  const [from, to] = [Math.max(left, -1), Math.min(right, width + 1)];
  ctx.fillRect(from, y + 8, to - from, 1.25);
  ctx.fillRect(from, y + 8, 1.25, 5);
  ctx.fillRect(to - 1.25, y + 8, 1.25, 5);
}

/** A wait for a person is hatched. */
function paintWait({ ctx, width, colours }: Pen, left: number, right: number, y: number): void {
  const [from, to] = [Math.max(left, -2), Math.min(right, width + 2)];
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(from + 0.5, y + BAR.top + 0.5, Math.max(2, to - from - 1), BAR.height - 1, 2);
  ctx.strokeStyle = colours.info;
  ctx.stroke();
  ctx.clip();
  ctx.beginPath();
  for (let x = from - BAR.height; x < to; x += 5) {
    ctx.moveTo(x, y + BAR.top + BAR.height);
    ctx.lineTo(x + BAR.height, y + BAR.top);
  }
  ctx.stroke();
  ctx.restore();
}

/** What nobody decided has a broken ring about it. */
function paintRing({ ctx, colours }: Pen, left: number, right: number, y: number): void {
  const width = Math.max(BAR.height, right - left);
  ctx.strokeStyle = colours.danger;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([2.5, 2]);
  ctx.beginPath();
  ctx.roundRect(left, y + BAR.top, width, BAR.height, BAR.height / 2);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.lineWidth = 1;
}

/** What still runs has no end: the bar fades into dots. */
function paintOpenEnd({ ctx, width, colours }: Pen, right: number, y: number): void {
  ctx.fillStyle = colours.paper;
  for (let x = 3; x <= 15; x += 4) ctx.fillRect(Math.min(right, width) - x, y + BAR.top - 1, 2, BAR.height + 2);
}

/** What ends before it starts took no time that could be drawn: its beginning is a lozenge. */
function paintReversed({ ctx, colours }: Pen, left: number, y: number): void {
  ctx.strokeStyle = colours["ink-2"];
  ctx.beginPath();
  ctx.moveTo(left, y + 5);
  ctx.lineTo(left + 6, y + 12);
  ctx.lineTo(left, y + 19);
  ctx.lineTo(left - 6, y + 12);
  ctx.closePath();
  ctx.stroke();
}

/** What lies outside of the window says on which side. */
function paintBeyond({ ctx, width, colours }: Pen, isBefore: boolean, y: number): void {
  const [tip, back] = isBefore ? [1, 5] : [width - 1, width - 5];
  ctx.strokeStyle = colours["ink-3"];
  ctx.beginPath();
  ctx.moveTo(back, y + 9);
  ctx.lineTo(tip, y + 12);
  ctx.lineTo(back, y + 15);
  ctx.stroke();
}

type Places = { readonly scale: Scale; readonly from: Float64Array; readonly to: Float64Array };
const placesOfRuns = new WeakMap<TreeRow, Places>();

/** Where the steps of a line lie on the axis: worked out once, since a line may stand for thousands and is drawn again and again. */
function placesOfRun({ skeleton, scale }: Scene, row: TreeRow): Places {
  const known = placesOfRuns.get(row);
  if (known?.scale === scale) return known;
  const from = Float64Array.from(row.members, (index) => placeOf(scale, figure(skeleton.offsetUs, index)));
  const to = Float64Array.from(row.members, (index) => placeOf(scale, endOf(skeleton, index, scale.extentUs)));
  placesOfRuns.set(row, { scale, from, to });
  return { scale, from, to };
}

/** Many steps in one line: what lies within a pixel of the one before is one bar with it; failures stand out. */
function paintRun(pen: Pen, scene: Scene, row: TreeRow, y: number): void {
  const { ctx, width, colours } = pen;
  const { skeleton, view } = scene;
  const { members } = row;
  const places = placesOfRun(scene, row);
  const scaled = width / (view.to - view.from);
  const failed = skeleton.statuses.indexOf("error");
  const failures: number[] = [];
  const inkAt = (at: number) => inkOf(colours, skeleton.kinds[figure(skeleton.kind, figure(members, at), -1)]);
  ctx.fillStyle = inkAt(0);
  let [from, to] = [Number.NaN, Number.NaN];
  const flush = () => {
    if (from <= width && to >= 0) ctx.fillRect(from, y + BAR.top, Math.max(1.5, to - from), BAR.height);
  };
  for (let at = 0; at < members.length; at += 1) {
    const left = (figure(places.from, at) - view.from) * scaled;
    const right = (figure(places.to, at) - view.from) * scaled;
    if (skeleton.status[figure(members, at)] === failed) failures.push(left);
    if (left <= to + 1) to = Math.max(to, right);
    else {
      flush();
      if (row.round > 1) ctx.fillStyle = inkAt(at);
      [from, to] = [left, right];
    }
  }
  flush();
  ctx.fillStyle = colours.danger;
  for (const left of failures) ctx.fillRect(left, y + BAR.top - 2, 2, BAR.height + 4);
}
