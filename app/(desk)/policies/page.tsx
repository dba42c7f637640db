import type { Metadata } from "next";
import { PoliciesPage } from "@/components/policies/policies-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Policies" };

export default async function Page({ searchParams }: PageProps<"/policies">) {
  const { rule } = await searchParams;
  prefetch(trpc.identity.account.me.queryOptions()); // whether to say what the role operator is needed for
  prefetch(trpc.policies.policy.queryOptions({ version: null }));
  if (typeof rule === "string") prefetch(trpc.policies.rule.queryOptions({ ruleId: rule }));
  return (
    <HydrateClient>
      <PoliciesPage />
    </HydrateClient>
  );
}
