import type { Metadata } from "next";
import { AccountPage } from "@/components/identity/account-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Your account" };

export default function Page() {
  prefetch(trpc.identity.account.me.queryOptions());
  prefetch(trpc.identity.account.sessions.queryOptions());
  return (
    <HydrateClient>
      <AccountPage />
    </HydrateClient>
  );
}
