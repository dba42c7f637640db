import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Frame } from "@/components/shell/frame";
import { type FramePerson, SIDEBAR_COOKIE } from "@/components/shell/frame-data";
import { requireActor } from "@/server/platform/session";
import { caller, HydrateClient, prefetch, trpc } from "@/server/trpc/rsc";

export default async function DeskLayout({ children }: { readonly children: ReactNode }) {
  const actor = await requireActor();
  prefetch(trpc.approvals.counts.queryOptions());
  prefetch(trpc.notifications.unread.queryOptions());
  prefetch(trpc.identity.organisation.queryOptions());
  const [organisation, jar] = await Promise.all([caller.identity.organisation(), cookies()]);
  const person: FramePerson = {
    name: actor.name,
    email: actor.email,
    roles: [...actor.roles],
    organisationName: organisation.name,
    isDemo: organisation.isDemo,
  };
  return (
    <HydrateClient>
      <Frame person={person} isSidebarFolded={jar.get(SIDEBAR_COOKIE)?.value === "folded"}>
        {children}
      </Frame>
    </HydrateClient>
  );
}
