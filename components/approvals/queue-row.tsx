"use client";

import clsx from "clsx";
import Link from "next/link";
import { type MouseEvent, memo } from "react";
import { RiskTier } from "@/components/fleet/risk-tier";
import { useNow } from "@/components/ui/use-now";
import type { QueueRow as Row } from "@/server/approvals/schema";
import { Clock } from "./marks";
import { escalatedWords, firstName, holdWords, stakeWords } from "./prepare-queue";
import { placeWords } from "./prepare-stages";

export type QueueRowProps = {
  readonly row: Row;
  readonly href: string;
  readonly isOpen: boolean;
  /** Room for a box to tick stands at the left, and whether it is ticked; null when nothing is being selected. */
  readonly isSelected: boolean | null;
  /** The one row that the Tab key reaches. */
  readonly isTabStop: boolean;
  /** Opens it beside the list; the answer says whether that was done, else the link is followed. */
  readonly onOpen: (id: string) => boolean;
  /** Enter on the open row goes on into what it opened. */
  readonly onInto: () => void;
};

const AREAS =
  "grid-cols-[minmax(0,1fr)_auto] [grid-template-areas:'clock_risk'_'sum_sum'_'sub_stake'] gap-x-3 px-4 leading-5 md:grid-cols-[104px_minmax(0,1fr)_auto] md:[grid-template-areas:'clock_sum_stake'_'risk_sub_end'] md:gap-x-4 md:pl-6 md:leading-[18px]";

const isLeftClick = (event: MouseEvent) => event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

type Holding = { readonly words: string; readonly isTaken: boolean };

/** Who holds it, as long as the leases last, and whether that leaves no place for this reader; null when nobody does. */
function useHolding({ claims, quorum, votesIn }: Row): Holding | null {
  const now = useNow(10_000);
  const live = now === null ? claims : claims.filter((claim) => Date.parse(claim.until) > now);
  if (live.length === 0) return null;
  return { words: holdWords(live, firstName), isTaken: !live.some((claim) => claim.isMine) && live.length >= quorum - votesIn };
}

/** How far it is where more than one approval is needed; who holds it, or that this reader is not the one to decide. */
function Standing({ holding, row }: { readonly holding: Holding | null; readonly row: Row }) {
  const place = placeWords(row);
  const escalated = row.escalated === null ? null : escalatedWords(row.escalated);
  return (
    <>
      {place !== null && <span className="shrink-0 text-ink-2">{place}</span>}
      {holding !== null && <span className="shrink-0 text-ink-2">{holding.words}</span>}
      {escalated !== null && (
        <span className="shrink-0 text-ink-2" title={escalated.full}>
          {escalated.short}
        </span>
      )}
      {holding === null && row.mayNotDecide !== null && <span className="shrink-0">not yours to decide</span>}
    </>
  );
}

/** Nobody waits for this reader here: it has ended, others hold all its places, or the vote that fills it waits. */
const hasLostWeight = (row: Row, holding: Holding | null): boolean =>
  row.state !== "pending" || holding?.isTaken === true || (row.settlesAt !== null && row.votesIn >= row.quorum);

/** Below the stake: which agents stand still, where that is more than one; else the rest of what is at stake. */
const restWords = ({ agentsWaiting }: Row, more: string | null): string | null =>
  agentsWaiting > 1 ? `${agentsWaiting} agents wait` : more;

/** One request in the list: two lines, three on a phone. What someone else holds, or what has ended, loses its weight. */
export const QueueRow = memo(function QueueRow({ row, href, isOpen, isSelected, isTabStop, onOpen, onInto }: QueueRowProps) {
  const holding = useHolding(row);
  const stake = stakeWords(row.stake);
  const isOver = row.state !== "pending";
  const isFaint = hasLostWeight(row, holding);
  const open = (event: MouseEvent) => {
    if (!isLeftClick(event) || !onOpen(row.id)) return;
    event.preventDefault();
    const isByKeyboard = event.detail === 0;
    if (isOpen && isByKeyboard) onInto();
  };
  const faint = isOpen ? "text-ink-2" : "text-ink-3";
  return (
    <Link
      id={`row-${row.id}`}
      href={href}
      prefetch={false}
      onClick={open}
      tabIndex={isTabStop ? 0 : -1}
      aria-current={isOpen ? "true" : undefined}
      className={clsx(
        "relative grid h-full content-center outline-offset-[-2px] max-md:border-b max-md:border-line",
        AREAS,
        isSelected !== null && "pl-11! md:pl-12!",
        isSelected && !isOpen && "bg-sunken",
        isOpen
          ? "bg-accent-weak before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-accent"
          : "transition-colors hover:bg-sunken",
      )}
    >
      <span className="flex min-w-0 [grid-area:clock]">
        <Clock timed={row} />
      </span>
      <span
        className={clsx(
          "truncate [grid-area:sum] max-md:text-lg",
          isFaint ? "text-ink-2" : "font-medium",
          isOver && row.state !== "frozen" && "line-through decoration-line-strong",
        )}
      >
        {row.title}
      </span>
      <span className={clsx("text-right whitespace-nowrap [grid-area:stake]", isFaint || !stake.isFigure ? "text-ink-2" : "font-medium")}>
        {stake.main}
        {stake.unit && <span className={clsx("font-normal", faint)}> {stake.unit}</span>}
      </span>
      <span className={clsx("flex [grid-area:risk] max-md:justify-self-end md:text-xs md:leading-[18px]", faint)}>
        <RiskTier tier={row.riskTier} isReversed />
      </span>
      <span
        className={clsx(
          "flex min-w-0 items-center gap-2 overflow-hidden whitespace-nowrap [grid-area:sub] md:text-xs md:leading-[18px]",
          faint,
        )}
      >
        <span className="shrink-0">{row.agentName}</span>
        <code className="truncate font-mono text-xs leading-[18px] max-md:hidden">{row.toolName}</code>
        {row.hasLookAlike && !isOver && <span className="shrink-0 text-warn">look-alike host</span>}
        <Standing holding={holding} row={row} />
      </span>
      <span className={clsx("text-right text-xs leading-[18px] whitespace-nowrap [grid-area:end] max-md:hidden", faint)}>
        {restWords(row, stake.more)}
      </span>
    </Link>
  );
});
