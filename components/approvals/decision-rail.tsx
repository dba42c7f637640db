"use client";

import clsx from "clsx";
import { RiskTier } from "@/components/fleet/risk-tier";
import { ButtonLink } from "@/components/ui/button-link";
import { formatDuration } from "@/components/ui/format-time";
import { useNow } from "@/components/ui/use-now";
import type { Card } from "./card-type";
import { DecisionDesk } from "./decision-desk";
import { HoldButton, Holder } from "./hold";
import { IfNobodyDecides } from "./if-nobody";
import { Clock, ClockFigure } from "./marks";
import { cancelledWords } from "./prepare-card";
import { shortMoment } from "./prepare-queue";
import { LastWords } from "./queue-foot";
import type { useClaim } from "./use-card";
import { Votes } from "./votes";

export type DecisionRailProps = {
  readonly card: Card;
  readonly claim: ReturnType<typeof useClaim>;
  readonly nextHref: string | null;
  /** Beside the request, or at the foot of a small screen. */
  readonly place: "rail" | "phone";
};

const isOpen = ({ state }: Card) => state === "pending" || state === "frozen";

const PLACES = {
  rail: { aside: "-mt-11 border-l border-line bg-surface", box: "sticky top-0 flex min-h-dvh flex-col px-6 pb-4" },
  phone: {
    aside:
      "fixed inset-x-0 bottom-(--frame-bottom) z-20 max-h-[70dvh] overflow-y-auto border-t border-line bg-surface px-4 pt-2 pb-3 md:left-[216px] md:px-6",
    box: "",
  },
} as const;

/**
 * The decision: the clock, the buttons, who may decide, what happens if nobody does. It stays in view, beside the request
 * or at the foot of a small screen; what was begun in it goes on when the screen changes its size.
 */
export function DecisionRail({ card, claim, nextHref, place }: DecisionRailProps) {
  const isRail = place === "rail";
  return (
    <aside aria-label="Decision" className={PLACES[place].aside}>
      <div className={PLACES[place].box}>
        <Standing card={card} claim={claim} place={place} />
        {isRail && <ClockFigure timed={card}>{isOpen(card) && <DueMoment card={card} />}</ClockFigure>}
        {isRail && <Scale card={card} />}
        <div className={isRail ? "mt-4" : undefined}>
          {isOpen(card) ? (
            <DecisionDesk card={card} claim={claim} look={place} onDecided={() => undefined} />
          ) : (
            <Decided card={card} nextHref={nextHref} isForThumb={!isRail} />
          )}
        </div>
        {isRail && (
          <Block title="Votes">
            <Votes card={card} />
          </Block>
        )}
        {isRail && isOpen(card) && (
          <Block title="If nobody decides">
            <IfNobodyDecides card={card} />
          </Block>
        )}
        <div className={clsx("flex text-xs text-ink-2", isRail ? "mt-auto flex-col gap-1 pt-6" : "mt-1 gap-3")}>
          <LastWords />
        </div>
      </div>
    </aside>
  );
}

type StandingProps = Pick<DecisionRailProps, "card" | "claim" | "place">;

/** How risky it is, who holds it, and the means to hold it. */
function Standing({ card, claim, place }: StandingProps) {
  const isPending = card.state === "pending";
  if (place === "rail") {
    return (
      <p className="-mr-2 flex h-11 items-center gap-4 text-xs text-ink-2">
        <RiskTier tier={card.riskTier} />
        {isPending && <Holder claims={card.claims} />}
        {isPending && (
          <span className="ml-auto">
            <HoldButton claim={claim} />
          </span>
        )}
      </p>
    );
  }
  return (
    <p className="flex min-h-9 items-center gap-3 text-xs text-ink-2">
      <Clock timed={card} />
      <RiskTier tier={card.riskTier} />
      {isPending && (
        <span className="ml-auto flex items-center gap-1">
          {card.claims.length > 0 && <Holder claims={card.claims} />}
          <HoldButton claim={claim} />
        </span>
      )}
    </p>
  );
}

const WORDS = {
  pending: "",
  frozen: "",
  approved: "Approved",
  rejected: "Rejected",
  expired: "Expired: nobody decided in time",
  cancelled: "Cancelled",
  revoked: "Approved, then taken back",
} as const satisfies Record<Card["state"], string>;

type DecidedProps = { readonly card: Card; readonly nextHref: string | null; readonly isForThumb: boolean };

function Decided({ card, nextHref, isForThumb }: DecidedProps) {
  return (
    <div className="flex flex-col gap-2">
      <p>
        <span className="font-medium">{card.state === "cancelled" ? cancelledWords(card) : WORDS[card.state]}</span>
        {card.decided?.by && ` by ${card.decided.by.name}`}.
      </p>
      {nextHref !== null && (
        <ButtonLink href={nextHref} variant="primary" size={isForThumb ? "lg" : "md"} shortcut="j">
          Next request
        </ButtonLink>
      )}
    </div>
  );
}

const Block = ({ title, children }: { readonly title: string; readonly children: React.ReactNode }) => (
  <section className="mt-4 border-t border-line pt-4">
    <h2 className="mb-1.5 text-xs font-medium text-ink-2">{title}</h2>
    {children}
  </section>
);

/** Since when it is held, and how much of the time is used. */
function Scale({ card }: { readonly card: Card }) {
  const now = useNow(10_000);
  if (now === null) return <p className="h-4" />;
  const [since, due] = [Date.parse(card.createdAt), Date.parse(card.dueAt)];
  const used = card.decided === null ? now - since : Date.parse(card.decided.at) - since;
  return (
    <p className="flex justify-between text-xs text-ink-3">
      <span>held since {shortMoment(since, now)}</span>
      {card.state !== "frozen" && (
        <span>
          {formatDuration(used)} of {formatDuration(due - since)} used
        </span>
      )}
    </p>
  );
}

function DueMoment({ card }: { readonly card: Card }) {
  const now = useNow(60_000);
  return now === null ? null : `due ${shortMoment(Date.parse(card.dueAt), now)}`;
}
