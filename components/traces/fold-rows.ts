import { figure } from "@/server/traces/core/skeleton";
import { placesOf, type Tree } from "@/server/traces/core/skeleton-tree";
import { FLAGS, type Skeleton } from "@/server/traces/schema";

/** From so many steps alike in a row on, they are one line. */
const ALIKE = 4;
/** So do rounds of a few steps that come again and again, from so many rounds on. */
const ROUNDS = 3;
const LONGEST_ROUND = 4;
/** Large traces open with what lies deeper than this folded. */
const DEEP = 5;
const LARGE = 400;

/** What the reader opened and closed: by the key of a line, whether it is open. The rest is as it was at first. */
export type Folds = ReadonlyMap<string, boolean>;

/** A line of the tree: a step, or steps alike that are folded into one line. */
export type TreeRow = {
  readonly key: string;
  /** The step, or the first of them. */
  readonly index: number;
  /** The steps that the line stands for. */
  readonly members: Int32Array;
  readonly isRun: boolean;
  /** Of how many steps each round of a run is: 1 where all are alike. */
  readonly round: number;
  readonly depth: number;
  readonly canFold: boolean;
  readonly isOpen: boolean;
};

/** The lines of the tree, top to bottom. */
export type Rows = {
  readonly count: number;
  readonly at: (row: number) => TreeRow | null;
  /** The line of each step, or the one that it is folded into; -1 where a step above it is folded. */
  readonly rowOf: Int32Array;
};

const OPEN = 1;
const FOLDS = 2;

/** Columns of lines, which grow. */
class Lines {
  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly depth: number[] = [];
  readonly state: number[] = [];

  add(from: number, to: number, depth: number, state: number): number {
    this.from.push(from);
    this.to.push(to);
    this.depth.push(depth);
    return this.state.push(state) - 1;
  }
}

const isAlike = (skeleton: Skeleton, a: number, b: number): boolean =>
  skeleton.name[a] === skeleton.name[b] && skeleton.kind[a] === skeleton.kind[b] && skeleton.tool[a] === skeleton.tool[b];

/** Up to where, from a place of the list on, each step is like the one so many places before it. */
function likeEnd(skeleton: Skeleton, list: Int32Array, from: number, last: number, round: number): number {
  let to = from + round;
  while (to < last && isAlike(skeleton, figure(list, to - round), figure(list, to))) to += 1;
  return to;
}

/** Where the run of steps alike, or of rounds of steps alike, ends that begins at a place of the list. */
function runEnd(skeleton: Skeleton, list: Int32Array, from: number, last: number): number {
  const alike = likeEnd(skeleton, list, from, last, 1);
  if (alike - from >= ALIKE) return alike;
  for (let round = 2; round <= LONGEST_ROUND && from + round * ROUNDS <= last; round += 1) {
    const to = likeEnd(skeleton, list, from, last, round);
    const rounds = Math.floor((to - from) / round);
    if (rounds >= ROUNDS) return from + rounds * round;
  }
  return from + 1;
}

/** Of how many steps each round of a run is. */
function roundOf(skeleton: Skeleton, list: Int32Array, from: number, to: number): number {
  for (let round = 1; round < LONGEST_ROUND; round += 1) if (likeEnd(skeleton, list, from, to, round) === to) return round;
  return LONGEST_ROUND;
}

const hasFailed = (skeleton: Skeleton, failed: number, index: number | undefined): boolean =>
  index !== undefined && skeleton.status[index] === failed;

/** Of steps that are folded, the places of those that stay in view: failures, and the step after each, which tried again. */
function exceptionsOf(skeleton: Skeleton, list: Int32Array, from: number, to: number): number[] {
  const failed = skeleton.statuses.indexOf("error");
  let failures = 0;
  for (let place = from; place < to; place += 1) if (hasFailed(skeleton, failed, list[place])) failures += 1;
  // Where many of them fail, showing them all would fold nothing.
  if (failures === 0 || failures > (to - from) / 4) return [];
  const places: number[] = [];
  for (let place = from; place < to; place += 1) {
    const isRetry = place > from && hasFailed(skeleton, failed, list[place - 1]);
    if (isRetry || hasFailed(skeleton, failed, list[place])) places.push(place);
  }
  return places;
}

const runKey = (spanId: string): string => `run-${spanId}`;

/** How a stretch of siblings is told: with steps alike in one line each, one by one, or only those at certain places. */
type Stretch = {
  next: number;
  readonly to: number;
  readonly depth: number;
  readonly only: readonly number[] | null;
  readonly isParted: boolean;
};

/** What is asked of each line while the tree is gone through. */
class Folding {
  readonly lines = new Lines();
  readonly rowOf: Int32Array;
  readonly stack: Stretch[] = [];
  private readonly isLarge: boolean;

  constructor(
    private readonly skeleton: Skeleton,
    private readonly tree: Tree,
    private readonly folds: Folds,
  ) {
    this.rowOf = new Int32Array(skeleton.parent.length).fill(-1);
    this.isLarge = skeleton.parent.length >= LARGE;
  }

  private idAt(place: number): string {
    return this.skeleton.spanId[figure(this.tree.list, place)] ?? "";
  }

  private isOpenStep(index: number, place: number): boolean {
    const chosen = this.folds.size === 0 ? undefined : this.folds.get(this.idAt(place));
    return chosen ?? !(this.isLarge && figure(this.skeleton.depth, index) >= DEEP);
  }

