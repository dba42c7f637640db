import clsx from "clsx";
import { Ellipsis, GripVertical } from "lucide-react";
import Link from "next/link";
import type { KeyboardEvent, ReactNode } from "react";
import { formatDay } from "@/components/attainment/prepare-attainment";
import { IconButton } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { prepareMove } from "@/server/maturity/core/card-words";
import type { CriterionRow, ItemRow } from "@/server/maturity/schema";
import { criterionHref } from "./maturity-address";
import { type Direction, differs, expectedWords, formatQuarter, isOpen, itemWord } from "./prepare-roadmap";
import { StateWords } from "./state-words";

export type ItemAct = "edit" | "close";

export type RoadmapCardProps = {
  readonly item: ItemRow;
  /** What the newest snapshot says of each criterion. */
  readonly criteria: ReadonlyMap<string, CriterionRow>;
  /** Taken for met in the what-if. */
  readonly isChosen: boolean;
  readonly canPlan: boolean;
  /** Quarters that an item can be put into by its menu. */
  readonly quarters: readonly string[];
  readonly mark: "dragged" | "next" | null;
  readonly onGrab: (id: string | null) => void;
  readonly onToggle: (criterion: string) => void;
  readonly onStep: (id: string, direction: Direction) => void;
  readonly onPut: (id: string, quarter: string) => void;
  readonly onAct: (item: ItemRow, act: ItemAct) => void;
};

/** One item: what is closed, by whom and when, and what the checks say of it now. */
export function RoadmapCard({ item, criteria, isChosen, canPlan, mark, onGrab, onToggle, ...acts }: RoadmapCardProps) {
  const { id, criterion, text, owner, dueOn } = item;
  const canMove = canPlan && isOpen(item);
  return (
    <li
      data-item={id}
      draggable={canMove}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", criterion);
        onGrab(id);
      }}
      onDragEnd={() => onGrab(null)}
      className={clsx(
        "relative rounded-sm border border-line bg-surface p-2.5 text-sm",
        canMove && "cursor-grab",
        mark === "dragged" && "opacity-45",
        mark === "next" && "shadow-[0_-3px_0_var(--accent)]",
      )}
    >
      <Head item={item} isChosen={isChosen} onToggle={onToggle}>
        {canMove && <CardActs item={item} {...acts} />}
      </Head>
      <p className="mt-1 text-pretty">{text}</p>
      <p className="mt-1 text-xs text-ink-2">
        {owner.name}, due {formatDay(dueOn, true)}
      </p>
      <Progress item={item} row={criteria.get(criterion)} />
    </li>
  );
}

type HeadProps = Pick<RoadmapCardProps, "item" | "isChosen" | "onToggle"> & { readonly children: ReactNode };

function Head({ item, isChosen, onToggle, children }: HeadProps) {
  const { criterion, isLate } = item;
  return (
    <div className="flex items-center gap-2">
      {isOpen(item) && (
        <input
          type="checkbox"
          checked={isChosen}
          onChange={() => onToggle(criterion)}
          aria-label={`What if ${criterion} is met`}
          className="size-4 shrink-0 accent-ink"
        />
      )}
      <Link href={criterionHref(criterion)} draggable={false} className="link font-medium">
        {criterion}
      </Link>
      <span className={clsx("text-xs", isLate ? "font-medium text-danger" : "text-ink-3")}>{itemWord(item)}</span>
      {children}
    </div>
  );
}

/** What the checks say of its criterion, and what was expected of it. */
function Progress({ item, row }: { readonly item: ItemRow; readonly row: CriterionRow | undefined }) {
  const { state, expectedGain } = item;
  const move = row === undefined || state === "met" ? null : prepareMove(row);
  const difference = differs(item);
  return (
    <>
      <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
        {state !== null && <StateWords state={state} isCore={row?.isCore ?? false} />}
        {move !== null && <span className="text-ink-2">{move}</span>}
        <span className="ml-auto text-ink-2" title="What it was reckoned to add to the score when it was added">
          {expectedWords(expectedGain)}
        </span>
      </div>
      {difference !== null && <p className="mt-1.5 text-xs text-pretty text-warn">{difference}</p>}
    </>
  );
}

const KEYS: Readonly<Record<string, Direction>> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };
const STEPS: readonly { readonly to: Direction; readonly words: string }[] = [
  { to: "up", words: "Earlier in the quarter" },
  { to: "down", words: "Later in the quarter" },
];

type CardActsProps = Pick<RoadmapCardProps, "item" | "quarters" | "onStep" | "onPut" | "onAct">;

function CardActs({ item, quarters, onStep, onPut, onAct }: CardActsProps) {
  const step = (event: KeyboardEvent) => {
    const direction = KEYS[event.key];
    if (!event.shiftKey || direction === undefined) return;
    event.preventDefault();
    onStep(item.id, direction);
  };
  return (
    <span className="-my-1 -mr-1 ml-auto flex">
      <Menu
        trigger={
          <IconButton
            label={`Move ${item.criterion}`}
            data-move={item.id}
            aria-keyshortcuts="Shift+ArrowUp Shift+ArrowDown Shift+ArrowLeft Shift+ArrowRight"
            onKeyDown={step}
            className="max-md:size-11"
          >
            <GripVertical aria-hidden />
          </IconButton>
        }
      >
        {STEPS.map(({ to, words }) => (
          <MenuItem key={to} onSelect={() => onStep(item.id, to)}>
            {words}
          </MenuItem>
        ))}
        <MenuSeparator />
        {quarters
          .filter((quarter) => quarter !== item.quarter)
          .map((quarter) => (
            <MenuItem key={quarter} onSelect={() => onPut(item.id, quarter)}>
              To {formatQuarter(quarter)}
            </MenuItem>
          ))}
      </Menu>
      <Menu
        trigger={
          <IconButton label={`More on ${item.criterion}`} className="max-md:size-11">
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => onAct(item, "edit")}>Change owner or day</MenuItem>
        <MenuItem onSelect={() => onAct(item, "close")}>Close</MenuItem>
      </Menu>
    </span>
  );
}
