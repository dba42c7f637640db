import type { Metadata } from "next";
import { CriterionPage } from "@/components/maturity/criterion-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export async function generateMetadata({ params }: PageProps<"/maturity/criteria/[id]">): Promise<Metadata> {
  return { title: decodeURIComponent((await params).id) };
}

export default async function Page({ params }: PageProps<"/maturity/criteria/[id]">) {
  const id = decodeURIComponent((await params).id);
  prefetch(trpc.maturity.criterion.queryOptions({ id }));
  return (
    <HydrateClient>
      <CriterionPage key={id} id={id} />
    </HydrateClient>
  );
}
