import type { Metadata } from "next";
import { OrganisationPage } from "@/components/identity/organisation-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Organisation" };

export default function Page() {
  prefetch(trpc.identity.organisation.queryOptions());
  return (
    <HydrateClient>
      <OrganisationPage />
    </HydrateClient>
  );
}
