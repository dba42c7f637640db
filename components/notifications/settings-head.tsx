"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";

export const DELIVERIES_HREF = "/settings/notifications/deliveries";

const PARTS = [
  { label: "Channels and webhooks", href: "/settings/notifications" },
  { label: "Deliveries", href: DELIVERIES_HREF },
] as const;

/** The head of both pages about what goes out. */
export function SettingsHead({ state, actions }: { readonly state?: ReactNode; readonly actions?: ReactNode }) {
  const path = usePathname();
  return (
    <>
      <PageHeader title="Notifications" state={state} actions={actions} />
      <SettingsTabs />
      <div className="border-b border-line px-2 py-2 md:px-4">
        <Tabs label="Notifications" tabs={PARTS.map((part) => ({ ...part, isCurrent: path === part.href }))} />
      </div>
    </>
  );
}
