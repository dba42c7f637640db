"use client";

import { type InfiniteData, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from "react";
import { askReach, sayReach } from "@/components/trpc/reach";
import { useTRPC, useTRPCClient } from "@/components/trpc/use-trpc";
import type { QueuePage } from "@/server/approvals/schema";
import { sayLast } from "./last-words";
import { browserMeeting, joinLive, type LiveState, type OpenStream } from "./live-stream";
import { type ChangeEvent, changeWords, isOfTheClaim, openWords, patchPage } from "./prepare-change";

type Live = {
  readonly state: LiveState;
  /** How many requests were opened since the list was last read from its top. */
  readonly arrivals: number;
  readonly forgetArrivals: () => void;
  /** Names the request that is open, so that every step on it is said. */
  readonly watch: (id: string | null) => void;
  /** Reads again, in a moment, what this reader has just changed. */
  readonly refresh: (ids: readonly string[]) => void;
};

const LiveContext = createContext<Live | null>(null);

/** The live side of the queue, as `LiveQueue` gives it. */
export function useLive(): Live {
  const live = use(LiveContext);
  if (live === null) throw new Error("useLive is used outside LiveQueue");
  return live;
}

/** Many changes at once are read together, each within the second that is promised. */
const GATHER_MS = 250;
/** A list is put right by the changes themselves; in a busy queue it is not read again more often than this. */
const REST_MS = 1_000;

/** Runs once for all the calls of a moment, and not again before it has rested. */
function gathered(run: () => void, restMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let restsUntil = 0;
  const flush = () => {
    timer = null;
    restsUntil = Date.now() + restMs;
    run();
  };
  return () => {
    if (timer === null) timer = setTimeout(flush, Math.max(GATHER_MS, restsUntil - Date.now()));
  };
}

/** Asks again for whatever changes gathered in a moment have touched. */
function useRefresh(client: QueryClient) {
  const trpc = useTRPC();
  return useMemo(() => {
    const ids = new Set<string>();
    const readCards = gathered(() => {
      for (const id of ids) void client.invalidateQueries(trpc.approvals.byId.queryFilter({ id }));
      ids.clear();
      void client.invalidateQueries(trpc.audit.story.queryFilter());
    }, 0);
    const readCounts = gathered(() => void client.invalidateQueries(trpc.approvals.counts.queryFilter()), REST_MS);
    const readLists = gathered(() => void client.invalidateQueries(trpc.approvals.queue.infiniteQueryFilter()), REST_MS);
    return {
      /** After changes of these requests, with the lists unless only who holds them has changed. */
      changed: (changed: readonly string[], isOfTheList: boolean) => {
        for (const id of changed) {
          ids.add(id);
          // A card that was read ahead of its turn must not be shown as it was.
          client.removeQueries({ ...trpc.approvals.byId.queryFilter({ id }), type: "inactive" });
        }
        readCards();
        readCounts();
        if (isOfTheList) readLists();
      },
      everything: () => void client.invalidateQueries(trpc.approvals.pathFilter()),
    };
  }, [client, trpc]);
}

/** Keeps what is on screen true: every change of the queue reaches the lists, the cards and the bottom line within a second. */
export function LiveQueue({ children }: { readonly children: ReactNode }) {
  const trpc = useTRPC();
  const procedures = useTRPCClient();
  const client = useQueryClient();
  const refresh = useRefresh(client);
  const openId = useRef<string | null>(null);
  const [state, setState] = useState<LiveState>("connecting");
  const [arrivals, setArrivals] = useState(0);

  useEffect(() => {
    const open: OpenStream = (lastEventId, { onTold, onTrouble }) => {
      const stream = procedures.approvals.changes.subscribe(
        { lastEventId },
        {
          onData: ({ id, data }) => onTold({ id, event: data }),
          onError: (error) => onTrouble(error.data?.httpStatus === 401),
          onConnectionStateChange: (connection) => {
            if (connection.state === "connecting" && connection.error !== null) onTrouble(false);
          },
        },
      );
      return () => stream.unsubscribe();
    };
    const onChange = (event: ChangeEvent) => {
      client.setQueriesData<InfiniteData<QueuePage>>(
        trpc.approvals.queue.infiniteQueryFilter(),
        (list) => list && { ...list, pages: list.pages.map((page) => patchPage(page, event)) },
      );
      const words = event.id === openId.current ? openWords(event) : changeWords(event);
      if (words !== null) sayLast(words);
      if (event.change === "opened") setArrivals((count) => count + 1);
      refresh.changed([event.id], !isOfTheClaim(event.change));
    };
    return joinLive(open, browserMeeting(), {
      onState: (next) => {
        setState(next);
        if (next === "paused") void askReach();
      },
      onTold: ({ event }) => {
        sayReach(event.kind === "away" ? "database" : "here");
        if (event.kind === "change") onChange(event);
        else if (event.kind === "hello" || event.kind === "resync") refresh.everything();
      },
    });
  }, [client, procedures, refresh, trpc]);

  const live = useMemo<Live>(
    () => ({
      state,
      arrivals,
      forgetArrivals: () => setArrivals(0),
      watch: (id) => {
        openId.current = id;
      },
      refresh: (ids) => refresh.changed(ids, true),
    }),
    [state, arrivals, refresh],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}
