"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { BudgetsSection } from "@/components/budgets/budgets-section";
import { useTRPC } from "@/components/trpc/use-trpc";
import type { BudgetPage, ShownBudget } from "@/server/budgets/schema";
import type { Anomalies } from "@/server/spend/anomaly-schema";
import type { Breakdown } from "@/server/spend/core/explore";
import { AnomaliesSection } from "./anomalies-section";
import { ForecastSection, type MonthLimit } from "./forecast-section";
import { roughly } from "./prepare-forecast";
import { narrowedBy, type SpendParams } from "./spend-address";
import type { useMonth } from "./use-outlook";

type Props = {
  readonly params: SpendParams;
  readonly month: ReturnType<typeof useMonth>;
  readonly anomalies: Anomalies | undefined;
  /** The colours of the page, where its own chart does not show this month. */
  readonly colors: ReadonlyMap<string, string> | null;
  /** Who spends it: stands between what is to come and what was out of the ordinary. */
  readonly children: ReactNode;
};

/** What is to come, what was out of the ordinary of what the page is narrowed to, and what may be spent. */
export function SpendOutlook({ params, month, anomalies, colors, children }: Props) {
  const budgets = useQuery(useTRPC().budgets.list.queryOptions({ state: "active" })).data;
  const narrowed = narrowedBy(params);
  return (
    <>
      {params.tool === null && <ForecastSection month={month} limit={budgets ? limitOf(budgets, narrowed) : null} colors={colors} />}
      {children}
      <AnomaliesSection anomalies={anomalies} />
      {narrowed.length === 0 && <BudgetsSection />}
    </>
  );
}

const SCOPE_OF: Partial<Record<Breakdown, ShownBudget["scope"]["kind"]>> = { team: "team", agent: "agent", taskClass: "task_class" };
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
