"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import type { BudgetPage } from "@/server/budgets/schema";
import { BudgetsTable } from "./budgets-table";
import { CutOffRow } from "./cut-offs";

const MOST = 6;
const DAY_MS = 86_400_000;
const SHOWN_DAYS = 30;

/** The budgets that matter first, beside what is spent, and the last that cut off. */
export function BudgetsSection() {
  const query = useQuery(useTRPC().budgets.list.queryOptions({ state: "active" }));
  if (query.isPending) return <Skeleton className="mb-8 h-48" />;
  return (
    <Section
      title="Budgets"
      note="Solid: what is left. Dashed: forecast. Dotted: even pace to zero."
      action={
        <Link href="/spend/budgets" className="link text-sm whitespace-nowrap max-md:py-3">
          {query.data && query.data.budgets.length > MOST ? `All ${query.data.budgets.length} budgets` : "All budgets"}
        </Link>
      }
    >
      {query.data ? <Shown page={query.data} /> : <p className="text-sm text-ink-2">The budgets could not be read. Load the page again.</p>}
    </Section>
  );
}

function Shown({ page }: { readonly page: BudgetPage }) {
  if (page.budgets.length === 0) return <p className="text-sm text-ink-2">Nothing limits what may be spent.</p>;
  // Those with the least left stand first; of as much, the widest.
  const budgets = page.budgets.toSorted((a, b) => b.now.percent - a.now.percent).slice(0, MOST);
  const since = Date.parse(page.asOf) - SHOWN_DAYS * DAY_MS;
  const cutOffs = page.budgets.flatMap(({ lastCutOff }) => (lastCutOff !== null && Date.parse(lastCutOff.at) > since ? [lastCutOff] : []));
  return (
    <>
      <BudgetsTable page={{ ...page, budgets }} />
      {cutOffs.length > 0 && (
        <ul>
          {cutOffs.slice(0, 2).map((cutOff) => (
            <CutOffRow key={cutOff.id} cutOff={cutOff} />
          ))}
        </ul>
      )}
    </>
  );
}
