"use client";

import { useMemo, useState } from "react";
import { childrenOf, type Tree } from "@/server/traces/core/skeleton-tree";
import type { Skeleton } from "@/server/traces/schema";
import { type Folds, foldRows, isUngoverned, nearestRow, type TreeRow, triesOf, wayTo } from "./fold-rows";

export type StepTest = (index: number) => boolean;

/** The lines of a trace's tree, what is folded of them, and the means to move among them. */
export function useTree(skeleton: Skeleton, openId: string | null, onOpen: (spanId: string) => void) {
  const tree = useMemo(() => childrenOf(skeleton.parent), [skeleton]);
  const tries = useMemo(() => triesOf(skeleton, tree), [skeleton, tree]);
  const openIndex = useMemo(() => (openId === null ? -1 : skeleton.spanId.indexOf(openId)), [skeleton, openId]);
  // An address names a step that may lie in a fold: its way is open at first.
  const [folds, setFolds] = useState<Folds>(() => opened(new Map(), openIndex < 0 ? [] : unfolded(skeleton, tree, openIndex)));
  const rows = useMemo(() => foldRows(skeleton, tree, folds), [skeleton, tree, folds]);
  const at = openIndex < 0 ? -1 : nearestRow(rows, skeleton, openIndex);

  const open = (index: number) => onOpen(skeleton.spanId[index] ?? "");
  const show = (index: number) => {
    setFolds((before) => opened(before, wayTo(skeleton, tree, index)));
    open(index);
  };
  const move = (to: number) => {
    const row = rows.at(Math.max(0, Math.min(rows.count - 1, to)));
    if (row !== null) open(row.index);
  };
  const toggle = ({ key, isOpen, canFold }: Pick<TreeRow, "key" | "isOpen" | "canFold">) => {
    if (canFold) setFolds((before) => new Map(before).set(key, !isOpen));
  };
  const unfold = () => {
    const row = rows.at(at);
    if (row === null) return;
    if (row.canFold && !row.isOpen) toggle(row);
    else if (row.isOpen) move(at + 1);
  };
  const fold = () => {
    const row = rows.at(at);
    if (row === null) return;
    if (row.isOpen) return toggle(row);
    for (let above = at - 1; above >= 0; above -= 1) if ((rows.at(above)?.depth ?? 0) < row.depth) return move(above);
  };
  /** Opens the next step in the tree that passes, or the one before; after the last comes the first. */
  const jump = (passes: StepTest, direction: 1 | -1) => {
    const count = skeleton.parent.length;
    const from = openIndex < 0 && direction === -1 ? 0 : openIndex;
    for (let step = 1; step <= count; step += 1) {
      const index = (from + direction * step + count * 2) % count;
      if (passes(index)) return show(index);
    }
  };
  const failed = skeleton.statuses.indexOf("error");
  const isNotable: StepTest = (index) => skeleton.status[index] === failed || isUngoverned(skeleton, index);
  const isRetry: StepTest = (index) => (tries[index] ?? 0) > 1;
  return { tree, tries, rows, at, openIndex, move, show, toggle, fold, unfold, jump, isNotable, isRetry };
}

const opened = (folds: Folds, keys: readonly string[]): Folds => new Map([...folds, ...keys.map((key) => [key, true] as const)]);

/** The way to a step, without the run that it stands in itself: that line may stand for it. */
const unfolded = (skeleton: Skeleton, tree: Tree, index: number): string[] => {
  const [own, ...above] = wayTo(skeleton, tree, index);
  return own === undefined || own.startsWith("run-") ? above : [own, ...above];
};
