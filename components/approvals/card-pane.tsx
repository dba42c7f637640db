"use client";

import { ExternalLink, X } from "lucide-react";
import Link from "next/link";
import type { RefObject } from "react";
import { RiskTier } from "@/components/fleet/risk-tier";
import { IconButton } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { useNow } from "@/components/ui/use-now";
import { CardBody } from "./card-body";
import { CardSkeleton } from "./card-places";
import type { Card } from "./card-type";
import { DecisionDesk } from "./decision-desk";
import { HoldButton, Holder } from "./hold";
import { Clock } from "./marks";
import { leadWords } from "./prepare-card";
import { shortMoment } from "./prepare-queue";
import { mineWords } from "./prepare-stages";
import { type QueueFilter, requestHref } from "./queue-address";
import { useCard, useClaim } from "./use-card";

export type CardPaneProps = {
  readonly id: string;
  readonly filter: QueueFilter;
  readonly cardRef: RefObject<HTMLElement | null>;
  readonly hasKeys: boolean;
  readonly onClose: () => void;
  readonly onSent: () => void;
  readonly onDecided: () => void;
};

/** The open request beside the list. Opening it does not claim it. */
export function CardPane({ id, ...props }: CardPaneProps) {
  const { query, card, hasFailed } = useCard(id);
  if (hasFailed) return <CardFailure query={query} />;
  if (card === undefined) return <CardSkeleton />;
  return <Loaded card={card} {...props} />;
}

type LoadedProps = Omit<CardPaneProps, "id"> & { readonly card: Card };

function Loaded({ card, filter, cardRef, hasKeys, onClose, onSent, onDecided }: LoadedProps) {
  const claim = useClaim(card);
  return (
    <article aria-label={card.title} className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto]">
      <header className="flex h-11 items-center gap-4 pr-3 pl-6 text-xs text-ink-2">
        <RiskTier tier={card.riskTier} />
        {card.state === "pending" && <Holder claims={card.claims} />}
        <span className="ml-auto flex items-center gap-0.5">
          {card.state === "pending" && <HoldButton claim={claim} />}
          <Link
            href={requestHref(filter, card.id)}
            aria-label="Open on its own page"
            title="Open on its own page (o)"
            className="inline-grid size-7 place-items-center rounded-sm hover:bg-sunken hover:text-ink"
          >
            <ExternalLink aria-hidden className="size-4" />
          </Link>
          <IconButton label="Close" onClick={onClose}>
            <X aria-hidden />
          </IconButton>
        </span>
      </header>
      <section
        ref={cardRef}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label="Details"
        className="min-h-0 overflow-y-auto px-6 pt-1 pb-6 outline-offset-[-2px]"
      >
        <h2 className="text-xl leading-6 font-semibold tracking-tight wrap-anywhere">{card.title}</h2>
        <p className="mt-1 text-base text-pretty text-ink-2">
          <Lead card={card} />
        </p>
        <p className="mt-3.5 mb-4 flex flex-wrap items-center gap-x-4 text-ink-2">
          <Clock timed={card} size="lead" />
          {card.state === "pending" && <Deadlines card={card} />}
        </p>
        <CardBody card={card} look="pane" />
      </section>
      <footer className="border-t border-line bg-surface px-6 pt-3 pb-3.5">
        {card.state === "pending" && card.can.approve.allowed && (
          <p className="mb-2.5 text-ink-2">
            {card.stages.length > 1 && `Stage ${card.stage} of ${card.stageCount}, ${card.stageName}. `}
            {mineWords(card)}
          </p>
        )}
        <DecisionDesk card={card} claim={claim} look="bar" hasKeys={hasKeys} onSent={onSent} onDecided={onDecided} />
      </footer>
    </article>
  );
}

/** What happens if it is approved. */
export function Lead({ card }: { readonly card: Card }) {
  return leadWords(card).map(({ text, isStrong }) =>
    isStrong ? (
      <strong key={text} className="font-medium text-ink">
        {text}
      </strong>
    ) : (
      <span key={text}>{text}</span>
    ),
  );
}

/** When it is due and when it is refused by itself. */
function Deadlines({ card }: { readonly card: Card }) {
  const now = useNow(60_000);
  if (now === null) return null;
  return (
    <>
      <span>due {shortMoment(Date.parse(card.dueAt), now)}</span>
      <span>{shortMoment(Date.parse(card.expiresAt), now)} refused if nobody decides</span>
    </>
  );
}

/** It could not be read: there is no such request, or something failed. */
export function CardFailure({ query }: { readonly query: ReturnType<typeof useCard>["query"] }) {
  return (
    <ErrorState title="This request could not be read." onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
      {query.error?.message}
    </ErrorState>
  );
}
