"use client";

import clsx from "clsx";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { GRANTS_HREF } from "@/components/grants/grants-address";
import { useKeys } from "@/components/shell/use-keys";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { CardSkeleton, NothingOpen } from "./card-places";
import { neighbour } from "./prepare-queue";
import { nextAfter, type Selected } from "./prepare-selection";
import { isNarrowed, type QueueFilter, queueHref, requestHref } from "./queue-address";
import { QueueFilters } from "./queue-filters";
import { QueueFoot } from "./queue-foot";
import { QueueSentence } from "./queue-head";
import { QueueList, QueueListSkeleton } from "./queue-list";
import { StandingIn } from "./standing-in";
import { SPLIT, useMedia } from "./use-media";
import { useQueue, useQueueAddress } from "./use-queue";
import { useSelectKeys } from "./use-select-keys";
import { useSelection } from "./use-selection";
import { useTakeNext } from "./use-take-next";

// Not needed to see the queue: it comes while the reader looks at the list.
const loadCardPane = () => import("./card-pane").then((module) => module.CardPane);
const CALM_MS = 400;
const CardPane = dynamic(loadCardPane, { loading: CardSkeleton });
const BulkBar = dynamic(() => import("./bulk-bar").then((module) => module.BulkBar));

/** The queue: the list, and the open request beside it. */
export function QueuePage({ isDecider }: { readonly isDecider: boolean }) {
  const router = useRouter();
  const { filter, open: openId, setOpen, narrow, clear } = useQueueAddress(isDecider);
  const queue = useQueue(filter, openId);
  const selection = useSelection(queue.ids);
  const isSplit = useMedia(SPLIT);
  const searchRef = useRef<HTMLInputElement>(null);
  const cardRef = useRef<HTMLElement>(null);
  const [focus, setFocus] = useState<{ id: string; token: number } | null>(null);
  // Where the keyboard is: the next press may come before the last one is drawn.
  const here = useRef(openId);
  useEffect(() => {
    here.current = openId;
  }, [openId]);

  const go = (id: string) => (isSplit ? setOpen(id) : router.push(requestHref(filter, id)));
  const moveTo = (id: string | null) => {
    if (id === null) return;
    if (isSplit) setOpen(id);
    here.current = id;
    setFocus({ id, token: (focus?.token ?? 0) + 1 });
  };
  const current = () => (isSplit ? here.current : null) ?? focusedRow();
  const move = (step: 1 | -1) => moveTo(neighbour(queue.ids, current(), step));
  const close = () => {
    setOpen(null);
    if (openId !== null) setFocus({ id: openId, token: (focus?.token ?? 0) + 1 });
  };
  const goInto = useCallback(() => cardRef.current?.focus(), []);
  const { takeNext, isPending: isTaking } = useTakeNext((id) => {
    go(id);
    if (isSplit) setFocus({ id, token: (focus?.token ?? 0) + 1 });
  });

  useEffect(() => {
    const timer = setTimeout(() => void loadCardPane(), CALM_MS);
    return () => clearTimeout(timer);
  }, []);
  // A link to the queue with a request open, followed where there is no room for both.
  useEffect(() => {
    if (!isSplit && openId !== null) router.replace(requestHref(filter, openId));
  });
  useKeys(
    {
      j: { label: "Next request", run: () => move(1) },
      k: { label: "Request before", run: () => move(-1) },
      Enter: { label: "Into the open request", isEnabled: openId !== null, run: goInto },
      o: { label: "Open on its own page", isEnabled: openId !== null, run: () => openId && router.push(requestHref(filter, openId)) },
      Escape: { label: "Close the request", isEnabled: openId !== null, run: close },
      n: { label: "Take next", isEnabled: isDecider && !isTaking, run: (event) => event.repeat || takeNext() },
      "/": { label: "Filter", run: () => searchRef.current?.focus() },
    },
    "Queue",
  );

  useSelectKeys({ selection, ids: queue.ids, current, moveTo, isEnabled: isDecider });
  const onBatchDone = (decided: Selected) => {
    selection.clear();
    const next = nextAfter(queue.ids, openId, decided);
    if (openId !== null) moveTo(next);
    else if (next !== null) setFocus({ id: next, token: (focus?.token ?? 0) + 1 });
  };

  /** After a decision the list moves on; the row before is next where the last one was decided. */
  const onDecided = () => moveTo(neighbour(queue.ids, openId, 1) ?? neighbour(queue.ids, openId, -1));
  return (
    <div className="h-frame xl:grid xl:grid-cols-[640px_minmax(0,1fr)]">
      <section
        aria-label="Queue"
        className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_minmax(0,1fr)_auto] xl:border-r xl:border-line"
      >
        <header className="flex flex-wrap items-center gap-x-4 px-4 pt-1 pb-2.5 md:min-h-[58px] md:flex-nowrap md:pt-4 md:pl-6">
          <h1 className="text-xl font-semibold tracking-tight max-md:w-full">Queue</h1>
          <p className="min-h-5 min-w-0 text-pretty text-ink-2 max-md:text-base">
            {queue.counts && <QueueSentence counts={queue.counts} isDecider={isDecider} />}
            <StandingIn />
          </p>
          <nav aria-label="More of the queue" className="flex shrink-0 gap-4 text-sm max-md:grow">
            <Link href="/queue/attainment" className="link max-md:py-1">
              Attainment
            </Link>
            <Link href={GRANTS_HREF} className="link max-md:py-1">
              Standing grants
            </Link>
          </nav>
          {isDecider && selection.selected === null && (
            <Button variant="quiet" className="ml-auto h-9! md:hidden" onClick={selection.start}>
              Select
            </Button>
          )}
          {isDecider && (
            <Button shortcut="n" className="ml-auto max-md:hidden" onClick={takeNext} isPending={isTaking}>
              Take next
            </Button>
          )}
        </header>
        <QueueFilters filter={filter} counts={queue.counts} isDecider={isDecider} onNarrow={narrow} searchRef={searchRef} />
        <Rows {...{ queue, filter, openId, focus, selection }} onOpen={setOpen} onInto={goInto} onClear={clear} />
        <div>
          {isDecider && selection.selected === null && (
            <div className="border-t border-line bg-surface px-4 py-2.5 md:hidden">
              <Button variant="primary" size="lg" className="w-full" onClick={takeNext} isPending={isTaking}>
                Take next
              </Button>
            </div>
          )}
          {selection.selected !== null && (
            <BulkBar
              rows={queue.lines.flatMap((line) => (line.kind === "row" && selection.selected?.has(line.row.id) ? [line.row] : []))}
              shown={queue.ids.length}
              filter={filter}
              onAll={selection.all}
              onClear={selection.clear}
              onDone={onBatchDone}
            />
          )}
          <QueueFoot onSelect={isDecider ? selection.start : null} />
        </div>
      </section>
      <div className="min-h-0 min-w-0 bg-surface max-xl:hidden">
        {isSplit && openId !== null ? (
          <CardPane
            key={openId}
            id={openId}
            filter={filter}
            cardRef={cardRef}
            hasKeys={selection.selected === null}
            onClose={close}
            onDecided={onDecided}
          />
        ) : (
          <NothingOpen mayTake={isDecider} isEmpty={!queue.isPending && queue.ids.length === 0} />
        )}
      </div>
    </div>
  );
}

