"use client";

import { usePathname } from "next/navigation";
import { Tabs } from "@/components/ui/tabs";

const TABS = [
  { label: "People", href: "/settings/people", isForKeepers: true },
  { label: "Groups", href: "/settings/groups", isForKeepers: true },
  { label: "API keys", href: "/settings/keys", isForKeepers: true },
  { label: "Organisation", href: "/settings/organisation", isForKeepers: false },
  { label: "Your account", href: "/settings/account", isForKeepers: false },
] as const;

/** The parts of the settings: those who keep them, and those who audit, see all of them. */
export function SettingsTabs({ isKeeper }: { readonly isKeeper: boolean }) {
  const path = usePathname();
  const tabs = TABS.filter((tab) => isKeeper || !tab.isForKeepers);
  return (
    <div className="px-4 pt-2 md:px-6">
      <Tabs
        label="Settings"
        variant="line"
        tabs={tabs.map((tab) => ({ label: tab.label, href: tab.href, isCurrent: path === tab.href }))}
      />
    </div>
  );
}
