import { type Column, figure } from "./skeleton";
import { childrenOf, endOf, placesOf, type Tree } from "./skeleton-tree";

/** As much of a trace as its critical path is found in; rows have parents before children. */
type Timed = { readonly parent: Column; readonly offsetUs: Column; readonly durationUs: Column };

/** Stretches of time, one after the other, and the step upon which all else waited in each. */
export type CriticalPath = {
  readonly step: Int32Array;
  readonly fromUs: Float64Array;
  readonly toUs: Float64Array;
};

/** Where each step lies within the steps around it: a clock that is wrong must not lead out of them. */
type Windows = { readonly start: Float64Array; readonly end: Float64Array; readonly isOutside: Uint8Array };

function windowsOf(timed: Timed, extentUs: number): Windows {
  const { parent, offsetUs } = timed;
  const [start, end] = [new Float64Array(parent.length), new Float64Array(parent.length)];
  const isOutside = new Uint8Array(parent.length);
  for (let i = 0; i < parent.length; i += 1) {
    const above = figure(parent, i, -1);
    const earliest = figure(start, above);
    const latest = figure(end, above, extentUs);
    const [began, ended] = [figure(offsetUs, i), endOf(timed, i, extentUs)];
    isOutside[i] = isOutside[above] === 1 || began > latest || ended < earliest ? 1 : 0;
    start[i] = Math.min(Math.max(began, earliest), latest);
    end[i] = Math.min(Math.max(ended, earliest), latest);
  }
  return { start, end, isOutside };
}

/** The children of each step that lie within it, the last to end first. */
function byEnd({ parent }: Timed, { end }: Windows): Tree {
  const tree = childrenOf(parent);
  for (let row = -1; row < parent.length; row += 1) {
    const [from, to] = placesOf(tree, row);
    if (to - from > 1) tree.list.subarray(from, to).sort((a, b) => figure(end, b) - figure(end, a) || b - a);
  }
  return tree;
}

type Frame = { readonly step: number; cursorUs: number; next: number };

/**
 * The chain of steps that decided when the trace ended: from its end backwards, always the step that ended last before the
 * one after it began; what no step below explains is its own. Making anything off this path faster ends the trace no sooner.
 */
export function criticalPath(timed: Timed, extentUs: number): CriticalPath {
  const windows = windowsOf(timed, extentUs);
  const tree = byEnd(timed, windows);
  const { start, end, isOutside } = windows;
  const [step, fromUs, toUs]: [number[], number[], number[]] = [[], [], []];
  const tell = (own: number, from: number, to: number) => {
    step.push(own);
    fromUs.push(from);
    toUs.push(to);
  };
  const nextBelow = (frame: Frame): number => {
    const [, last] = placesOf(tree, frame.step);
    while (frame.next < last) {
      const child = figure(tree.list, frame.next);
      frame.next += 1;
      if (isOutside[child] !== 1 && figure(end, child) <= frame.cursorUs) return child;
    }
    return -1;
  };
  const frames: Frame[] = [{ step: -1, cursorUs: extentUs, next: 0 }];
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const child = nextBelow(frame);
    if (child >= 0) {
      const ended = figure(end, child);
      if (frame.step >= 0 && ended < frame.cursorUs) tell(frame.step, ended, frame.cursorUs);
      frame.cursorUs = figure(start, child);
      frames.push({ step: child, cursorUs: ended, next: placesOf(tree, child)[0] });
      continue;
    }
    const began = figure(start, frame.step);
    const [first, last] = placesOf(tree, frame.step);
    if (frame.step >= 0 && (began < frame.cursorUs || first === last)) tell(frame.step, began, frame.cursorUs);
    frames.pop();
  }
  return {
    step: Int32Array.from(step.reverse()),
    fromUs: Float64Array.from(fromUs.reverse()),
    toUs: Float64Array.from(toUs.reverse()),
  };
}

/** How long each step is on the path itself; -1 where it is not. */
export function timeOnPath(path: CriticalPath, steps: number): Float64Array {
  const times = new Float64Array(steps).fill(-1);
  path.step.forEach((step, i) => {
    times[step] = Math.max(0, figure(times, step)) + figure(path.toUs, i) - figure(path.fromUs, i);
  });
  return times;
}
