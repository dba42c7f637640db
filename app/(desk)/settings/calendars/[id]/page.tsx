import type { Metadata } from "next";
import { CalendarPage } from "@/components/schedules/calendar-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Calendar" };

export default async function Page({ params }: PageProps<"/settings/calendars/[id]">) {
  const id = decodeURIComponent((await params).id);
  prefetch(trpc.schedules.calendars.byId.queryOptions({ id }));
  prefetch(trpc.schedules.calendars.countries.queryOptions());
  return (
    <HydrateClient>
      <CalendarPage key={id} id={id} />
    </HydrateClient>
  );
}
