"use client";

import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import type { ReactNode } from "react";
import { describeRoles } from "@/components/shell/navigation";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import type { AppRouter } from "@/server/trpc/root";
import { signOut } from "./auth-client";
import { OwnSessions } from "./own-sessions";
import { Passkeys } from "./passkeys";
import { PasswordForm } from "./password-form";
import { SettingsTabs } from "./settings-tabs";
import { UndoSeconds } from "./undo-seconds";

type Me = inferRouterOutputs<AppRouter>["identity"]["account"]["me"];

/** The signed-in person's own page: who they are here, their password, their sessions. */
export function AccountPage() {
  const me = useQuery(useTRPC().identity.account.me.queryOptions());
  return (
    <>
      <PageHeader
        title="Your account"
        state={me.data && `Signed in as ${me.data.email}.`}
        actions={<Button onClick={() => void signOut()}>Sign out</Button>}
      />
      <SettingsTabs />
      <Loaded query={me} what="Your account">
        {(data) => (
          <>
            <Facts me={data} />
            <Part title="Password">
              {data.hasPassword ? (
                <PasswordForm />
              ) : (
                <p className="text-sm text-ink-2">You sign in by single sign-on; there is no password here to change.</p>
              )}
            </Part>
            <Part title="Passkeys">
              <Passkeys isApprover={data.roles.includes("approver")} />
            </Part>
            {data.roles.includes("approver") && (
              <Part title="Decisions">
                <UndoSeconds />
              </Part>
            )}
            <Part title="Out of office">
              <Link href="/settings/account/out-of-office" className="link text-sm">
                {data.roles.includes("approver")
                  ? "Let someone else decide for you while you are away"
                  : "Who decides for whom at the moment"}
              </Link>
            </Part>
            <Part title="Notifications">
              <Link href="/settings/account/notifications" className="text-sm text-accent hover:underline">
                Choose what you are told, and how
              </Link>
            </Part>
            <Part title="Sessions">
              <OwnSessions />
            </Part>
          </>
        )}
      </Loaded>
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="border-t border-line px-4 py-5 md:px-6">
      <h2 className="mb-3 text-lg font-semibold tracking-tight">{title}</h2>
      {children}
    </section>
  );
}

function Facts({ me }: { readonly me: Me }) {
  const groups = me.groups.map((group) => group.name).join(", ");
  return (
    <dl className="grid grid-cols-[5rem_minmax(0,1fr)] gap-x-4 gap-y-1.5 px-4 py-5 text-sm md:px-6">
      <dt className="text-ink-3">Name</dt>
      <dd>
        {me.name}
        {me.title !== null && <span className="text-ink-3"> · {me.title}</span>}
      </dd>
      <dt className="text-ink-3">Roles</dt>
      <dd>{describeRoles(me.roles)}</dd>
      <dt className="text-ink-3">Groups</dt>
      <dd>{groups || <span className="text-ink-3">None</span>}</dd>
    </dl>
  );
}
