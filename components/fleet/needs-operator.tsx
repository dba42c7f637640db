"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/use-trpc";

/** Why the reader finds no button to make one, and where to go. `what`: "Registering agents". Nothing for operators. */
export function NeedsOperator({ what, className }: { readonly what: string; readonly className?: string }) {
  const me = useQuery(useTRPC().identity.account.me.queryOptions());
  if (me.data === undefined || me.data.roles.includes("operator")) return null;
  return (
    <p className={className}>
      {what} takes the role operator, which you do not have.{" "}
      {me.data.roles.includes("admin") ? (
        <>
          As an administrator you can give it to yourself or to someone else in{" "}
          <Link href="/settings/people" className="text-accent underline underline-offset-2">
            Settings, People
          </Link>
          .
        </>
      ) : (
        "An administrator can give it to you."
      )}
    </p>
  );
}
