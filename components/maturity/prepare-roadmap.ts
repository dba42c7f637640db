import { formatDay } from "@/components/attainment/prepare-attainment";
import type { Csv } from "@/components/ui/csv";
import { STATE_WORDS, several, upper } from "@/server/maturity/core/card-words";
import { formatChange } from "@/server/maturity/core/figure-words";
import { lastDayOf, quarterAfter, quarterOf, quartersBetween, type WhatIf, whatIf } from "@/server/maturity/core/plan";
import { DIMENSIONS, type Dimension, type Level } from "@/server/maturity/core/rubric";
import type { CriterionRow, ItemRow, Standing } from "@/server/maturity/schema";

/** How many quarters are shown at least, the current one among them. */
const SHOWN_QUARTERS = 4;

export type Column = {
  readonly quarter: string;
  /** By their place; those that are done last. */
  readonly items: readonly ItemRow[];
};

export const isOpen = ({ outcome }: Pick<ItemRow, "outcome">): boolean => outcome === null;

/** "Q1 2027". */
export const formatQuarter = (quarter: string): string => `${quarter.slice(5)} ${quarter.slice(0, 4)}`;

/** The quarters of the board: from the first that has something open, or now, on; what is done stays in the ones that are shown. */
export function columnsOf(items: readonly ItemRow[], today: string): readonly Column[] {
  const now = quarterOf(today);
  const used = [now, quarterAfter(now, SHOWN_QUARTERS - 1), ...items.filter(isOpen).map(({ quarter }) => quarter)].toSorted();
  const [first = now, last = now] = [used[0], used.at(-1)];
  return quartersBetween(first, last).map((quarter) => {
    const here = items.filter((one) => one.quarter === quarter);
    return { quarter, items: [...here.filter(isOpen), ...here.filter(({ outcome }) => outcome === "done")] };
  });
}

/** Closed items that no column shows, the last closed first. */
export function closedOf(items: readonly ItemRow[], columns: readonly Column[]): readonly ItemRow[] {
  const shown = new Set(columns.flatMap((column) => column.items.map(({ id }) => id)));
  return items.filter((one) => !isOpen(one) && !shown.has(one.id)).toSorted((a, b) => (b.closedAt ?? "").localeCompare(a.closedAt ?? ""));
}

/** Where an item goes: before another one of the quarter, or to its end. A day is named only to take a move back. */
export type Place = { readonly quarter: string; readonly before: string | null; readonly dueOn: string | null };
export type Move = Place & { readonly id: string };
export type Direction = "up" | "down" | "left" | "right";

const openIn = (items: readonly ItemRow[], quarter: string): readonly ItemRow[] =>
  items.filter((one) => isOpen(one) && one.quarter === quarter);

/** One step in a direction; null where there is no further: at the ends of a quarter, and before the current one. */
export function stepOf(items: readonly ItemRow[], id: string, direction: Direction, today: string): Move | null {
  const item = items.find((one) => one.id === id);
  if (item === undefined) return null;
  if (direction === "left" || direction === "right") {
    const quarter = quarterAfter(item.quarter, direction === "left" ? -1 : 1);
    return direction === "left" && quarter < quarterOf(today) ? null : { id, quarter, before: null, dueOn: null };
  }
  const here = openIn(items, item.quarter);
  const at = here.findIndex((one) => one.id === id);
  const to = direction === "up" ? at - 1 : at + 2;
  if (to < 0 || to > here.length) return null;
  return { id, quarter: item.quarter, before: here[to]?.id ?? null, dueOn: null };
}

/** The place that an item has: where a move back leads. */
export function placeOf(items: readonly ItemRow[], id: string): Move | null {
  const item = items.find((one) => one.id === id);
  if (item === undefined) return null;
  const here = openIn(items, item.quarter);
  const before = here[here.findIndex((one) => one.id === id) + 1]?.id ?? null;
  return { id, quarter: item.quarter, before, dueOn: item.dueOn };
}

/** Whether a move leaves everything where it is. */
export function isIdle(items: readonly ItemRow[], { id, quarter, before }: Move): boolean {
  const now = placeOf(items, id);
  return now === null || before === id || (now.quarter === quarter && now.before === before);
}

/** The items after a move, as the server will answer them. */
export function movedItems(items: readonly ItemRow[], { id, quarter, before, dueOn: named }: Move, today: string): readonly ItemRow[] {
  const item = items.find((one) => one.id === id);
  if (item === undefined) return items;
  const dueOn = named ?? (item.quarter === quarter ? item.dueOn : lastDayOf(quarter));
  const moved = { ...item, quarter, dueOn, isLate: dueOn < today, revision: item.revision + 1 };
  const others = items.filter((one) => one.id !== id);
  const next = others.findIndex((one) => one.id === before);
  const after = others.findLastIndex((one) => one.quarter <= quarter) + 1;
  return others.toSpliced(next < 0 ? after : next, 0, moved);
}

