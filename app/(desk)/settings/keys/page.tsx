import type { Metadata } from "next";
import { KeysPage } from "@/components/identity/keys-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "API keys" };

export default function Page() {
  prefetch(trpc.identity.keys.list.queryOptions());
  prefetch(trpc.identity.signingKeys.queryOptions());
  return (
    <HydrateClient>
      <KeysPage />
    </HydrateClient>
  );
}
