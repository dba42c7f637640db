import type { Metadata } from "next";
import { InboxPage } from "@/components/notifications/inbox-page";
import { HydrateClient, prefetchInfinite, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Inbox" };

export default async function Page({ searchParams }: PageProps<"/inbox">) {
  const { all } = await searchParams;
  prefetchInfinite(
    trpc.notifications.inbox.infiniteQueryOptions({ unread: all !== "true" }, { getNextPageParam: (page) => page.nextCursor }),
  );
  return (
    <HydrateClient>
      <InboxPage />
    </HydrateClient>
  );
}
