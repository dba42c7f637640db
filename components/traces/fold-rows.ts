import { FLAGS, type Skeleton } from "@/server/traces/schema";

/** A line of the tree: a step, or steps alike that are folded into one line. */
export type TreeRow =
  | { readonly key: string; readonly index: number; readonly depth: number; readonly hasChildren: boolean; readonly isOpen: boolean }
  | { readonly key: string; readonly members: readonly number[]; readonly depth: number; readonly isOpen: boolean };

/** From so many steps alike in a row on, they are one line. */
const ALIKE = 4;
/** Large traces open with what lies deeper than this folded. */
const DEEP = 5;
const LARGE = 400;

/** The children of each step, in the order in which they came; under -1 those without a parent. */
export type Tree = ReadonlyMap<number, readonly number[]>;

/** Reads the tree out of a skeleton, once. */
export function treeOf({ parent }: Skeleton): Tree {
  const children = new Map<number, number[]>();
  for (let i = 0; i < parent.length; i += 1) {
    const above = parent[i] ?? -1;
    const siblings = children.get(above);
    if (siblings === undefined) children.set(above, [i]);
    else siblings.push(i);
  }
  return children;
}

/** What stands folded before anyone touches the tree. */
export const foldedAtFirst = (skeleton: Skeleton, tree: Tree): ReadonlySet<string> =>
  new Set(
    skeleton.spanId.length < LARGE ? [] : skeleton.spanId.filter((_, index) => (skeleton.depth[index] ?? 0) >= DEEP && tree.has(index)),
  );

const isAlike = (skeleton: Skeleton, a: number, b: number): boolean =>
  skeleton.name[a] === skeleton.name[b] && skeleton.kind[a] === skeleton.kind[b] && skeleton.tool[a] === skeleton.tool[b];

/** Parts siblings into runs of steps alike. */
function runsOf(skeleton: Skeleton, siblings: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const index of siblings) {
    const run = runs.at(-1);
    if (run?.[0] !== undefined && isAlike(skeleton, run[0], index)) run.push(index);
    else runs.push([index]);
  }
  return runs;
}

/** Of steps that are folded, those that stay in view: failures, and the step after each, which tried again. */
function exceptionsOf(skeleton: Skeleton, members: readonly number[]): number[] {
  const failed = skeleton.statuses.indexOf("error");
  const hasFailed = (index: number | undefined) => index !== undefined && skeleton.status[index] === failed;
  // Where all of them fail, showing them all would fold nothing.
  if (members.filter(hasFailed).length > members.length / 4) return [];
  return members.filter((index, i) => hasFailed(index) || hasFailed(members[i - 1]));
}

export const isUngoverned = ({ flags }: Skeleton, index: number): boolean => ((flags[index] ?? 0) & FLAGS.ungoverned) !== 0;

type Run = { readonly members: readonly number[]; readonly depth: number };
type Folds = { readonly folded: ReadonlySet<string>; readonly opened: ReadonlySet<string> };

const runsAt = (skeleton: Skeleton, siblings: readonly number[], depth: number): Run[] =>
  runsOf(skeleton, siblings).map((members) => ({ members, depth }));
const eachAt = (members: readonly number[], depth: number): Run[] => members.map((index) => ({ members: [index], depth }));

/** A line, and what follows below it. */
type Told = { readonly row: TreeRow | null; readonly below: readonly Run[] };

function tellRun(skeleton: Skeleton, { members, depth }: Run, { opened }: Folds): Told {
  if (members.length < ALIKE) return { row: null, below: eachAt(members, depth) };
  const key = `run-${skeleton.spanId[members[0] ?? 0]}`;
  const isOpen = opened.has(key);
  const shown = isOpen ? members : exceptionsOf(skeleton, members);
  return { row: { key, members, depth, isOpen }, below: eachAt(shown, depth + 1) };
}

function tellStep(skeleton: Skeleton, tree: Tree, index: number, depth: number, { folded }: Folds): Told {
  const key = skeleton.spanId[index] ?? "";
  const children = tree.get(index) ?? [];
  const isOpen = children.length > 0 && !folded.has(key);
  const row = { key, index, depth, hasChildren: children.length > 0, isOpen };
  return { row, below: isOpen ? runsAt(skeleton, children, depth + 1) : [] };
}

/**
 * The lines of the tree, top to bottom. `folded` holds the ids of steps whose children are hidden, `opened` the keys of
 * runs that are told one by one.
 */
export function foldRows(skeleton: Skeleton, tree: Tree, folds: Folds): TreeRow[] {
  const rows: TreeRow[] = [];
  const pending = runsAt(skeleton, tree.get(-1) ?? [], 0).toReversed();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [only, ...others] = next.members;
    const { row, below } =
      only !== undefined && others.length === 0 ? tellStep(skeleton, tree, only, next.depth, folds) : tellRun(skeleton, next, folds);
    if (row !== null) rows.push(row);
    for (const run of below.toReversed()) pending.push(run);
  }
  return rows;
}

/** What must be opened so that a step has a line of its own: the steps above it, and the runs that they and it stand in. */
export function wayTo(skeleton: Skeleton, tree: Tree, index: number): { readonly unfold: string[]; readonly open: string[] } {
  const [unfold, open]: [string[], string[]] = [[], []];
  for (let at = index; at >= 0; at = skeleton.parent[at] ?? -1) {
    const above = skeleton.parent[at] ?? -1;
    const run = runsOf(skeleton, tree.get(above) ?? []).find((one) => one.includes(at));
    if (run !== undefined && run.length >= ALIKE) open.push(`run-${skeleton.spanId[run[0] ?? 0]}`);
    if (above >= 0) unfold.push(skeleton.spanId[above] ?? "");
  }
  return { unfold, open };
}
