"use client";

import { keepPreviousData, useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useKeys } from "@/components/shell/use-keys";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { toast } from "@/components/ui/toast";
import { useNow } from "@/components/ui/use-now";
import type { InboxEntry } from "@/server/notifications/schema";
import { InboxRow, ROW_ATTRIBUTE } from "./inbox-row";
import { isUnread, prepareInbox } from "./prepare-inbox";
import { INBOX_REFRESH_MS, useUnread } from "./use-unread";
import { PREFERENCES_HREF } from "./words";

const sentence = (unread: number): string => {
  if (unread === 0) return "You have read everything.";
  return unread === 1 ? "1 notice is unread." : `${unread > 99 ? "More than 99" : unread} notices are unread.`;
};

/** Everything that this person was told, by day; unread ones first. */
export function InboxPage() {
  const trpc = useTRPC();
  const unread = useUnread();
  const now = useNow(60_000);
  const [isShowingAll] = useQueryState("all", parseAsBoolean.withDefault(false));
  const query = useInfiniteQuery(
    trpc.notifications.inbox.infiniteQueryOptions(
      { unread: !isShowingAll },
      { getNextPageParam: (page) => page.nextCursor, refetchInterval: INBOX_REFRESH_MS, placeholderData: keepPreviousData },
    ),
  );
  const entries: readonly InboxEntry[] = (query.data?.pages ?? []).flatMap((page) => page.items);
  const onError = () => void toast.error("That could not be marked. Try again in a moment.");
  const mark = useMutation(trpc.notifications.mark.mutationOptions({ onError }));
  const markAll = useMutation(trpc.notifications.markAll.mutationOptions({ onError }));
  const setRead = (noticeIds: readonly string[], isRead: boolean) => {
    if (noticeIds.length > 0) mark.mutate({ noticeIds: [...noticeIds], isRead });
  };
  useInboxKeys(entries, setRead);
  const newest = entries[0];
  return (
    <>
      <PageHeader
        title="Inbox"
        state={sentence(unread)}
        actions={
          <>
            <ButtonLink href={PREFERENCES_HREF}>Preferences</ButtonLink>
            <Button
              disabled={unread === 0 || newest === undefined}
              isPending={markAll.isPending}
              onClick={() => newest && markAll.mutate({ upTo: newest.createdAt })}
            >
              Mark all as read
            </Button>
          </>
        }
      />
      <div className="border-b border-line px-2 pb-2 md:px-4">
        <Tabs
          label="Notices"
          tabs={[
            { label: "Unread", href: "/inbox", isCurrent: !isShowingAll, count: unread },
            { label: "All", href: "/inbox?all=true", isCurrent: isShowingAll },
          ]}
        />
      </div>
      {query.isPending && <SkeletonRows rows={8} rowClassName="h-16" label="Your notices are loading" />}
      {query.isError && entries.length === 0 && (
        <ErrorState title="Your inbox could not be shown" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          Nothing in it is lost. Try again in a moment.
        </ErrorState>
      )}
      {query.isSuccess && entries.length === 0 && <Nothing isShowingAll={isShowingAll} />}
      {prepareInbox(entries, now, now === null ? "UTC" : undefined).map((day) => (
        <section key={day.key} aria-label={day.label}>
          <h2 className="px-4 pt-4 pb-1 text-xs font-medium text-ink-3 md:px-6">{day.label}</h2>
          <ul>
            {day.rows.map((row) => (
              <InboxRow
                key={row.entry.id}
                row={row}
                onRead={(ids) => setRead(ids, true)}
                onMark={(entry, isRead) => setRead([entry.id], isRead)}
              />
            ))}
          </ul>
        </section>
      ))}
      {query.hasNextPage && (
        <p className="px-4 py-3 md:px-6">
          <Button onClick={() => void query.fetchNextPage()} isPending={query.isFetchingNextPage}>
            Show older notices
          </Button>
        </p>
      )}
    </>
  );
}

const Nothing = ({ isShowingAll }: { readonly isShowingAll: boolean }) =>
  isShowingAll ? (
    <EmptyState title="What you are told will be here" action={<ButtonLink href={PREFERENCES_HREF}>Choose what you are told</ButtonLink>}>
      Requests that wait for you, escalations, agents that were killed. Nothing has happened yet that is for you.
    </EmptyState>
  ) : (
    <EmptyState title="Nothing is unread" action={<ButtonLink href="/inbox?all=true">Show all notices</ButtonLink>}>
      New notices appear here by themselves.
    </EmptyState>
  );

/** `j` and `k` walk the rows, Enter follows the one in focus, `m` marks it. */
function useInboxKeys(entries: readonly InboxEntry[], setRead: (ids: readonly string[], isRead: boolean) => void): void {
  const rows = () => [...document.querySelectorAll<HTMLElement>(`[${ROW_ATTRIBUTE}]`)];
  const walk = (step: 1 | -1) => {
    const all = rows();
    const at = all.findIndex((row) => row.contains(document.activeElement));
    all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)]?.focus();
  };
  const markFocused = () => {
    const id = document.activeElement?.getAttribute(ROW_ATTRIBUTE);
    const entry = entries.find((one) => one.id === id);
    if (entry !== undefined && entry.settled === null) setRead([entry.id], isUnread(entry));
  };
  const has = { isEnabled: entries.length > 0 };
  useKeys(
    {
      j: { label: "Next notice", run: () => walk(1), ...has },
      k: { label: "Previous notice", run: () => walk(-1), ...has },
      Enter: { label: "Open the first notice", run: () => rows()[0]?.click(), ...has },
      m: { label: "Mark as read or unread", run: markFocused, ...has },
    },
    "Inbox",
  );
}
