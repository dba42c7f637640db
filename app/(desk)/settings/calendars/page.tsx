import type { Metadata } from "next";
import { CalendarsPage } from "@/components/schedules/calendars-page";
import { HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Calendars" };

export default function Page() {
  prefetch(trpc.schedules.calendars.list.queryOptions());
  return (
    <HydrateClient>
      <CalendarsPage />
    </HydrateClient>
  );
}
