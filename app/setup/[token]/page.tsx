import type { Metadata } from "next";
import { Setup } from "@/components/identity/setup";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Set your password" };

export default async function Page({ params }: { readonly params: Promise<{ token: string }> }) {
  const { token } = await params;
  prefetch(trpc.identity.setup.queryOptions({ token }));
  return (
    <HydrateClient>
      <Setup token={token} />
    </HydrateClient>
  );
}
