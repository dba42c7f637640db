"use client";

import clsx from "clsx";
import dynamic from "next/dynamic";
import { type RefObject, useEffect, useRef } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { CardSkeleton, NothingOpen } from "./card-places";
import { neighbour } from "./prepare-queue";
import { nextAfter, type Selected } from "./prepare-selection";
import { isNarrowed, type QueueFilter, queueHref } from "./queue-address";
import { QueueFilters } from "./queue-filters";
import { QueueFoot } from "./queue-foot";
import { QueueHeader, TakeNextBar } from "./queue-head";
import { QueueList, QueueListSkeleton } from "./queue-list";
import { useAhead } from "./use-ahead";
import { useIsSplit } from "./use-media";
import { useMoveOn, useMoves } from "./use-moves";
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
  const { filter, open: openId, setOpen, narrow, clear } = useQueueAddress(isDecider);
  const queue = useQueue(filter, openId);
  const { ids } = queue;
  const selection = useSelection(ids);
  const isSplit = useIsSplit();
  const searchRef = useRef<HTMLInputElement>(null);
  const cardRef = useRef<HTMLElement>(null);
  const moves = useMoves({ ids, filter, openId, setOpen, isSplit, cardRef });
  const taking = useTakeNext(moves.go);
  useCardPaneAhead();
  useQueueKeys({ moves, taking, openId, isDecider, searchRef });
  useSelectKeys({ selection, ids, current: moves.current, moveTo: moves.moveTo, isEnabled: isDecider });
  const onBatchDone = (decided: Selected) => {
    selection.clear();
    const next = nextAfter(ids, openId, decided);
    if (openId !== null) moves.moveTo(next);
    else if (next !== null) moves.focusOn(next);
  };
  return (
    <div className="h-frame xl:grid xl:grid-cols-[640px_minmax(0,1fr)]">
      <section
        aria-label="Queue"
        className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_minmax(0,1fr)_auto] xl:border-r xl:border-line"
      >
        <QueueHeader
          counts={queue.counts}
          isDecider={isDecider}
          taking={taking}
          onSelect={selection.selected === null && selection.start}
        />
        <QueueFilters filter={filter} counts={queue.counts} isDecider={isDecider} onNarrow={narrow} searchRef={searchRef} />
        <Rows {...{ queue, filter, openId, selection }} focus={moves.focus} onOpen={setOpen} onInto={moves.goInto} onClear={clear} />
        <div>
          {selection.selected === null ? (
            isDecider && <TakeNextBar taking={taking} />
          ) : (
            <BulkBar
              rows={queue.lines.flatMap((line) => (line.kind === "row" && selection.selected?.has(line.row.id) ? [line.row] : []))}
              shown={ids.length}
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
          <OpenCard {...{ openId, ids, filter, moves, cardRef }} hasKeys={selection.selected === null} />
        ) : (
          <NothingOpen mayTake={isDecider} isEmpty={!queue.isPending && ids.length === 0} />
        )}
      </div>
    </div>
  );
}

function useCardPaneAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => void loadCardPane(), CALM_MS);
    return () => clearTimeout(timer);
  }, []);
}

type KeysProps = {
  readonly moves: ReturnType<typeof useMoves>;
  readonly taking: ReturnType<typeof useTakeNext>;
  readonly openId: string | null;
  readonly isDecider: boolean;
  readonly searchRef: RefObject<HTMLInputElement | null>;
};

function useQueueKeys({ moves, taking, openId, isDecider, searchRef }: KeysProps): void {
  const hasOpen = openId !== null;
  useKeys(
    {
      j: { label: "Next request", run: () => moves.move(1) },
      k: { label: "Request before", run: () => moves.move(-1) },
      Enter: { label: "Into the open request", isEnabled: hasOpen, run: moves.goInto },
      o: { label: "Open on its own page", isEnabled: hasOpen, run: moves.goToPage },
      Escape: { label: "Close the request", isEnabled: hasOpen, run: moves.close },
      n: { label: "Take next", isEnabled: isDecider && !taking.isPending, run: (event) => event.repeat || taking.takeNext() },
      "/": { label: "Filter", run: () => searchRef.current?.focus() },
    },
    "Queue",
  );
}

type OpenCardProps = Pick<KeysProps, "moves"> & {
  readonly openId: string;
  readonly ids: readonly string[];
  readonly filter: QueueFilter;
  readonly cardRef: RefObject<HTMLElement | null>;
  readonly hasKeys: boolean;
};

/** The open request. After a decision the list moves on; the row before is next where the last one was decided. */
function OpenCard({ openId, ids, filter, moves, cardRef, hasKeys }: OpenCardProps) {
  const next = neighbour(ids, openId, 1) ?? neighbour(ids, openId, -1);
  const readAhead = useAhead(next);
  const moveOn = useMoveOn(ids, openId, moves.moveTo);
  return (
    <CardPane
      key={openId}
      id={openId}
      {...{ filter, cardRef, hasKeys }}
      onClose={moves.close}
      onSent={() => readAhead(next)}
      onDecided={() => moveOn(next)}
    />
  );
}

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
