"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { type PageKeys, useKeys } from "@/components/shell/use-keys";
import { isMissing, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { BudgetDetail } from "@/server/budgets/schema";
import { BudgetEvents } from "./budget-events";
import { BudgetForm } from "./budget-form";
import { BudgetNow } from "./budget-now";
import { useOutlooks } from "./budgets-table";
import { BurnDownChart } from "./burn-down-chart";
import { CutOffs } from "./cut-offs";
import { ExtendForm } from "./extend-form";
import { amountWords, STANDING_WORDS, windowWords } from "./prepare-budgets";
import { RetireDialog } from "./retire-dialog";

const PARENT = (
  <Link href="/spend/budgets" className="hover:underline">
    Budgets
  </Link>
);
const FORMS = ["edit", "more", "retire"] as const;
/** Whoever watches a budget sees within seconds that it cut off. */
const REFRESH_MS = 5_000;

/** One budget: what is left and how it goes on, what happens at its limit, who was cut off and why, and the way to more. */
export function BudgetPage({ id }: { readonly id: string }) {
  const query = useQuery(useTRPC().budgets.byId.queryOptions({ id }, { refetchInterval: REFRESH_MS }));
  if (query.isSuccess) return <Loaded detail={query.data} />;
  return (
    <>
      <PageHeader parent={PARENT} title="Budget" />
      {query.isPending ? (
        <SkeletonRows rows={8} label="Loading the budget" />
      ) : isMissing(query.error) ? (
        <EmptyState title="There is no such budget." action={<ButtonLink href="/spend/budgets">See every budget</ButtonLink>}>
          Budgets are never deleted: the address must be another one.
        </EmptyState>
      ) : (
        <ErrorState title="The budget could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      )}
    </>
  );
}

function Loaded({ detail }: { readonly detail: BudgetDetail }) {
  const { budget, can, timeZone } = detail;
  const [form, setForm] = useQueryState("form", parseAsStringLiteral(FORMS).withOptions({ history: "push" }));
  const outlook = useOutlooks({ budgets: [budget], timeZone }).get(budget.id);
  const isActive = budget.state === "active";
  const mayEdit = can.edit && isActive;
  const mayExtend = can.extend && isActive && budget.now.from !== null && budget.pendingExtension === null;
  const keys: PageKeys = {
    ...(mayEdit ? { e: { label: "Change", run: () => void setForm("edit") } } : {}),
    ...(mayExtend ? { m: { label: "Ask for more", run: () => void setForm("more") } } : {}),
  };
  useKeys(keys, "Budget");
  const close = () => void setForm(null);
  return (
    <>
      <PageHeader
        parent={PARENT}
        title={budget.name}
        state={<StateSentence detail={detail} />}
        actions={
          <>
            {mayExtend && (
              <Button variant="primary" onClick={() => void setForm("more")}>
                Ask for more
              </Button>
            )}
            {mayEdit && <Button onClick={() => void setForm("edit")}>Change</Button>}
            {mayEdit && (
              <Button variant="quiet" onClick={() => void setForm("retire")}>
                Retire
              </Button>
            )}
          </>
        }
      />
      <div className="px-4 pb-8 md:px-6">
        <BudgetNow budget={budget} />
        {isActive && <BurnDownChart budget={budget} timeZone={timeZone} outlook={outlook} />}
        <CutOffs cutOffs={detail.cutOffs} />
        <BudgetEvents events={detail.events} />
      </div>
      {form === "edit" && mayEdit && <BudgetForm budget={budget} onClose={close} />}
      {form === "more" && mayExtend && <ExtendForm budget={budget} onClose={close} />}
      {form === "retire" && mayEdit && <RetireDialog budget={budget} onClose={close} />}
    </>
  );
}

function StateSentence({ detail: { budget } }: { readonly detail: BudgetDetail }) {
  const { now, measure, window, pendingExtension, state, scope } = budget;
  if (state === "retired") return <>Retired: it limits nothing any more.</>;
  const standing = STANDING_WORDS[now.standing];
  return (
    <>
      <span className={`font-medium ${standing.tone}`}>{standing.label}.</span> {amountWords(measure, now.limit)} {windowWords(window)}
      {now.extended !== "0" && `, of which ${amountWords(measure, now.extended)} were added to this window`}.
      {scope.isGone && " What it is of is no longer there."}
      {pendingExtension !== null && (
        <>
          {" "}
          <Link href={`/queue/${pendingExtension.approvalId}`} className="link underline underline-offset-2">
            {amountWords(measure, pendingExtension.amount)} more is asked for
          </Link>
          .
        </>
      )}
    </>
  );
}
