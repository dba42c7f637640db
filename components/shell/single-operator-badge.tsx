"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { UserRound } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/use-trpc";

const REFRESH_MS = 60_000;

/** Says on every page that one person may do alone what otherwise takes two, while that is so. */
export function SingleOperatorBadge({ size = "md" }: { readonly size?: "md" | "sm" | "icon" }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.identity.organisation.queryOptions(undefined, { refetchInterval: REFRESH_MS }));
  if (data?.isSingleOperator !== true) return null;
  return (
    <Link
      href="/settings/organisation"
      title="One person may do alone what otherwise takes two. Each use is put on a list for review."
      className={clsx(
        "flex shrink-0 items-center gap-1.5 rounded-sm border border-line-strong text-xs text-ink-2 transition-colors hover:bg-sunken hover:text-ink",
        size === "icon" ? "size-8 justify-center" : "px-2 py-1",
      )}
    >
      <UserRound aria-hidden className="size-3.5 shrink-0 text-warn" />
      {size === "icon" ? (
        <span className="sr-only">Single-operator mode is on</span>
      ) : size === "sm" ? (
        "Single operator"
      ) : (
        "Single-operator mode"
      )}
    </Link>
  );
}
