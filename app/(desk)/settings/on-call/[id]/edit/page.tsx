import type { Metadata } from "next";
import { EditOnCallPage } from "@/components/schedules/on-call-form";
import { onCallQuery } from "@/components/schedules/schedules-address";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Edit on-call schedule" };

export default async function Page({ params }: PageProps<"/settings/on-call/[id]/edit">) {
  const id = decodeURIComponent((await params).id);
  prefetch(trpc.schedules.onCall.byId.queryOptions(onCallQuery(id, { from: null, weeks: 2 })));
  prefetch(trpc.identity.directory.queryOptions());
  return (
    <HydrateClient>
      <EditOnCallPage key={id} id={id} />
    </HydrateClient>
  );
}
