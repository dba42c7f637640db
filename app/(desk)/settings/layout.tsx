import type { ReactNode } from "react";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { requireActor } from "@/server/platform/session";

export default async function SettingsLayout({ children }: { readonly children: ReactNode }) {
  const { roles } = await requireActor();
  return (
    <>
      <SettingsTabs isKeeper={roles.has("admin") || roles.has("auditor")} />
      {children}
    </>
  );
}
