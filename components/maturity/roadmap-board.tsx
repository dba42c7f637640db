"use client";

import clsx from "clsx";
import { type DragEvent, useState } from "react";
import { formatDay } from "@/components/attainment/prepare-attainment";
import { formatScore } from "@/server/maturity/core/figure-words";
import { lastDayOf } from "@/server/maturity/core/plan";
import { LEVELS, type Level } from "@/server/maturity/core/rubric";
import type { ItemRow } from "@/server/maturity/schema";
import { type Column, formatQuarter, isOpen, type Move } from "./prepare-roadmap";
import { RoadmapCard, type RoadmapCardProps } from "./roadmap-card";

type RoadmapBoardProps = Omit<RoadmapCardProps, "item" | "isChosen" | "mark" | "onGrab"> & {
  readonly columns: readonly Column[];
  /** Where the organisation would stand at the end of each quarter. */
  readonly outlook: ReadonlyMap<string, { readonly level: Level; readonly score: number }> | null;
  readonly chosen: readonly string[];
  readonly onMove: (move: Move) => void;
};

/** Where a dragged item would fall. */
type Aim = { readonly quarter: string; readonly before: string | null };

/** The item below the pointer, if its upper half is; else the one after it. Null: the end of the quarter. */
function nextTo(event: DragEvent<HTMLElement>, items: readonly ItemRow[]): string | null {
  const cards = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-item]")];
  const below = cards.find((card) => {
    const { top, height } = card.getBoundingClientRect();
    return event.clientY < top + height / 2;
  });
  const id = below?.dataset.item;
  return items.some((one) => one.id === id && isOpen(one)) ? (id ?? null) : null;
}

/**
 * The quarters side by side; on a phone one below the other. Items are dragged by the browser's own drag and drop, which needs no
 * library; keyboards and fingers use the button of each card.
 */
export function RoadmapBoard({ columns, outlook, chosen, onMove, ...card }: RoadmapBoardProps) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [aim, setAim] = useState<Aim | null>(null);
  const end = () => {
    setDragged(null);
    setAim(null);
  };
  return (
    <ol className="grid gap-x-3 gap-y-5 md:auto-cols-[minmax(15rem,1fr)] md:grid-flow-col md:overflow-x-auto md:pb-2">
      {columns.map(({ quarter, items }) => (
        <li
          key={quarter}
          aria-label={formatQuarter(quarter)}
          className={clsx("flex min-w-0 flex-col rounded-md bg-sunken p-2", aim?.quarter === quarter && "outline-2 outline-accent")}
          onDragOver={(event) => {
            if (dragged === null) return;
            event.preventDefault();
            const before = nextTo(event, items);
            if (aim?.quarter !== quarter || aim.before !== before) setAim({ quarter, before });
          }}
          onDrop={(event) => {
            if (dragged === null) return;
            event.preventDefault();
            onMove({ id: dragged, quarter, before: nextTo(event, items), dueOn: null });
            end();
          }}
        >
          <QuarterHead quarter={quarter} items={items} stands={outlook?.get(quarter) ?? null} />
          <ul className="grid gap-2">
            {items.map((item) => (
              <RoadmapCard
                key={item.id}
                {...card}
                item={item}
                isChosen={chosen.includes(item.criterion)}
                mark={item.id === dragged ? "dragged" : aim?.quarter === quarter && aim.before === item.id ? "next" : null}
                onGrab={(id) => (id === null ? end() : setDragged(id))}
              />
            ))}
          </ul>
          {items.length === 0 && <p className="px-1 py-3 text-sm text-ink-3">Nothing is planned.</p>}
        </li>
      ))}
    </ol>
  );
}

type QuarterHeadProps = {
  readonly quarter: string;
  readonly items: readonly ItemRow[];
  readonly stands: { readonly level: Level; readonly score: number } | null;
};

function QuarterHead({ quarter, items, stands }: QuarterHeadProps) {
  const open = items.filter(isOpen).length;
  const done = items.length - open;
  return (
    <div className="px-1 pb-2">
      <h3 className="flex items-baseline justify-between gap-2 text-base font-semibold">
        {formatQuarter(quarter)}
        <span className="text-xs font-normal text-ink-2">
          {open} open{done > 0 && `, ${done} done`}
        </span>
      </h3>
      {stands !== null && (
        <p className="text-xs text-ink-2">
          {formatDay(lastDayOf(quarter))}: Level {stands.level} {LEVELS[stands.level]}, {formatScore(stands.score)}
        </p>
      )}
    </div>
  );
}
