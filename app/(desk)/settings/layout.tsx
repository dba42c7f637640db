import type { ReactNode } from "react";
import { SettingsReader } from "@/components/identity/settings-tabs";
import { requireActor } from "@/server/platform/session";

export default async function SettingsLayout({ children }: { readonly children: ReactNode }) {
  const { roles } = await requireActor();
  return <SettingsReader isKeeper={roles.has("admin") || roles.has("auditor")}>{children}</SettingsReader>;
}
