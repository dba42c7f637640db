"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/use-trpc";
import type { Grant } from "./grant-type";
import { grantHref } from "./grants-address";
import { usesWords } from "./prepare-grant";

const GrantLink = ({ grant }: { readonly grant: Grant }) => (
  <Link href={grantHref(grant.id)} className="link underline">
    standing grant of {grant.author.name}
  </Link>
);

/** The grants that came with a request's approval; nothing where none did. */
export function GivenGrants({ approvalId }: { readonly approvalId: string }) {
  const { data } = useQuery(useTRPC().grants.ofApproval.queryOptions({ approvalId }));
  return (data ?? []).map((grant) => (
    <p key={grant.id} className="text-sm text-pretty text-ink-2">
      With it came a <GrantLink grant={grant} />: {usesWords(grant).toLowerCase()}, {grant.state === "live" ? "in force" : "over"}.
    </p>
  ));
}

/** By whose grant an action was allowed; nothing where people or a rule decided. */
export function ByGrant({ actionId }: { readonly actionId: string }) {
  const { data } = useQuery(useTRPC().grants.ofAction.queryOptions({ actionId }));
  if (!data) return null;
  return (
    <p className="text-sm text-pretty text-ink-2">
      Policy would have asked people. It was allowed by a <GrantLink grant={data} />, given ahead of time.
    </p>
  );
}
