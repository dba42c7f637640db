import type { Metadata } from "next";
import { OnCallPage } from "@/components/schedules/on-call-page";
import { onCallQuery, readWindow } from "@/components/schedules/schedules-address";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "On call" };

export default async function Page({ params, searchParams }: PageProps<"/settings/on-call/[id]">) {
  const id = decodeURIComponent((await params).id);
  const window = readWindow(await searchParams);
  prefetch(trpc.schedules.onCall.byId.queryOptions(onCallQuery(id, window)));
  return (
    <HydrateClient>
      <OnCallPage id={id} window={window} />
    </HydrateClient>
  );
}
