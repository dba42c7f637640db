import clsx from "clsx";
import { ChevronDown, ChevronRight, CircleDashed, ShieldCheck, X } from "lucide-react";
import { memo } from "react";
import { formatMicroUsd } from "@/components/ui/format-money";
import type { Skeleton } from "@/server/traces/schema";
import type { TreeRow } from "./fold-rows";
import { barOf, KindMark } from "./marks";
import { type SkeletonStep, stepAt, titleOf } from "./read-skeleton";
import { lastingWords, named } from "./trace-words";

export const TIMELINE_COLUMNS =
  "grid gap-x-3 px-4 md:px-6 grid-cols-[minmax(0,1fr)_4.5rem] md:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)_4.5rem_4rem]";

export const rowDomId = (key: string): string => `step-${key}`;

type Props = {
  readonly skeleton: Skeleton;
  readonly row: TreeRow;
  readonly extent: number;
  readonly top: number;
  readonly isOpen: boolean;
  readonly onOpen: (spanId: string) => void;
  readonly onToggle: (row: TreeRow) => void;
};

/** One line of the tree: name, mark, bar, time and cost. */
export const TimelineRow = memo(function TimelineRow({ skeleton, row, extent, top, isOpen, onOpen, onToggle }: Props) {
  const isRun = "members" in row;
  const first = stepAt(skeleton, isRun ? (row.members[0] ?? 0) : row.index);
  if (first === null) return null;
  const members = isRun ? row.members : [row.index];
  const canFold = isRun || row.hasChildren;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the page's keys move, open and fold
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names its active line
    <div
      role="treeitem"
      id={rowDomId(row.key)}
      aria-level={row.depth + 1}
      aria-selected={isOpen}
      aria-expanded={canFold ? row.isOpen : undefined}
      onClick={() => onOpen(first.spanId)}
      className={clsx(
        TIMELINE_COLUMNS,
        "absolute inset-x-0 h-6 cursor-pointer items-center text-sm",
        isOpen ? "bg-accent-weak shadow-[inset_2px_0_0_var(--accent)]" : "hover:bg-sunken",
      )}
      style={{ top }}
    >
      <span className="flex min-w-0 items-center gap-1.5" style={{ paddingLeft: Math.min(row.depth, 14) * 14 }}>
        <Fold row={row} canFold={canFold} onToggle={onToggle} />
        <KindMark kind={first.kind} />
        {isRun && <span className="font-semibold whitespace-nowrap">{members.length} ×</span>}
        <Name step={first} isRun={isRun} />
        <Mark skeleton={skeleton} members={members} />
      </span>
      <Bars skeleton={skeleton} members={members} extent={extent} />
      <span className="text-right text-xs whitespace-nowrap text-ink-2">{lastedWords(skeleton, members)}</span>
      <span className="text-right text-xs whitespace-nowrap max-md:hidden">
        {!isRun && first.costMicroUsd !== null && formatMicroUsd(first.costMicroUsd)}
      </span>
    </div>
  );
});

function Fold({ row, canFold, onToggle }: Pick<Props, "row" | "onToggle"> & { readonly canFold: boolean }) {
  if (!canFold) return <span className="w-4 shrink-0" />;
  const Icon = row.isOpen ? ChevronDown : ChevronRight;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; keys and assistive technology fold the line itself
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <span
      className="grid size-4 shrink-0 place-items-center rounded-[4px] text-ink-3 hover:bg-line hover:text-ink"
      onClick={(event) => {
        event.stopPropagation();
        onToggle(row);
      }}
    >
      <Icon aria-hidden className="size-3.5" />
    </span>
  );
}

function Name({ step, isRun }: { readonly step: SkeletonStep; readonly isRun: boolean }) {
  const title = named(titleOf(step));
  const beside = step.kind === "llm" && step.model !== null && !title.includes(step.model) ? named(step.model) : null;
  const isAgent = step.kind === "agent";
  return (
    <>
      <span className={clsx("truncate", isAgent && "font-medium", step.kind === "tool" && "font-mono text-xs")}>{title}</span>
      {beside !== null && !isRun && <span className="truncate text-xs text-ink-3">{beside}</span>}
    </>
  );
}

/** What must not be overlooked about these steps: a failure, a call without a decision, a decision. */
function Mark({ skeleton, members }: Pick<Props, "skeleton"> & { readonly members: readonly number[] }) {
  const steps = members.slice(0, 2_000).flatMap((index) => stepAt(skeleton, index) ?? []);
  const failed = steps.filter(({ status }) => status === "error").length;
  const ungoverned = steps.filter((step) => step.isUngoverned).length;
  const isGoverned = steps.some(({ actionId, kind }) => actionId !== null && kind === "tool") && ungoverned === 0;
  const isOne = members.length === 1;
  return (
    <span className="ml-auto flex shrink-0 items-center gap-2 pl-2 text-xs">
      {failed > 0 && (
        <span className="flex items-center gap-1 text-danger">
          <X aria-hidden className="size-3.5" />
          {isOne ? <span className="max-md:sr-only">failed</span> : `${failed} failed`}
        </span>
      )}
      {ungoverned > 0 && (
        <span className="flex items-center gap-1 text-danger">
          <CircleDashed aria-hidden className="size-3.5" />
          {!isOne && ungoverned}
          <span className={isOne ? "max-md:sr-only" : "sr-only"}>ungoverned</span>
        </span>
      )}
      {isGoverned && (
        <span title="The gate decided it">
          <ShieldCheck aria-hidden className="size-3.5 text-ink-2" />
          <span className="sr-only">decided by the gate</span>
        </span>
      )}
    </span>
  );
}

/** As many bars as can be told apart in one line. */
const MOST_BARS = 60;

function Bars({ skeleton, members, extent }: Pick<Props, "skeleton" | "extent"> & { readonly members: readonly number[] }) {
  const every = Math.max(1, Math.ceil(members.length / MOST_BARS));
  const failed = skeleton.statuses.indexOf("error");
  const isShown = (index: number, i: number) => i % every === 0 || skeleton.status[index] === failed;
  return (
    <span aria-hidden className="relative h-2.5 max-md:hidden">
      {members.filter(isShown).map((index) => {
        const step = stepAt(skeleton, index);
        if (step === null) return null;
        const lasted = step.durationUs ?? Math.max(0, extent - step.offsetUs);
        return (
          <span
            key={step.spanId}
            className={clsx(
              "absolute inset-y-0 min-w-0.5 rounded-[2px]",
              step.kind === "agent" && "my-1",
              step.status === "error" ? "z-10 bg-danger" : barOf(step.kind),
              step.durationUs === null && "opacity-60",
            )}
            style={{ left: `${(step.offsetUs / extent) * 100}%`, width: `${(lasted / extent) * 100}%` }}
          />
        );
      })}
    </span>
  );
}

function lastedWords(skeleton: Skeleton, members: readonly number[]): string {
  if (members.some((index) => (skeleton.durationUs[index] ?? -1) < 0)) return "running";
  return lastingWords(members.reduce((sum, index) => sum + (skeleton.durationUs[index] ?? 0), 0));
}
