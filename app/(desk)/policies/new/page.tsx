import type { Metadata } from "next";
import { RuleFormPage } from "@/components/policies/rule-form-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "New rule" };

export default function Page() {
  prefetch(trpc.identity.account.me.queryOptions());
  prefetch(trpc.policies.policy.queryOptions({ version: null }));
  prefetch(trpc.identity.directory.queryOptions());
  return (
    <HydrateClient>
      <RuleFormPage ruleId={null} />
    </HydrateClient>
  );
}
