"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { NeedsOperator } from "@/components/fleet/needs-operator";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import type { PolicyPage } from "@/server/policies/schema";
import { draftOf, EMPTY_DRAFT } from "./prepare-draft";
import { RuleForm } from "./rule-form";

const parent = (
  <Link className="link" href="/policies">
    Policies
  </Link>
);

/** The form of one rule, or of a new one, for operators; everyone else is told whom to ask. */
export function RuleFormPage({ ruleId }: { readonly ruleId: string | null }) {
  const trpc = useTRPC();
  const me = useQuery(trpc.identity.account.me.queryOptions());
  const policy = useQuery(trpc.policies.policy.queryOptions({ version: null }));
  const mayWrite = me.data?.roles.includes("operator");
  return (
    <>
      <PageHeader
        parent={parent}
        title={ruleId === null ? "New rule" : (policy.data?.rules.find((rule) => rule.id === ruleId)?.name ?? "Rule")}
        state={mayWrite && "It decides from its publication on, as a new version of the policy."}
      />
      {mayWrite === false ? (
        <EmptyState title="Rules are written by operators." action={<ButtonLink href="/policies">See the rules</ButtonLink>}>
          <NeedsOperator what="Writing rules" />
        </EmptyState>
      ) : (
        <Loaded query={policy} what="The rules in force">
          {(data) => <Form ruleId={ruleId} policy={data} />}
        </Loaded>
      )}
    </>
  );
}

/** What others publish meanwhile must not change what is being typed: the form goes on from what it was opened on. */
function Form({ ruleId, policy }: { readonly ruleId: string | null; readonly policy: PolicyPage }) {
  const [opened] = useState(policy);
  if (ruleId === null) return <RuleForm isNew initial={EMPTY_DRAFT} policy={opened} />;
  const rule = opened.rules.find((each) => each.id === ruleId);
  if (rule === undefined)
    return (
      <EmptyState title="No such rule is in force." action={<ButtonLink href={`/policies?rule=${ruleId}`}>See its versions</ButtonLink>}>
        It may have been removed. Its versions stay in the record.
      </EmptyState>
    );
  const { version: _, authorId: __, authorName: ___, createdAt: ____, ...definition } = rule;
  return <RuleForm isNew={false} initial={draftOf(definition)} policy={opened} />;
}
