import type { Metadata } from "next";
import { BudgetsPage } from "@/components/budgets/budgets-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Budgets" };

export default async function Page({ searchParams }: PageProps<"/spend/budgets">) {
  const { show } = await searchParams;
  prefetch(trpc.budgets.list.queryOptions({ state: show === "retired" ? "retired" : "active" }));
  return (
    <HydrateClient>
      <BudgetsPage />
    </HydrateClient>
  );
}
