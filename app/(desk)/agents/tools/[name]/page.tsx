import type { Metadata } from "next";
import { ToolPage } from "@/components/fleet/tool-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export async function generateMetadata({ params }: PageProps<"/agents/tools/[name]">): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function Page({ params }: PageProps<"/agents/tools/[name]">) {
  const name = decodeURIComponent((await params).name);
  prefetch(trpc.fleet.tool.queryOptions({ name }));
  return (
    <HydrateClient>
      <ToolPage key={name} name={name} />
    </HydrateClient>
  );
}
