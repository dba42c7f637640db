"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { useKeys } from "@/components/shell/use-keys";
import { SpendTabs } from "@/components/spend/spend-tabs";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import type { BudgetPage } from "@/server/budgets/schema";
import { BudgetForm } from "./budget-form";
import { BudgetsTable, useOutlooks } from "./budgets-table";
import { fateOf } from "./prepare-budgets";

const PARAMS = {
  show: parseAsStringLiteral(["active", "retired"]).withDefault("active"),
  form: parseAsStringLiteral(["new"]),
};
const REFRESH_MS = 30_000;

/** Every budget: what is left of it, when it will be passed, and what happens then. */
export function BudgetsPage() {
  const [{ show, form }, setParams] = useQueryStates(PARAMS);
  const query = useQuery(useTRPC().budgets.list.queryOptions({ state: show }, { refetchInterval: REFRESH_MS }));
  const mayEdit = query.data?.can.edit === true;
  const openForm = () => void setParams({ form: "new" }, { history: "push" });
  useKeys(mayEdit ? { n: { label: "New budget", run: openForm } } : {}, "Budgets");
  return (
    <>
      <PageHeader
        title="Budgets"
        state={query.data ? <State page={query.data} isActive={show === "active"} /> : "What may be spent, and what happens at the limit"}
        actions={
          mayEdit && (
            <Button variant="primary" shortcut="N" onClick={openForm}>
              New budget
            </Button>
          )
        }
      />
      <SpendTabs current="budgets" />
      <div className="px-2 pb-2 md:px-4">
        <Tabs
          label="Which budgets"
          tabs={[
            { label: "In force", href: "/spend/budgets", isCurrent: show === "active" },
            { label: "Retired", href: "/spend/budgets?show=retired", isCurrent: show === "retired" },
          ]}
        />
      </div>
      <div className="pb-8">
        {query.isSuccess ? (
          <List page={query.data} isActive={show === "active"} onNew={openForm} />
        ) : query.isPending ? (
          <SkeletonRows rows={6} label="Loading budgets" />
        ) : (
          <ErrorState title="The budgets could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
            {sentenceOf(query.error)}
          </ErrorState>
        )}
      </div>
      {form === "new" && mayEdit && <BudgetForm budget={null} onClose={() => void setParams({ form: null })} />}
    </>
  );
}

type ListProps = { readonly page: BudgetPage; readonly isActive: boolean; readonly onNew: () => void };

function List({ page, isActive, onNew }: ListProps) {
  if (page.budgets.length > 0)
    return (
      <div className="px-4 md:px-6">
        <BudgetsTable page={page} />
      </div>
    );
  if (!isActive) return <EmptyState title="No budget was retired">Those that no longer hold are kept here.</EmptyState>;
  return (
    <EmptyState title="Nothing limits what may be spent" action={page.can.edit && <Button onClick={onNew}>New budget</Button>}>
      A budget holds for the organisation, a team, an agent, a task class or each run, and tells, asks, slows or cuts off at its limit.
    </EmptyState>
  );
}

/** How many pass their limit before their window ends. */
function State({ page, isActive }: { readonly page: BudgetPage; readonly isActive: boolean }) {
  const outlooks = useOutlooks(page);
  if (!isActive) return <>Budgets that no longer hold</>;
  const passing = page.budgets.filter((budget) => fateOf(budget, outlooks.get(budget.id)).day !== null).length;
  const cut = page.budgets.filter(({ now }) => now.standing === "cut_off").length;
  const cutWords = cut === 0 ? "Nothing is cut off." : `${cut} ${cut === 1 ? "is" : "are"} cut off.`;
  return (
    <>
      {passing === 0
        ? "None will be passed before its window ends."
        : `${passing} will be passed before ${passing === 1 ? "its window ends" : "their windows end"}.`}{" "}
      {cutWords}
    </>
  );
}
