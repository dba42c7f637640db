import clsx from "clsx";
import { ChevronDown, ChevronRight } from "lucide-react";
import { memo, type ReactElement, type ReactNode } from "react";
import { formatMicroUsd } from "@/components/ui/format-money";
import { figure } from "@/server/traces/core/skeleton";
import type { StepKind } from "@/server/traces/core/step";
import { lastingWords, named } from "@/server/traces/core/words";
import { FLAGS, type Skeleton } from "@/server/traces/schema";
import type { Rows, TreeRow } from "./fold-rows";
import { kindSignOf } from "./marks";
import { type SkeletonStep, stepAt, titleOf } from "./read-skeleton";
import { ROW_HEIGHT } from "./timeline-paint";
import { rowMarks } from "./timeline-row-marks";
import { placeOf, type Scale, type View } from "./timeline-scale";
import { KIND_WORDS } from "./trace-words";

export const TIMELINE_COLUMNS =
  "grid gap-x-3 px-4 md:px-6 grid-cols-[minmax(0,1fr)_4.5rem_4.25rem] md:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)_4.5rem_3.5rem]";

export const rowDomId = (key: string): string => `step-${key}`;

type Props = {
  readonly skeleton: Skeleton;
  readonly rows: Rows;
  readonly at: number;
  readonly tries: Uint16Array;
  readonly isOpen: boolean;
  readonly isFound: boolean;
  /** The bar of the first line, which stays in view above the others. */
  readonly pinned: { readonly scale: Scale; readonly view: View } | null;
};

/** One line of the tree: name, marks, time and cost; its bar is drawn on the canvas. */
export const TimelineRow = memo(function TimelineRow({ skeleton, rows, at, tries, isOpen, isFound, pinned }: Props) {
  const row = rows.at(at);
  const first = row === null ? null : stepAt(skeleton, row.index);
  if (row === null || first === null) return null;
  const cost = costWordsOf(skeleton, row, first);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names its active line
    <div
      role="treeitem"
      id={rowDomId(row.key)}
      aria-level={row.depth + 1}
      aria-selected={isOpen}
      aria-expanded={row.canFold ? row.isOpen : undefined}
      data-row={at}
      className={clsx(pinned === null ? LINE : PINNED, groundOf(isOpen, isFound, pinned !== null))}
      style={pinned === null ? { top: at * ROW_HEIGHT } : undefined}
    >
      <span className="flex min-w-0 items-center gap-1.5 overflow-hidden" style={{ paddingLeft: indentOf(row) }}>
        {row.canFold && (row.isOpen ? OPEN : FOLDED)}
        {kindSignOf(first.kind)}
        {row.isRun && <span className="font-semibold whitespace-nowrap">{(row.members.length / row.round).toLocaleString("en-GB")} ×</span>}
        {row.round > 1 ? <Round skeleton={skeleton} row={row} /> : nameOf(first, row.isRun)}
        {rowMarks(skeleton, row, tries)}
      </span>
      {pinned !== null && <PinnedBar step={first} {...pinned} />}
      <span className="col-start-3 text-right text-xs whitespace-nowrap text-ink-2">{lastedWords(skeleton, row)}</span>
      {cost !== null && <span className="text-right text-xs whitespace-nowrap max-md:hidden">{cost}</span>}
    </div>
  );
});

const LINE = `${TIMELINE_COLUMNS} absolute inset-x-0 h-6 cursor-pointer items-center text-sm [contain:strict]`;
const PINNED = `${TIMELINE_COLUMNS} sticky top-0 z-10 h-6 cursor-pointer items-center border-b border-line text-sm [contain:content]`;

const DEEPEST = 14;
/** What cannot be folded stands as far to the right as if it could. */
const indentOf = ({ depth, canFold }: TreeRow): string => `${Math.min(depth, DEEPEST) * 0.75 + (canFold ? 0 : 1.375)}rem`;

/** An open line, one that was looked for, or one that stands over others. */
function groundOf(isOpen: boolean, isFound: boolean, isPinned: boolean): string {
  if (isOpen) return "bg-accent-weak shadow-[inset_2px_0_0_var(--accent)]";
  return clsx("hover:bg-sunken", isFound ? "bg-warn-weak" : isPinned && "bg-paper");
}

const twist = (sign: ReactElement): ReactElement => (
  <span data-fold className="grid size-4 shrink-0 place-items-center rounded-[4px] text-ink-3 hover:bg-line hover:text-ink">
    {sign}
  </span>
);

const OPEN = twist(<ChevronDown aria-hidden className="size-3.5" />);
const FOLDED = twist(<ChevronRight aria-hidden className="size-3.5" />);

const TITLES: Partial<Record<StepKind, string>> = { agent: "truncate font-medium", tool: "truncate font-mono text-xs" };

function nameOf(step: SkeletonStep, isRun: boolean): ReactNode {
  const title = named(titleOf(step));
  const beside = !isRun && step.kind === "llm" && step.model !== null && !title.includes(step.model) ? named(step.model) : null;
  return (
    <>
      <span className={TITLES[step.kind] ?? "truncate"}>{title}</span>
      {beside !== null && <span className="truncate text-xs text-ink-3 max-md:hidden">{beside}</span>}
    </>
  );
}

/** The steps of one round: "(model, lookup_order)". */
function Round({ skeleton, row }: { readonly skeleton: Skeleton; readonly row: TreeRow }) {
  const steps = [...row.members.subarray(0, row.round)].flatMap((index) => stepAt(skeleton, index) ?? []);
  return (
    <span className="truncate">
      (
      {steps.map((step, i) => (
        <span key={step.spanId}>
          {i > 0 && ", "}
          <span className={clsx(step.kind === "tool" && "font-mono text-xs")}>
            {step.kind === "llm" ? KIND_WORDS.llm : named(titleOf(step))}
          </span>
        </span>
      ))}
      )
    </span>
  );
}

function PinnedBar({ step, scale, view }: { readonly step: SkeletonStep; readonly scale: Scale; readonly view: View }) {
  const shareOf = (us: number) => Math.min(1.01, Math.max(-0.01, (placeOf(scale, us) - view.from) / (view.to - view.from)));
  const from = shareOf(step.offsetUs);
  const to = shareOf(step.durationUs === null ? scale.extentUs : step.offsetUs + step.durationUs);
  return (
    <span aria-hidden className="relative h-6 overflow-hidden">
      <span
        className="absolute top-2.5 h-1.5 min-w-0.5 border-x border-t border-ink-3"
        style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
      />
    </span>
  );
}

/** What it cost; of many steps, what those cost together that are counted. */
function costWordsOf({ costMicroUsd, flags }: Skeleton, { isRun, members }: TreeRow, first: SkeletonStep): string | null {
  if (!isRun) return first.costMicroUsd === null ? null : formatMicroUsd(first.costMicroUsd);
  let [sum, isKnown] = [0, false];
  for (const index of members) {
    const cost = figure(costMicroUsd, index, -1);
    if (cost < 0 || (figure(flags, index) & FLAGS.counted) === 0) continue;
    sum += cost;
    isKnown = true;
  }
  return isKnown ? formatMicroUsd(String(sum)) : null;
}

function lastedWords({ durationUs }: Skeleton, { members }: TreeRow): string {
  let sum = 0;
  for (const index of members) {
    const lasted = figure(durationUs, index, -1);
    if (lasted < 0) return "running";
    sum += lasted;
  }
  return lastingWords(sum);
}
