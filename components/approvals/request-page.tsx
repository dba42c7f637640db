"use client";

import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useKeys } from "@/components/shell/use-keys";
import { Kbd } from "@/components/ui/kbd";
import { CardBody } from "./card-body";
import { CardFailure, Lead } from "./card-pane";
import { CardSkeleton } from "./card-places";
import type { Card } from "./card-type";
import { DecisionRail } from "./decision-rail";
import { neighbour } from "./prepare-queue";
import { queueHref, requestHref } from "./queue-address";
import { useCard, useClaim } from "./use-card";
import { SPLIT, useMedia } from "./use-media";
import { useQueue, useQueueAddress } from "./use-queue";

/** One request on its own page: the story on the left, the decision on the right, always in view. */
export function RequestPage({ id, isDecider }: { readonly id: string; readonly isDecider: boolean }) {
  const router = useRouter();
  const { query, card, hasFailed } = useCard(id);
  const { filter } = useQueueAddress(isDecider);
  const { ids, total } = useQueue(filter, id);
  const at = ids.indexOf(id);
  const [before, after] = [at === -1 ? null : neighbour(ids, id, -1), at === -1 ? (ids[0] ?? null) : neighbour(ids, id, 1)];
  const go = (to: string | null) => to !== null && router.push(requestHref(filter, to));
  useKeys(
    {
      j: { label: "Next request", isEnabled: after !== null, run: () => go(after) },
      k: { label: "Request before", isEnabled: before !== null, run: () => go(before) },
      Escape: { label: "Back to the queue", run: () => router.push(queueHref(filter, id)) },
    },
    "Queue",
  );
  return (
    <div className="min-h-full">
      <nav
        aria-label="Place in the queue"
        className="flex h-11 items-center gap-4 px-4 text-ink-2 md:px-6 xl:mr-[364px] xl:max-w-[860px] xl:pr-10"
      >
        <Link href={queueHref(filter, id)} className="-ml-1 inline-flex items-center gap-1 rounded-sm hover:text-ink">
          <ChevronLeft aria-hidden className="size-4" />
          Queue
        </Link>
        <span className="ml-auto flex items-center gap-4 text-xs text-ink-3">
          {at !== -1 && total !== null && (
            <span>
              {at + 1} of {total.toLocaleString("en-GB")}
            </span>
          )}
          <Step to={before} label="Previous" caps="k" href={(to) => requestHref(filter, to)} />
          <Step to={after} label="Next" caps="j" href={(to) => requestHref(filter, to)} />
        </span>
      </nav>
      {card !== undefined && <Loaded key={id} card={card} nextHref={after === null ? null : requestHref(filter, after)} />}
      {hasFailed && <CardFailure query={query} />}
      {card === undefined && !hasFailed && <CardSkeleton />}
    </div>
  );
}

type StepProps = { readonly to: string | null; readonly label: string; readonly caps: string; readonly href: (to: string) => string };

const Step = ({ to, label, caps, href }: StepProps) =>
  to === null ? null : (
    <Link href={href(to)} className="inline-flex h-9 items-center gap-1 rounded-sm hover:text-ink">
      <Kbd className="max-md:hidden">{caps}</Kbd> {label}
    </Link>
  );

function Loaded({ card, nextHref }: { readonly card: Card; readonly nextHref: string | null }) {
  const claim = useClaim(card);
  const isSplit = useMedia(SPLIT);
  return (
    <div className="xl:grid xl:grid-cols-[minmax(0,1fr)_364px]">
      <article aria-label={card.title} className="min-w-0 px-4 pb-8 max-xl:pb-56 md:px-6 xl:max-w-[860px] xl:pr-10">
        <h1 className="mt-1 text-xl leading-6 font-semibold tracking-tight wrap-anywhere">{card.title}</h1>
        <p className="mt-1.5 max-w-[66ch] text-base text-pretty text-ink-2 md:text-lg">
          <Lead card={card} />
        </p>
        <div className="h-2" />
        <CardBody card={card} look="page" />
      </article>
      <DecisionRail card={card} claim={claim} nextHref={nextHref} place={isSplit ? "rail" : "phone"} />
    </div>
  );
}
