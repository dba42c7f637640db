"use client";

import { useQuery } from "@tanstack/react-query";
import { isForbidden, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import type { RulesPage } from "@/server/traces/redaction-schema";
import { useRedactionAddress } from "./redaction-address";
import { RedactionForm } from "./redaction-form";
import { RedactionRules } from "./redaction-rules";
import { TryOut } from "./redaction-try";
import { RedactionVersions } from "./redaction-versions";
import { TracesTabs } from "./traces-tabs";

const TABS = [
  { view: "rules", label: "Rules", href: "/traces/redaction" },
  { view: "try", label: "Try it", href: "/traces/redaction?view=try" },
  { view: "versions", label: "Changes", href: "/traces/redaction?view=versions" },
] as const;

/** What is taken out of payloads before they are stored. */
export function RedactionPage() {
  const [{ view }, setAddress] = useRedactionAddress();
  const query = useQuery(useTRPC().traces.redaction.rules.queryOptions());
  const mayChange = query.data?.can.change ?? false;
  return (
    <>
      <PageHeader
        title="Traces"
        state={stateOf(query.data)}
        actions={mayChange && <Button onClick={() => void setAddress({ view: "rules", rule: "new" })}>Add a rule</Button>}
      />
      <TracesTabs current="redaction" />
      {query.isPending && <SkeletonRows rows={6} label="Loading rules" />}
      {query.isError &&
        (isForbidden(query.error) ? (
          <EmptyState title="Redaction is not open to your role">
            {sentenceOf(query.error)} An administrator can change your roles.
          </EmptyState>
        ) : (
          <ErrorState title="The rules could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
            {sentenceOf(query.error)} They go on being applied.
          </ErrorState>
        ))}
      {query.data !== undefined && (
        <>
          <div className="border-b border-line px-2 pb-2 md:px-4">
            <Tabs
              label="Redaction"
              tabs={TABS.filter((tab) => tab.view !== "try" || mayChange).map((tab) => ({ ...tab, isCurrent: tab.view === view }))}
            />
          </div>
          {view === "rules" && <RedactionRules page={query.data} />}
          {view === "try" && mayChange && <TryPage />}
          {view === "versions" && <RedactionVersions />}
          <OpenRule page={query.data} />
        </>
      )}
    </>
  );
}

function stateOf(page: RulesPage | undefined): string {
  if (page === undefined) return "What is taken out of payloads before they are stored.";
  const on = page.rules.filter(({ isOn }) => isOn).length;
  return `${on} of ${page.rules.length} rules are on. What they find is taken out before anything is stored, from the next export on.`;
}

function OpenRule({ page }: { readonly page: RulesPage }) {
  const [{ rule: open }, setAddress] = useRedactionAddress();
  if (open === null || !page.can.change) return null;
  const rule = page.rules.find(({ id }) => id === open) ?? null;
  if (rule === null && open !== "new") return null;
  return <RedactionForm key={open} page={page} rule={rule} onClose={() => void setAddress({ rule: null })} />;
}

const TryPage = () => (
  <div className="grid max-w-3xl gap-4 px-4 py-4 md:px-6">
    <p className="text-sm text-pretty text-ink-2">
      See what the rules in force take out of a text, or of a step that is stored. Nothing that you try is kept.
    </p>
    <TryOut ruleId={null} rule={null} />
  </div>
);
