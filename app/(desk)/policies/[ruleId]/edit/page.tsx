import type { Metadata } from "next";
import { RuleFormPage } from "@/components/policies/rule-form-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Rule" };

export default async function Page({ params }: PageProps<"/policies/[ruleId]/edit">) {
  const ruleId = decodeURIComponent((await params).ruleId);
  prefetch(trpc.identity.account.me.queryOptions());
  prefetch(trpc.policies.policy.queryOptions({ version: null }));
  prefetch(trpc.identity.directory.queryOptions());
  return (
    <HydrateClient>
      <RuleFormPage key={ruleId} ruleId={ruleId} />
    </HydrateClient>
  );
}
