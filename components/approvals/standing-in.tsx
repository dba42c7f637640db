"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/use-trpc";
import { useNow } from "@/components/ui/use-now";
import { standingInWords } from "./delegation-words";

const MINUTE_MS = 60_000;

/** In whose place the reader decides at the moment, and what one person did alone that waits for a look. Nothing, mostly. */
export function StandingIn() {
  const trpc = useTRPC();
  const delegations = useQuery(trpc.approvals.delegations.queryOptions(undefined, { refetchInterval: MINUTE_MS }));
  const reviews = useQuery(trpc.approvals.reviewCounts.queryOptions(undefined, { refetchInterval: MINUTE_MS }));
  const now = useNow(MINUTE_MS); // on the server nobody's zone is known
  const words = now === null ? null : standingInWords(delegations.data ?? [], now);
  const open = reviews.data?.open ?? 0;
  if (words === null && open === 0) return null;
  return (
    <span className="block text-xs">
      {words !== null && (
        <Link href="/settings/account/out-of-office" className="text-ink-2 hover:underline">
          {words}
        </Link>
      )}{" "}
      {open > 0 && (
        <Link href="/queue/reviews" className="link whitespace-nowrap">
          {open} done alone, to review
        </Link>
      )}
    </span>
  );
}