/** What a move did, for those who hear it. */
export function moveWords(items: readonly ItemRow[], id: string): string {
  const item = items.find((one) => one.id === id);
  if (item === undefined) return "";
  const here = openIn(items, item.quarter);
  const place = here.findIndex((one) => one.id === id) + 1;
  return `${item.criterion} is now in ${formatQuarter(item.quarter)}, place ${place} of ${here.length}, due ${formatDay(item.dueOn, true)}.`;
}

type Basis = Pick<Standing, "criteria" | "rows">;
const weightsOf = ({ rows }: Pick<Basis, "rows">) => Object.fromEntries(rows.map(({ id, weight }) => [id, weight]));

/** Where the organisation would stand if some criteria were met. */
export const askWhatIf = (basis: Basis, ids: readonly string[]): WhatIf => whatIf(basis.criteria, weightsOf(basis), new Set(ids));

/** Where it would stand at the end of each quarter, once what is chosen of the items up to then is met. */
export function outlookOf(basis: Basis, columns: readonly Column[], chosen: readonly string[]) {
  const wanted = new Set(chosen);
  return new Map(
    columns.map(({ quarter }, i) => {
      const until = columns.slice(0, i + 1).flatMap(({ items }) => items.filter(isOpen).map(({ criterion }) => criterion));
      const { level, score } = askWhatIf(
        basis,
        until.filter((id) => wanted.has(id)),
      ).reached;
      return [quarter, { level, score }] as const;
    }),
  );
}

export type Lift = {
  readonly id: Dimension;
  readonly name: string;
  readonly from: Level;
  readonly to: Level;
  readonly score: number;
  readonly gain: number;
};

/** What each dimension would gain. */
export const liftsOf = ({ now, reached }: WhatIf): readonly Lift[] =>
  reached.dimensions.map(({ dimension, level, score }, i) => {
    const before = now.dimensions[i];
    return {
      id: dimension,
      name: DIMENSIONS[dimension],
      from: before?.level ?? level,
      to: level,
      score,
      gain: score - (before?.score ?? score),
    };
  });

/** Criteria that could be taken for met, too: open ones that are not chosen yet. */
export const choosable = (criteria: readonly CriterionRow[], chosen: readonly string[]): readonly CriterionRow[] =>
  criteria.filter(({ id, state }) => state !== "met" && state !== "not_applicable" && !chosen.includes(id));

/** What is the case with an item, in one word. */
export const itemWord = ({ outcome, isLate }: Pick<ItemRow, "outcome" | "isLate">): string => outcome ?? (isLate ? "late" : "open");

/** What an item was reckoned to add: of the next level only what it counts for, so many add nothing without others. */
export const expectedWords = (gain: number): string => (gain < 0.005 ? "adds nothing alone" : `${formatChange(gain)} expected`);

/** Where the word of those who work on it and the checks differ; null where they agree. */
export function differs({ outcome, state }: Pick<ItemRow, "outcome" | "state">): string | null {
  if (outcome === null && state === "met") return "The checks find it met: it can be closed.";
  return outcome === "done" && state !== null && state !== "met" ? "Closed as done, and the checks do not find it met." : null;
}

const HEAD = ["Quarter", "Criterion", "Text", "Owner", "Due", "Item", "Criterion's state", "Expected gain", "Closed at (UTC)"];

/** The roadmap as the figures behind it. */
export const prepareRoadmapCsv = (items: readonly ItemRow[]): Csv => ({
  head: HEAD,
  rows: items.map((one) => [
    one.quarter,
    one.criterion,
    one.text,
    one.owner.name,
    one.dueOn,
    itemWord(one),
    one.state === null ? null : STATE_WORDS[one.state],
    Number(one.expectedGain.toFixed(3)),
    one.closedAt,
  ]),
});

/** The sentence that the page opens with. */
export function prepareRoadmapState(items: readonly ItemRow[]): string {
  const open = items.filter(isOpen);
  const late = open.filter(({ isLate }) => isLate).length;
  const met = open.filter(({ state }) => state === "met").length;
  if (open.length === 0) return "Nothing is planned.";
  const parts = [
    late === 0 ? "none late" : `${late} late`,
    ...(met === 0 ? [] : [`${met} found met by the checks`]),
    `${items.filter(({ outcome }) => outcome === "done").length} done`,
  ];
  return `${upper(several(open.length, "item is open", "items are open"))}: ${parts.join(", ")}.`;
}
