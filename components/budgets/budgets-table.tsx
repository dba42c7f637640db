"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { BudgetPage, BurnDown, ShownBudget } from "@/server/budgets/schema";
import type { Outlook } from "@/server/spend/forecast-schema";
import { BurnSpark } from "./burn-spark";
import { ACTS_WORDS, amountWords, fateOf, limitWords, outlookOf, STANDING_WORDS, windowWords } from "./prepare-budgets";

/** What is to come of some budgets, by their ids; one that is not there is still on its way. */
export function useOutlooks({ budgets, timeZone }: Pick<BudgetPage, "budgets" | "timeZone">): ReadonlyMap<string, Outlook> {
  const of = budgets.flatMap((budget) => outlookOf(budget, timeZone) ?? []);
  const query = useQuery(useTRPC().spend.forecast.outlooks.queryOptions({ of }, { enabled: of.length > 0 }));
  return new Map(query.data?.outlooks.map(({ id, outlook }) => [id, outlook]));
}

type Props = { readonly page: Pick<BudgetPage, "budgets" | "timeZone"> };

/** Budgets with what is left of each, what comes of it, and what happens at its limit. */
export function BudgetsTable({ page }: Props) {
  const { budgets } = page;
  const trpc = useTRPC();
  const outlooks = useOutlooks(page);
  const burns = useQueries({ queries: budgets.map(({ id }) => trpc.budgets.burnDown.queryOptions({ id })) });
  return (
    <section
      className="relative overflow-x-auto"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="Budgets, as a table"
    >
      <Table caption="Budgets" isInset>
        <thead>
          <tr>
            <Th>Budget</Th>
            <Th isNumeric>Spent</Th>
            <Th isNumeric>Share</Th>
            <Th className="max-lg:hidden">Left</Th>
            <Th>Forecast</Th>
            <Th className="max-md:hidden">At the limit</Th>
            <Th className="max-lg:hidden">Acts</Th>
          </tr>
        </thead>
        <tbody>
          {budgets.map((budget, i) => (
            <Row key={budget.id} budget={budget} burn={burns[i]?.data ?? null} outlook={outlooks.get(budget.id)} />
          ))}
        </tbody>
      </Table>
    </section>
  );
}

type RowProps = { readonly budget: ShownBudget; readonly burn: BurnDown; readonly outlook: Outlook | undefined };

function Row({ budget, burn, outlook }: RowProps) {
  const { id, name, measure, window, now, thresholds, acts, scope, pendingExtension } = budget;
  const fate = fateOf(budget, outlook);
  const isOfRuns = now.from === null;
  return (
    <Tr className="[&>td]:py-2.5 [&>td]:align-top">
      <Td className="min-w-32">
        <Link href={`/spend/budgets/${id}`} className="font-medium hover:underline">
          {name}
        </Link>
        <span className="block text-xs text-ink-3">
          {windowWords(window)}
          {scope.isGone && ", no longer there"}
        </span>
      </Td>
      <Td isNumeric className="whitespace-nowrap">
        {isOfRuns ? "–" : amountWords(measure, now.spent)}
        <span className="block text-xs text-ink-3">of {amountWords(measure, now.limit)}</span>
      </Td>
      <Td isNumeric className="font-semibold">
        {isOfRuns ? "–" : `${now.percent} %`}
      </Td>
      <Td className="max-lg:hidden">{burn !== null && <BurnSpark burn={burn} ahead={outlook?.days ?? []} />}</Td>
      <Td className="min-w-36">
        <span className={`font-medium ${fate.tone}`}>{fate.lead}</span>
        <span className="block text-xs text-ink-3">{fate.rest}</span>
        {now.standing !== "within" && now.standing !== "cut_off" && (
          <span className={`block text-xs ${STANDING_WORDS[now.standing].tone}`}>{STANDING_WORDS[now.standing].label}</span>
        )}
        {pendingExtension !== null && (
          <Link href={`/queue/${pendingExtension.approvalId}`} className="link block text-xs underline underline-offset-2">
            {amountWords(measure, pendingExtension.amount)} more is asked for
          </Link>
        )}
      </Td>
      <Td className="text-ink-2 max-md:hidden">{limitWords(thresholds)}</Td>
      <Td className="text-ink-2 max-lg:hidden">{ACTS_WORDS[acts]}</Td>
    </Tr>
  );
}
