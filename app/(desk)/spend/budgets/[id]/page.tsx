import type { Metadata } from "next";
import { BudgetPage } from "@/components/budgets/budget-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Budget" };

export default async function Page({ params }: PageProps<"/spend/budgets/[id]">) {
  const { id } = await params;
  prefetch(trpc.budgets.byId.queryOptions({ id }));
  return (
    <HydrateClient>
      <BudgetPage id={id} />
    </HydrateClient>
  );
}
