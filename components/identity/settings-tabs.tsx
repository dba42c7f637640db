"use client";

import { usePathname } from "next/navigation";
import { createContext, type ReactNode, useContext } from "react";
import { SETTINGS } from "@/components/shell/navigation";
import { Tabs } from "@/components/ui/tabs";

const Keeper = createContext(false);

/** Tells the pages of the settings whether their reader keeps or audits them. */
export const SettingsReader = ({ isKeeper, children }: { readonly isKeeper: boolean; readonly children: ReactNode }) => (
  <Keeper value={isKeeper}>{children}</Keeper>
);

/** The parts of the settings, below a page's title: those who keep them, and those who audit, see all of them. */
export function SettingsTabs() {
  const path = usePathname();
  const isKeeper = useContext(Keeper);
  const tabs = SETTINGS.filter((tab) => isKeeper || !tab.isForKeepers);
  return (
    <div className="border-b border-line px-2 pb-2 md:px-4">
      <Tabs
        label="Settings"
        tabs={tabs.map((tab) => ({ label: tab.label, href: tab.href, isCurrent: path === tab.href || path.startsWith(`${tab.href}/`) }))}
      />
    </div>
  );
}
