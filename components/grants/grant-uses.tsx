"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { formatMicroUsd } from "@/components/ui/format-money";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { Grant } from "./grant-type";
import { actionHref } from "./grants-address";
import { STATE_WORDS } from "./prepare-grant";

const REFRESH_MS = 2_000;

/** The calls that a grant let through, the newest first, each with the way to its decision. */
export function GrantUses({ grant }: { readonly grant: Grant }) {
  const query = useInfiniteQuery(
    useTRPC().grants.uses.infiniteQueryOptions(
      { id: grant.id },
      {
        getNextPageParam: (page) => page.nextCursor,
        refetchInterval: grant.state === "live" && REFRESH_MS,
        placeholderData: keepPreviousData,
      },
    ),
  );
  const uses = (query.data?.pages ?? []).flatMap((page) => page.items);
  if (query.isPending) return <Skeleton className="mt-2 h-10 w-full" />;
  if (query.isError && uses.length === 0)
    return (
      <p role="alert" className="mt-2 text-sm text-danger">
        {sentenceOf(query.error)}
      </p>
    );
  if (uses.length === 0) return <p className="mt-2 text-sm text-ink-2">It has let nothing through yet.</p>;
  return (
    <>
      <ol aria-label="Uses" className="mt-2 border-t border-line">
        {uses.map((use) => (
          <li key={use.actionId} className="flex flex-wrap items-baseline gap-x-4 border-b border-line py-1.5 text-sm">
            <Link href={actionHref(use.actionId)} className="min-w-0 flex-1 basis-56 wrap-anywhere hover:underline">
              {use.title}
            </Link>
            <span className="tabular-nums">{use.amountMicroUsd === "0" ? "" : formatMicroUsd(use.amountMicroUsd)}</span>
            <span className="text-ink-2">{STATE_WORDS[use.state]}</span>
            <span className="text-xs text-ink-3">
              <Time at={use.at} format="relative" />
            </span>
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button size="sm" className="mt-2" onClick={() => void query.fetchNextPage()} isPending={query.isFetchingNextPage}>
          Show older uses
        </Button>
      )}
    </>
  );
}
