import { figure } from "@/server/traces/core/skeleton";
import { endOf } from "@/server/traces/core/skeleton-tree";
import { FLAGS, type Skeleton } from "@/server/traces/schema";
import { extentOf } from "./read-skeleton";

/** A stretch of time in which nothing worked, drawn narrow so that the work beside it can be told apart. */
export type Fold = { readonly fromUs: number; readonly toUs: number; readonly isWait: boolean };

/** How the time of a trace lies on an axis from 0 to 1. Between the folds it is even. */
export type Scale = {
  readonly extentUs: number;
  readonly folds: readonly Fold[];
  /** Where the pieces begin and end, in time and on the axis; of equal length. */
  readonly times: readonly number[];
  readonly places: readonly number[];
};

/** A window onto the axis, from 0 to 1. */
export type View = { readonly from: number; readonly to: number };
export const WHOLE: View = { from: 0, to: 1 };

const LEAST_FOLD_US = 10_000_000;
/** Of the whole time, what a stretch must take to be folded. */
const LEAST_SHARE = 0.15;
const FOLD_PLACE = 0.14;
const ALL_FOLDS = 0.5;

/** The steps that do the work: nothing lies below them, and they neither wait for people nor last beyond all reason, as what has no end does. */
function workersOf(skeleton: Skeleton): Uint8Array {
  const works = new Uint8Array(skeleton.parent.length).fill(1);
  const approval = skeleton.kinds.indexOf("approval");
  for (let i = 0; i < works.length; i += 1) {
    const above = figure(skeleton.parent, i, -1);
    if (above >= 0) works[above] = 0;
    const isEndless = (figure(skeleton.flags, i) & FLAGS.endless) !== 0 || figure(skeleton.durationUs, i, -1) < 0;
    if (skeleton.kind[i] === approval || isEndless) works[i] = 0;
  }
  return works;
}

/** A stretch that is folded is so many of these parts of the whole at least, less the two that it begins and ends in. */
const PARTS = 1_000;
const LEAST_PARTS = PARTS * LEAST_SHARE - 2;

/** Whether there can be any stretch to fold, found without putting steps in order: mostly there is none. */
function mayFold(skeleton: Skeleton, works: Uint8Array, extentUs: number): boolean {
  if (extentUs * LEAST_SHARE < LEAST_FOLD_US) return false;
  const working = new Int32Array(PARTS + 1);
  const partOf = (us: number) => Math.min(PARTS - 1, Math.max(0, Math.floor((us / extentUs) * PARTS)));
  works.forEach((isWorking, i) => {
    if (isWorking === 0) return;
    const [from, to] = [partOf(figure(skeleton.offsetUs, i)), partOf(endOf(skeleton, i, extentUs)) + 1];
    working[from] = figure(working, from) + 1;
    working[to] = figure(working, to) - 1;
  });
  let [count, idle] = [0, 0];
  for (let part = 0; part < PARTS; part += 1) {
    count += figure(working, part);
    idle = count > 0 ? 0 : idle + 1;
    if (idle >= LEAST_PARTS) return true;
  }
  return false;
}

/** When steps begin and end, each in order: of all of them together, and of those that work. */
function momentsOf(skeleton: Skeleton, works: Uint8Array, extentUs: number) {
  const [begins, ends] = [new Float64Array(works.length), new Float64Array(works.length)];
  const all = new Float64Array(works.length * 2);
  let working = 0;
  works.forEach((isWorking, i) => {
    all[i * 2] = figure(skeleton.offsetUs, i);
    all[i * 2 + 1] = endOf(skeleton, i, extentUs);
    if (isWorking === 0) return;
    begins[working] = figure(all, i * 2);
    ends[working] = figure(all, i * 2 + 1);
    working += 1;
  });
  return { all: all.sort(), begins: begins.subarray(0, working).sort(), ends: ends.subarray(0, working).sort() };
}

