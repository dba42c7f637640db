import type { Metadata } from "next";
import { NewCalendarPage } from "@/components/schedules/calendar-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "New calendar" };

export default function Page() {
  prefetch(trpc.identity.organisation.queryOptions());
  prefetch(trpc.schedules.calendars.countries.queryOptions());
  return (
    <HydrateClient>
      <NewCalendarPage />
    </HydrateClient>
  );
}