  step(place: number, depth: number): void {
    const index = figure(this.tree.list, place);
    const [first, last] = placesOf(this.tree, index);
    const hasChildren = last > first;
    const isOpen = hasChildren && this.isOpenStep(index, place);
    this.rowOf[index] = this.lines.add(place, place + 1, depth, (hasChildren ? FOLDS : 0) | (isOpen ? OPEN : 0));
    if (isOpen) this.stack.push({ next: first, to: last, depth: depth + 1, only: null, isParted: true });
  }

  run(from: number, to: number, depth: number): void {
    const isOpen = this.folds.get(runKey(this.idAt(from))) ?? false;
    const row = this.lines.add(from, to, depth, FOLDS | (isOpen ? OPEN : 0));
    for (let place = from; place < to; place += 1) this.rowOf[figure(this.tree.list, place)] = row;
    const only = isOpen ? null : exceptionsOf(this.skeleton, this.tree.list, from, to);
    if (only === null) this.stack.push({ next: from, to, depth: depth + 1, only, isParted: false });
    else if (only.length > 0) this.stack.push({ next: 0, to: only.length, depth: depth + 1, only, isParted: false });
  }
}

/** The lines of a trace's tree, as it is folded. */
export function foldRows(skeleton: Skeleton, tree: Tree, folds: Folds): Rows {
  const folding = new Folding(skeleton, tree, folds);
  const { stack, lines, rowOf } = folding;
  const [first, last] = placesOf(tree, -1);
  stack.push({ next: first, to: last, depth: 0, only: null, isParted: true });
  for (let stretch = stack.at(-1); stretch !== undefined; stretch = stack.at(-1)) {
    const { next, to, depth, only, isParted } = stretch;
    if (next >= to) {
      stack.pop();
      continue;
    }
    stretch.next = isParted ? runEnd(skeleton, tree.list, next, to) : next + 1;
    if (stretch.next - next > 1) folding.run(next, stretch.next, depth);
    else folding.step(only?.[next] ?? next, depth);
  }
  // The same line is the same object, so that what was worked out of it need not be again.
  const told: (TreeRow | null)[] = [];
  const at = (row: number) => {
    told[row] ??= rowAt(skeleton, tree, lines, row);
    return told[row] ?? null;
  };
  return { count: lines.from.length, rowOf, at };
}

function rowAt(skeleton: Skeleton, { list }: Tree, lines: Lines, row: number): TreeRow | null {
  const [from, to, state] = [lines.from[row], lines.to[row], lines.state[row]];
  if (from === undefined || to === undefined || state === undefined) return null;
  const index = figure(list, from);
  const isRun = to - from > 1;
  const spanId = skeleton.spanId[index] ?? "";
  return {
    key: isRun ? runKey(spanId) : spanId,
    index,
    members: list.subarray(from, to),
    isRun,
    round: isRun ? roundOf(skeleton, list, from, to) : 1,
    depth: figure(lines.depth, row),
    canFold: (state & FOLDS) !== 0,
    isOpen: (state & OPEN) !== 0,
  };
}

/** The run of steps alike that a step stands in among its siblings: the places of its first and after its last. */
function runAround(skeleton: Skeleton, tree: Tree, index: number): readonly [from: number, to: number] {
  const [first, last] = placesOf(tree, figure(skeleton.parent, index, -1));
  let [from, to] = [first, first];
  while (to < last && figure(tree.list, to) <= index) {
    from = to;
    to = runEnd(skeleton, tree.list, from, last);
  }
  return [from, to];
}

/** The lines that must be open so that a step has a line of its own: the steps above it, and the runs that they and it stand in. */
export function wayTo(skeleton: Skeleton, tree: Tree, index: number): string[] {
  const keys: string[] = [];
  for (let here = index; here >= 0; here = figure(skeleton.parent, here, -1)) {
    const [from, to] = runAround(skeleton, tree, here);
    if (to - from > 1) keys.push(runKey(skeleton.spanId[figure(tree.list, from)] ?? ""));
    const above = skeleton.spanId[figure(skeleton.parent, here, -1)];
    if (above !== undefined) keys.push(above);
  }
  return keys;
}

/** The line of a step, or of the nearest step above it that has one; -1 when there is none. */
export function nearestRow({ rowOf }: Rows, { parent }: Skeleton, index: number): number {
  for (let at = index; at >= 0; at = figure(parent, at, -1)) {
    const row = figure(rowOf, at, -1);
    if (row >= 0) return row;
  }
  return -1;
}

export const isUngoverned = ({ flags }: Skeleton, index: number): boolean => (figure(flags, index) & FLAGS.ungoverned) !== 0;

/**
 * The how-manieth try each step is: 2 and up where the same call by the same step failed just before. 0 and 1 are first tries.
 */
export function triesOf(skeleton: Skeleton, tree: Tree): Uint16Array {
  const tries = new Uint16Array(skeleton.parent.length);
  const failed = skeleton.statuses.indexOf("error");
  // Where nothing failed, nothing was tried again.
  const above = new Set<number>();
  for (let index = 0; index < tries.length; index += 1)
    if (skeleton.status[index] === failed) above.add(figure(skeleton.parent, index, -1));
  for (const row of above) countTries(skeleton, tree.list.subarray(...placesOf(tree, row)), failed, tries);
  return tries;
}

function countTries(skeleton: Skeleton, siblings: Int32Array, failed: number, tries: Uint16Array): void {
  // By what was called, how often it failed in a row up to here.
  const failures = new Map<number, number>();
  for (const index of siblings) {
    const call = (figure(skeleton.name, index) + 1) * 2 ** 24 + figure(skeleton.tool, index) + 1;
    const before = failures.get(call) ?? 0;
    tries[index] = Math.min(before + 1, 65_535);
    failures.set(call, hasFailed(skeleton, failed, index) ? before + 1 : 0);
  }
}