/** How many of these moments are past, from a place on that is known to be. */
function passed(moments: Float64Array, from: number, us: number): number {
  let count = from;
  while (count < moments.length && figure(moments, count) <= us) count += 1;
  return count;
}

/** Stretches between moments at which something begins or ends, in which no step works. */
function idleOf(skeleton: Skeleton, extentUs: number): { fromUs: number; toUs: number }[] {
  const works = workersOf(skeleton);
  if (!mayFold(skeleton, works, extentUs)) return [];
  const { all, begins, ends } = momentsOf(skeleton, works, extentUs);
  const idle: { fromUs: number; toUs: number }[] = [];
  let [begun, ended] = [0, 0];
  for (let i = 0; i + 1 < all.length; i += 1) {
    const [fromUs, toUs] = [figure(all, i), figure(all, i + 1)];
    if (toUs - fromUs < LEAST_FOLD_US) continue;
    begun = passed(begins, begun, fromUs);
    ended = passed(ends, ended, fromUs);
    if (begun === ended) idle.push({ fromUs, toUs });
  }
  return idle;
}

/** Whether a step that waits for a person runs all through a stretch. */
function isWait(skeleton: Skeleton, fromUs: number, toUs: number, extentUs: number): boolean {
  const approval = skeleton.kinds.indexOf("approval");
  for (let i = 0; i < skeleton.parent.length; i += 1) {
    if (skeleton.kind[i] !== approval) continue;
    if (figure(skeleton.offsetUs, i) <= fromUs && endOf(skeleton, i, extentUs) >= toUs) return true;
  }
  return false;
}

/** The axis of a trace. Long waits, idle hours and the rest of a step that lasts for years are folded. */
export function scaleOf(skeleton: Skeleton): Scale {
  const extentUs = extentOf(skeleton);
  const folds = idleOf(skeleton, extentUs)
    .filter(({ fromUs, toUs }) => toUs - fromUs >= extentUs * LEAST_SHARE)
    .map((stretch) => ({ ...stretch, isWait: isWait(skeleton, stretch.fromUs, stretch.toUs, extentUs) }));
  return scaleWith(extentUs, folds);
}

/** An axis with these folds, which follow each other in time. */
export function scaleWith(extentUs: number, folds: readonly Fold[]): Scale {
  const folded = folds.reduce((sum, { fromUs, toUs }) => sum + toUs - fromUs, 0);
  const each = folds.length === 0 ? 0 : Math.min(FOLD_PLACE, ALL_FOLDS / folds.length);
  const perUs = extentUs > folded ? (1 - each * folds.length) / (extentUs - folded) : 0;
  const [times, places]: [number[], number[]] = [[0], [0]];
  const add = (us: number, place: number) => {
    times.push(us);
    places.push(place);
  };
  for (const { fromUs, toUs } of folds) {
    const start = (places.at(-1) ?? 0) + (fromUs - (times.at(-1) ?? 0)) * perUs;
    add(fromUs, start);
    add(toUs, start + each);
  }
  add(extentUs, 1);
  return { extentUs, folds, times, places };
}

/** Where `key` lies between two rows of increasing figures, carried over to the other row. */
function carried(from: readonly number[], to: readonly number[], key: number): number {
  let last = 1;
  while (last < from.length - 1 && figure(from, last) < key) last += 1;
  const [a, b, x, y] = [figure(from, last - 1), from[last] ?? 1, figure(to, last - 1), to[last] ?? 1];
  return b === a ? x : x + ((key - a) / (b - a)) * (y - x);
}

/** Where a moment lies on the axis; before the beginning it is below 0. */
export const placeOf = ({ times, places }: Scale, us: number): number => carried(times, places, us);

/** Which moment lies at a place of the axis. */
export const momentAt = ({ times, places }: Scale, place: number): number => carried(places, times, place);

const NARROWEST = 1e-6;

/** A window within the axis, not narrower than can be drawn. */
export function viewOf(from: number, to: number): View {
  const width = Math.min(1, Math.max(NARROWEST, Math.abs(to - from)));
  const start = Math.max(0, Math.min(1 - width, Math.min(from, to)));
  return { from: start, to: start + width };
}

