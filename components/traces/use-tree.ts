"use client";

import { useEffect, useMemo, useState } from "react";
import type { Skeleton } from "@/server/traces/schema";
import { foldedAtFirst, foldRows, isUngoverned, type TreeRow, treeOf, wayTo } from "./fold-rows";

const without = (set: ReadonlySet<string>, gone: readonly string[]) => new Set([...set].filter((one) => !gone.includes(one)));
const indexesOf = (row: TreeRow): readonly number[] => ("members" in row ? row.members : [row.index]);

/** The lines of a trace's tree, what is folded of them, and the means to move among them. */
export function useTree(skeleton: Skeleton, openId: string | null, onOpen: (spanId: string) => void) {
  const tree = useMemo(() => treeOf(skeleton), [skeleton]);
  const [folded, setFolded] = useState(() => foldedAtFirst(skeleton, tree));
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => foldRows(skeleton, tree, { folded, opened }), [skeleton, tree, folded, opened]);
  // A folded run stands for the step that is open within it, unless that has a line of its own.
  const own = rows.findIndex((row) => row.key === openId);
  const openIndex = openId === null ? -1 : skeleton.spanId.indexOf(openId);
  const at = own >= 0 ? own : rows.findIndex((row) => "members" in row && !row.isOpen && row.members.includes(openIndex));

  const show = (index: number) => {
    const { unfold, open } = wayTo(skeleton, tree, index);
    setFolded((before) => without(before, unfold));
    setOpened((before) => new Set([...before, ...open]));
    onOpen(skeleton.spanId[index] ?? "");
  };
  const move = (to: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    const first = row && indexesOf(row)[0];
    if (first !== undefined) onOpen(skeleton.spanId[first] ?? "");
  };
  const toggle = (row: TreeRow) => {
    const change = (before: ReadonlySet<string>) => (before.has(row.key) ? without(before, [row.key]) : new Set([...before, row.key]));
    if ("members" in row) setOpened(change);
    else if (row.hasChildren) setFolded(change);
  };
  const setOpen = (isOpen: boolean) => {
    const row = rows[at];
    if (row !== undefined && row.isOpen !== isOpen) toggle(row);
  };
  const failed = skeleton.statuses.indexOf("error");
  const isNotable = (index: number) => skeleton.status[index] === failed || isUngoverned(skeleton, index);
  const nextNotable = () => {
    const count = skeleton.spanId.length;
    for (let step = 1; step <= count; step += 1) {
      const index = (Math.max(openIndex, -1) + step) % count;
      if (isNotable(index)) return show(index);
    }
  };
  // An address names a step that may lie in a fold: once, its way is opened.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the reader folds later stays folded
  useEffect(() => {
    if (openIndex < 0 || at >= 0) return;
    const { unfold } = wayTo(skeleton, tree, openIndex);
    setFolded((before) => without(before, unfold));
  }, [openId]);
  return { rows, at, move, toggle, setOpen, nextNotable };
}
