import type { Metadata } from "next";
import { StatementPage } from "@/components/statements/statement-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Statement" };

export default async function Page({ params }: PageProps<"/spend/statements/[id]">) {
  const { id } = await params;
  prefetch(trpc.statements.byId.queryOptions({ id }));
  return (
    <HydrateClient>
      <StatementPage id={id} />
    </HydrateClient>
  );
}
