"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { formatCount } from "@/components/ui/format-count";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AttributionPage as Page } from "@/server/traces/attribution-schema";
import { AttributionForm } from "./attribution-form";
import { ruleWords } from "./prepare-attribution";
import { SpendTabs } from "./spend-tabs";

/** The rules that say whose a call is when neither its sender nor the registry does. */
export function AttributionPage() {
  const found = useQuery(useTRPC().traces.attribution.rules.queryOptions());
  const [isEditing, setIsEditing] = useState(false);
  const { data } = found;
  const edit = data?.can.change === true && !isEditing && <Button onClick={() => setIsEditing(true)}>Change the rules</Button>;
  return (
    <>
      <PageHeader
        title="Attribution"
        state="Whose a call is when neither its sender nor the registry says. The first rule that fits decides."
        actions={edit}
      />
      <SpendTabs current="attribution" />
      {found.isError ? (
        <ErrorState title="The rules could not be read" onRetry={() => void found.refetch()} isRetrying={found.isFetching}>
          {sentenceOf(found.error)}
        </ErrorState>
      ) : data === undefined ? (
        <SkeletonRows rows={4} label="Loading the rules" />
      ) : (
        <div className="px-4 md:px-6">
          {isEditing ? (
            <AttributionForm key={data.version} page={data} onClose={() => setIsEditing(false)} />
          ) : (
            <Rules page={data} action={edit} />
          )}
          {data.versions.length > 0 && <Versions versions={data.versions} />}
        </div>
      )}
    </>
  );
}

function Rules({ page, action }: { readonly page: Page; readonly action: ReactNode }) {
  if (page.rules.length === 0)
    return (
      <div className="-mx-4 md:-mx-6">
        <EmptyState title="No rule yet" action={action}>
          What comes without an agent, a team or a task class stays unattributed until a rule says whose it is.
        </EmptyState>
      </div>
    );
  return (
    <Section title={`Version ${page.version}`} note="In force for what comes. What the sender or the registry says, no rule changes.">
      <ol className="list-decimal space-y-1.5 pl-6 text-sm marker:text-ink-3">
        {page.rules.map((rule) => (
          <li key={JSON.stringify(rule)} className="max-w-[75ch] wrap-anywhere">
            {ruleWords(rule)}
          </li>
        ))}
      </ol>
    </Section>
  );
}

const Versions = ({ versions }: Pick<Page, "versions">) => (
  <Section title="Versions" note="Who changed the rules, when and why.">
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
    <section className="relative overflow-x-auto" tabIndex={0} aria-label="Versions, as a table">
      <Table caption="Versions of the rules" isInset>
        <thead>
          <tr>
            <Th isNumeric>Version</Th>
            <Th>When</Th>
            <Th>By</Th>
            <Th isNumeric>Rules</Th>
            <Th>Reason</Th>
          </tr>
        </thead>
        <tbody>
          {versions.map(({ version, changedAt, author, rules, reason }) => (
            <Tr key={version}>
              <Td isNumeric>{version}</Td>
              <Td>
                <Time at={changedAt} />
              </Td>
              <Td>{author}</Td>
              <Td isNumeric>{formatCount(rules)}</Td>
              <Td className="max-w-96 truncate" title={reason}>
                {reason}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </section>
  </Section>
);
