import type { Metadata } from "next";
import { PeoplePage } from "@/components/identity/people-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "People" };

export default function Page() {
  prefetch(trpc.identity.people.list.queryOptions());
  return (
    <HydrateClient>
      <PeoplePage />
    </HydrateClient>
  );
}