const focusedRow = (): string | null => {
  const id = document.activeElement?.id ?? "";
  return id.startsWith("row-") ? id.slice("row-".length) : null;
};

type RowsProps = {
  readonly queue: ReturnType<typeof useQueue>;
  readonly filter: QueueFilter;
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
  readonly onInto: () => void;
  readonly onClear: () => void;
  readonly focus: { readonly id: string; readonly token: number } | null;
  readonly selection: ReturnType<typeof useSelection>;
};

function Rows({ queue, filter, openId, onOpen, onInto, onClear, focus, selection }: RowsProps) {
  const { list, lines } = queue;
  if (list.isError && list.data === undefined) {
    return (
      <ErrorState title="The queue could not be read." onRetry={() => void list.refetch()} isRetrying={list.isFetching}>
        {list.error.message} Nothing was decided or lost.
      </ErrorState>
    );
  }
  if (queue.isPending) return <QueueListSkeleton />;
  if (lines.length === 0) return <EmptyQueue filter={filter} all={queue.counts?.all ?? 0} onClear={onClear} />;
  return (
    <div className={clsx("grid min-h-0", queue.arrivals > 0 && "grid-rows-[auto_minmax(0,1fr)]")}>
      {queue.arrivals > 0 && (
        <p className="flex items-center gap-3 border-b border-line px-4 py-1.5 text-xs text-ink-2 md:pl-6">
          {queue.arrivals === 1 ? "1 new request came in." : `${queue.arrivals} new requests came in.`}
          <Button size="sm" variant="quiet" onClick={queue.restart}>
            Show from the top
          </Button>
        </p>
      )}
      <QueueList
        lines={lines}
        filter={filter}
        openId={openId}
        selected={selection.selected}
        onSelect={selection.onSelect}
        total={queue.total}
        hasMore={list.hasNextPage}
        isLoadingMore={list.isFetchingNextPage}
        hasFailedMore={list.isFetchNextPageError}
        onMore={list.fetchNextPage}
        onOpen={onOpen}
        onInto={onInto}
        focus={focus}
      />
    </div>
  );
}

const EMPTY = {
  forMe: { title: "Nothing waits for you.", why: "Requests appear here by themselves when a rule asks you or one of your groups." },
  heldByMe: { title: "You hold nothing.", why: "What you claim is yours for three minutes and is renewed while it is open." },
  all: { title: "Nothing is open.", why: "No agent waits for a decision by anyone." },
} as const;

type EmptyProps = { readonly filter: QueueFilter; readonly all: number; readonly onClear: () => void };

function EmptyQueue({ filter, all, onClear }: EmptyProps) {
  if (isNarrowed(filter)) {
    return (
      <EmptyState title="No request fits this." action={<Button onClick={onClear}>Clear the filter</Button>}>
        There may be others: the filter hides them.
      </EmptyState>
    );
  }
  const others = filter.tab !== "all" && all > 0 && (
    <ButtonLink href={queueHref({ ...filter, tab: "all" })}>See all {all.toLocaleString("en-GB")}</ButtonLink>
  );
  return (
    <EmptyState title={EMPTY[filter.tab].title} action={others}>
      {EMPTY[filter.tab].why}
    </EmptyState>
  );
}
