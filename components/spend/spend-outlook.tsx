"use client";

import { useQuery } from "@tanstack/react-query";
import { BudgetsSection } from "@/components/budgets/budgets-section";
import { useTRPC } from "@/components/trpc/use-trpc";
import type { BudgetPage, ShownBudget } from "@/server/budgets/schema";
import type { DimensionName } from "@/server/spend/core/explore";
import { AnomaliesSection } from "./anomalies-section";
import { ForecastSection, type MonthLimit } from "./forecast-section";
import { roughly } from "./prepare-forecast";
import { narrowedBy, type SpendParams } from "./spend-address";

type Props = {
  readonly params: SpendParams;
  /** The days that the page shows, both included. */
  readonly days: readonly string[];
};

/** What is to come, what was out of the ordinary of what the page is narrowed to, and what may be spent. */
export function SpendOutlook({ params, days }: Props) {
  const trpc = useTRPC();
  const all = useQuery(trpc.spend.anomalies.list.queryOptions({ from: days[0], to: days.at(-1) })).data;
  const budgets = useQuery(trpc.budgets.list.queryOptions({ state: "active" })).data;
  const narrowed = narrowedBy(params);
  const anomalies = all && {
    ...all,
    items: all.items.filter((one) => narrowed.every(({ dimension, value }) => dimension !== one.dimension || value === one.key)),
  };
  return (
    <>
      <ForecastSection params={params} anomalies={anomalies?.items ?? []} limit={budgets ? limitOf(budgets, narrowed) : null} />
      <AnomaliesSection anomalies={anomalies} />
      {narrowed.length === 0 && <BudgetsSection />}
    </>
  );
}

const SCOPE_OF: Partial<Record<DimensionName, ShownBudget["scope"]["kind"]>> = { team: "team", agent: "agent", taskClass: "task_class" };
const nameOf = ({ scope, name }: ShownBudget): string | null => (scope.kind === "team" ? name : scope.id);

/** The month's budget of money for just what the page is narrowed to; null where there is none. */
function limitOf({ budgets }: BudgetPage, narrowed: ReturnType<typeof narrowedBy>): MonthLimit | null {
  const [one, ...others] = narrowed;
  if (others.length > 0) return null;
  const kind = one === undefined ? "organisation" : SCOPE_OF[one.dimension];
  const found = budgets.find(
    (budget) =>
      budget.measure === "money" &&
      budget.window.kind === "calendar" &&
      budget.window.unit === "month" &&
      budget.scope.kind === kind &&
      (one === undefined || nameOf(budget) === one.value),
  );
  return found === undefined ? null : { label: `The budget of ${roughly(found.now.limit)}`, microUsd: found.now.limit };
}
