"use client";

import { keepPreviousData, useQueries } from "@tanstack/react-query";
import clsx from "clsx";
import { useEffect, useMemo, useState } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { isForbidden, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import type { ToldExchange } from "@/server/traces/conversation-schema";
import { counted } from "@/server/traces/core/words";
import type { Skeleton } from "@/server/traces/schema";
import { stopDomId } from "./conversation-call";
import { ConversationTurn } from "./conversation-turn";
import { askFor, PAGE_OF_TURNS, stopsOf, type Turn, tellTurns, turnsOf } from "./prepare-conversation";
import { STEP_PANE_ID, StepPane } from "./step-pane";

type Props = { readonly skeleton: Skeleton; readonly openId: string | null; readonly onOpen: (spanId: string | null) => void };

/** The run as a chat: who said what to whom, each message once, with the calls, gates and hand-offs where they happened. */
export function Conversation({ skeleton, openId, onOpen }: Props) {
  const turns = useMemo(() => turnsOf(skeleton), [skeleton]);
  const [pages, setPages] = useState(() => {
    const page = pageOf(skeleton, turns, openId);
    return { from: page, to: page };
  });
  const last = Math.max(0, Math.ceil(turns.length / PAGE_OF_TURNS) - 1);
  const to = Math.min(pages.to, last);
  const { exchanges, isReading, error, retry } = useExchanges(skeleton, turns, pages.from, to);
  const shown = turns.slice(pages.from * PAGE_OF_TURNS, (to + 1) * PAGE_OF_TURNS);
  const told = tellTurns(skeleton, shown, exchanges);
  const stops = stopsOf(told);
  const at = openId === null ? -1 : stops.indexOf(openId);
  const move = (next: number) => {
    if (next >= stops.length && to < last) setPages({ from: pages.from, to: to + 1 });
    const stop = stops[Math.max(0, Math.min(stops.length - 1, next))];
    if (stop !== undefined) onOpen(stop);
  };
  // In step with the page's scroll: what is opened by key or by address comes into view.
  useEffect(() => {
    if (openId !== null) document.getElementById(stopDomId(openId))?.scrollIntoView({ block: "nearest" });
  }, [openId]);
  const hasOpen = openId !== null;
  useKeys(
    {
      j: { label: "Next in the conversation", run: () => move(at + 1) },
      k: { label: "Before in the conversation", run: () => move(at < 0 ? 0 : at - 1) },
      Enter: { label: "Into the open step", run: () => document.getElementById(STEP_PANE_ID)?.focus(), isEnabled: hasOpen },
      Escape: { label: "Close the step", run: () => onOpen(null), isEnabled: hasOpen },
    },
    "Conversation",
  );
  if (turns.length === 0) {
    return (
      <EmptyState title="Nobody spoke here">No step of this trace calls a model or a tool. The timeline shows what was sent.</EmptyState>
    );
  }
  return (
    <div className="flex min-h-0 flex-1">
      <section
        aria-label="Conversation"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className={clsx("min-w-0 flex-1 overflow-y-auto -outline-offset-2 max-md:h-frame", hasOpen && "max-lg:hidden")}
      >
        <div className="max-w-240 px-4 py-2 md:px-6">
          <Notice error={error} onRetry={retry} />
          {pages.from > 0 && (
            <Button size="sm" className="my-3" onClick={() => setPages({ from: pages.from - 1, to })}>
              Show {counted(PAGE_OF_TURNS, "turn")} before
            </Button>
          )}
          <ol aria-busy={isReading}>
            {told.map((turn) => (
              <ConversationTurn key={turn.key} skeleton={skeleton} turn={turn} openId={openId} onOpen={onOpen} isReading={isReading} />
            ))}
          </ol>
          {to < last && (
            <Button size="sm" className="my-3" onClick={() => setPages({ from: pages.from, to: to + 1 })}>
              Show the next of {counted(turns.length - (to + 1) * PAGE_OF_TURNS, "turn")} more
            </Button>
          )}
          {skeleton.cut > 0 && (
            <p className="py-3 text-xs text-ink-3">{counted(skeleton.cut, "later step")} more than can be shown here.</p>
          )}
        </div>
      </section>
      {hasOpen && <StepPane key={openId} skeleton={skeleton} spanId={openId} onClose={() => onOpen(null)} />}
    </div>
  );
}

/** The page on which a step stands; the first for one that stands on none. */
function pageOf({ spanId }: Skeleton, turns: readonly Turn[], openId: string | null): number {
  const index = openId === null ? -1 : spanId.indexOf(openId);
  const turn = index < 0 ? -1 : turns.findIndex(({ speaker, deeds }) => speaker === index || deeds.includes(index));
  return Math.max(0, Math.floor(turn / PAGE_OF_TURNS));
}

/** What was said on these pages, read page by page. */
function useExchanges(skeleton: Skeleton, turns: readonly Turn[], from: number, to: number) {
  const trpc = useTRPC();
  const { traceId } = skeleton.trace;
  const asked = Array.from({ length: to - from + 1 }, (_, i) => askFor(skeleton, turns, from + i));
  const queries = useQueries({
    queries: asked.map((page) =>
      trpc.traces.conversation.queryOptions(
        { traceId, ...page },
        { staleTime: 60_000, enabled: page.spanIds.length > 0, placeholderData: keepPreviousData },
      ),
    ),
  });
  const exchanges = new Map<string, ToldExchange>(
    queries.flatMap(({ data }) => (data ?? []).map((exchange) => [exchange.spanId, exchange] as const)),
  );
  return {
    exchanges,
    isReading: queries.some(({ isLoading }) => isLoading),
    error: queries.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const query of queries) if (query.error !== null) void query.refetch();
    },
  };
}

function Notice({ error, onRetry }: { readonly error: { readonly message: string } | null; readonly onRetry: () => void }) {
  if (error === null) return null;
  if (isForbidden(error)) {
    return (
      <p className="py-3 text-sm text-ink-2">What agents took in and gave back is not shown to your role; what they did is told without.</p>
    );
  }
  return (
    <ErrorState title="What was said could not be read" onRetry={onRetry}>
      {sentenceOf(error)}
    </ErrorState>
  );
}
