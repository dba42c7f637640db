"use client";

import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { PageHeader } from "@/components/ui/page-header";
import type { AppRouter } from "@/server/trpc/root";
import { PreferencesForm } from "./preferences-form";

export type PreferencesOfPerson = inferRouterOutputs<AppRouter>["notifications"]["preferences"];

/** How a person is told: each kind of notice by each channel, quiet hours, grouping. */
export function PreferencesPage() {
  const query = useQuery(useTRPC().notifications.preferences.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  return (
    <>
      <PageHeader
        parent={<Link href="/settings/account">Your account</Link>}
        title="Notifications"
        state="What is important goes out at once and always reaches the inbox; an escalation may choose its own channels."
      />
      <SettingsTabs />
      <Loaded query={query} what="Your preferences">
        {(preferences) => <PreferencesForm key={JSON.stringify(preferences)} preferences={preferences} />}
      </Loaded>
    </>
  );
}
