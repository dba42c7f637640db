import clsx from "clsx";
import { CircleDashed, ClockAlert, RotateCw, ShieldCheck, X } from "lucide-react";
import type { ReactElement } from "react";
import { figure } from "@/server/traces/core/skeleton";
import { FLAGS, type Skeleton } from "@/server/traces/schema";
import type { TreeRow } from "./fold-rows";
import { isOdd, oddWords } from "./read-skeleton-odd";

type Counts = {
  readonly failed: number;
  readonly ungoverned: number;
  readonly decided: number;
  readonly retries: number;
  readonly odd: number;
};

function countsOf(skeleton: Skeleton, { members }: TreeRow, tries: Uint16Array): Counts {
  const error = skeleton.statuses.indexOf("error");
  let [failed, ungoverned, decided, retries, odd] = [0, 0, 0, 0, 0];
  for (const index of members) {
    const flags = figure(skeleton.flags, index);
    if (skeleton.status[index] === error) failed += 1;
    if ((flags & FLAGS.ungoverned) !== 0) ungoverned += 1;
    else if (figure(skeleton.action, index, -1) >= 0) decided += 1;
    if (figure(tries, index) > 1) retries += 1;
    if (isOdd(flags)) odd += 1;
  }
  return { failed, ungoverned, decided, retries, odd };
}

const ordinal = (count: number) => `${count}${count > 3 ? "th" : count === 3 ? "rd" : "nd"}`;

/** What must not be overlooked about these steps: failures and what followed, calls without a decision, decisions, odd times. */
export function rowMarks(skeleton: Skeleton, row: TreeRow, tries: Uint16Array): ReactElement | null {
  const counts = countsOf(skeleton, row, tries);
  return Object.values(counts).some((count) => count > 0) ? marksOf(skeleton, row, tries, counts) : null;
}

function marksOf(skeleton: Skeleton, { isRun, index }: TreeRow, tries: Uint16Array, counts: Counts): ReactElement {
  const { failed, ungoverned, decided, retries, odd } = counts;
  return (
    <span className="ml-auto flex shrink-0 items-center gap-2 pl-1 text-xs">
      {retries > 0 && <Retry count={isRun ? retries : null} words={isRun ? "tried again" : `${ordinal(figure(tries, index, 2))} try`} />}
      {failed > 0 && (
        <span className="flex items-center gap-1 text-danger">
          <X aria-hidden className="size-3.5" />
          {isRun && failed} <span className={isRun ? "sr-only" : "max-md:sr-only"}>failed</span>
        </span>
      )}
      {ungoverned > 0 && (
        <span className="flex items-center gap-1 text-danger">
          <CircleDashed aria-hidden className="size-3.5" />
          {isRun && ungoverned}
          <span className={isRun ? "sr-only" : "max-lg:sr-only"}>ungoverned</span>
        </span>
      )}
      {odd > 0 && <Odd words={isRun ? `${odd} with something odd` : oddWords(figure(skeleton.flags, index)).join(" ")} />}
      {decided > 0 && ungoverned === 0 && (
        <span title="The gate decided it">
          <ShieldCheck aria-hidden className="size-3.5 text-ink-2" />
          <span className="sr-only">decided by the gate</span>
        </span>
      )}
    </span>
  );
}

const Retry = ({ count, words }: { readonly count: number | null; readonly words: string }) => (
  <span className={clsx("flex items-center gap-1 text-ink-2", count !== null && "max-md:hidden")}>
    <RotateCw aria-hidden className="size-3" />
    {count}
    <span className={count === null ? "max-md:sr-only" : "sr-only"}>{words}</span>
  </span>
);

const Odd = ({ words }: { readonly words: string }) => (
  <span className="text-warn" title={words}>
    <ClockAlert aria-hidden className="size-3.5" />
    <span className="sr-only">{words}</span>
  </span>
);
