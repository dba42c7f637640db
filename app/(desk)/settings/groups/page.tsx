import type { Metadata } from "next";
import { GroupsPage } from "@/components/identity/groups-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Groups" };

export default function Page() {
  prefetch(trpc.identity.groups.list.queryOptions());
  return (
    <HydrateClient>
      <GroupsPage />
    </HydrateClient>
  );
}
