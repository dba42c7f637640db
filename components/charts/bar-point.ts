import type { Fill } from "./swatch";

export type BarSeries = Fill & { readonly key: string; readonly label: string };

/**
 * `label` stands at the axis; `name`, where there is one, heads what is told of the point and `note` ends it. The figures
 * of the series stand by their keys, and what is to come by `aheadOf` them, with how far it may lie below and above; a
 * point may carry more than is drawn, and one without figures is a gap.
 */
export type BarPoint = {
  readonly label: string;
  readonly spread?: readonly [number, number];
  readonly [key: string]: string | number | null | undefined | readonly [number, number];
};

/** By what a point holds what is to come of a series. */
export const aheadOf = (key: string): string => `${key}~ahead`;

/** Words above a point, each on a line of its own, so that none covers another. */
export type Mark = { readonly label: string; readonly words: string; readonly line: number; readonly side: "left" | "right" };