/** The window drawn wider or narrower about a place of the axis. */
export function zoomed({ from, to }: View, factor: number, about: number): View {
  const middle = Math.min(to, Math.max(from, about));
  return viewOf(middle - (middle - from) * factor, middle + (to - middle) * factor);
}

/** The window moved by a share of its width. */
export const panned = ({ from, to }: View, share: number): View => {
  const by = Math.max(-from, Math.min(1 - to, (to - from) * share));
  return { from: from + by, to: to + by };
};

export const isWhole = ({ from, to }: View): boolean => from <= 0 && to >= 1;

export type Tick = { readonly us: number; readonly share: number; readonly words: string };

const NICE = [1, 2, 5, 10, 15, 30, 60] as const;

/** The smallest step that people count in which is at least `us`: 1, 2, 5 times ten; 15 and 30 seconds, minutes; hours. */
function niceStep(us: number): number {
  if (us <= 1) return 1;
  if (us <= 1_000_000) {
    const power = 10 ** Math.floor(Math.log10(us));
    return power * ([1, 2, 5, 10].find((times) => times * power >= us) ?? 10);
  }
  for (const unit of [1_000_000, 60_000_000]) {
    const nice = NICE.find((times) => times * unit >= us);
    if (nice !== undefined) return nice * unit;
  }
  const hours = us / 3_600_000_000;
  const power = 24 ** Math.max(0, Math.floor(Math.log(hours) / Math.log(24)));
  return 3_600_000_000 * power * ([1, 2, 4, 6, 12, 24].find((times) => times * power >= hours) ?? Math.ceil(hours / power));
}

const two = (count: number) => String(count).padStart(2, "0");

/** A moment of the trace, as exact as the ticks about it: "250 ms", "1.25 s", "1:30", "2:05:00", "3 d 4 h". */
export function tickWords(us: number, step: number): string {
  if (us === 0) return "0";
  if (step < 1_000_000) {
    if (us < 1_000_000) return step < 1_000 ? `${us} µs` : `${us / 1_000} ms`;
    return `${(us / 1_000_000).toFixed(Math.min(6, Math.max(0, Math.ceil(6 - Math.log10(step)))))} s`;
  }
  const seconds = Math.round(us / 1_000_000);
  if (seconds >= 86_400) return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3_600)} h`;
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

const MOST_TICKS = 40;

/** Moments to write along the axis, as far apart as a label needs; `least` is that distance as a share of the window. */
export function ticksOf(scale: Scale, view: View, least: number): Tick[] {
  const ticks: Tick[] = [];
  // Pieces of work and folds take turns, and only work has ticks.
  for (let piece = 1; piece < scale.times.length; piece += 2) {
    for (const tick of ticksIn(scale, view, least, piece)) {
      const last = ticks.at(-1)?.share ?? Number.NEGATIVE_INFINITY;
      if (tick.share >= 0 && tick.share <= 1 && tick.share - last >= least * 0.9) ticks.push(tick);
    }
  }
  return ticks;
}

function ticksIn(scale: Scale, { from, to }: View, least: number, piece: number): Tick[] {
  const [begin, end] = [figure(scale.times, piece - 1), figure(scale.times, piece)];
  const [x, y] = [figure(scale.places, piece - 1), figure(scale.places, piece)];
  if (end <= begin || y <= x) return [];
  const step = niceStep((least * (to - from) * (end - begin)) / (y - x));
  const first = Math.ceil(Math.max(begin, momentAt(scale, Math.max(from, x))) / step) * step;
  const count = Math.min(MOST_TICKS, Math.max(0, Math.floor((end - first) / step) + 1));
  return Array.from({ length: count }, (_, i) => {
    const us = first + i * step;
    return { us, share: (placeOf(scale, us) - from) / (to - from), words: tickWords(us, step) };
  });
}
