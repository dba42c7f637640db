import { type Column, figure } from "./skeleton";

/** The children of each step, in the order of the rows: those of row `i` stand from `at[i + 1]` to `at[i + 2]`, those of none under -1. */
export type Tree = { readonly list: Int32Array; readonly at: Int32Array };

/** Reads the tree out of the column of parents. */
export function childrenOf(parent: Column): Tree {
  const at = new Int32Array(parent.length + 2);
  for (const above of parent) at[above + 2] = figure(at, above + 2) + 1;
  for (let i = 1; i < at.length; i += 1) at[i] = figure(at, i) + figure(at, i - 1);
  const next = at.slice();
  const list = new Int32Array(parent.length);
  for (let i = 0; i < parent.length; i += 1) {
    const above = figure(parent, i) + 1;
    const place = figure(next, above);
    list[place] = i;
    next[above] = place + 1;
  }
  return { list, at };
}

/** Where the children of a row stand in the list. */
export const placesOf = ({ at }: Tree, row: number): readonly [from: number, to: number] => [figure(at, row + 1), figure(at, row + 2)];

type Timed = { readonly offsetUs: Column; readonly durationUs: Column };

/** When a step ended; what still runs, at the end of all. */
export function endOf({ offsetUs, durationUs }: Timed, row: number, extentUs: number): number {
  const lasted = figure(durationUs, row, -1);
  return lasted < 0 ? extentUs : figure(offsetUs, row) + lasted;
}
