"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { GrantItem } from "./grant-item";
import type { Grant } from "./grant-type";
import { GRANT_PARAMS, GRANTS_HREF, grantFilterOf } from "./grants-address";
import { GrantsFilters } from "./grants-filters";
import { OpenedGrant } from "./opened-grant";

/** The counters are live: uses are taken by agents, not by who looks. */
const REFRESH_MS = 2_000;

function sentence(liveCount: number): string {
  if (liveCount === 0) return "No agent may act on a standing grant.";
  return `${liveCount === 1 ? "1 grant lets" : `${liveCount.toLocaleString("en-GB")} grants let`} agents act without asking. Each has an end.`;
}

/** Every standing grant: in force, or over, with who gave it, what is left of it and what it let through. */
export function GrantsPage() {
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(GRANT_PARAMS);
  const query = useInfiniteQuery(
    trpc.grants.list.infiniteQueryOptions(grantFilterOf(params), {
      getNextPageParam: (page) => page.nextCursor,
      refetchInterval: REFRESH_MS,
      placeholderData: keepPreviousData,
    }),
  );
  const grants: readonly Grant[] = (query.data?.pages ?? []).flatMap((page) => page.items);
  const liveCount = query.data?.pages[0]?.liveCount;
  const open = (id: string | null) => void setParams({ open: id });
  const isElsewhere = params.open !== null && query.isSuccess && grants.every(({ id }) => id !== params.open);
  return (
    <>
      <PageHeader
        parent={
          <Link href="/queue" className="hover:text-ink">
            Queue
          </Link>
        }
        title="Standing grants"
        state={liveCount === undefined ? "" : sentence(liveCount)}
      />
      <div className="border-b border-line px-2 pb-2 md:px-4">
        <Tabs
          label="Standing grants"
          tabs={[
            {
              label: "In force",
              href: GRANTS_HREF,
              isCurrent: params.show === "live",
              ...(liveCount === undefined ? {} : { count: liveCount }),
            },
            { label: "Over", href: `${GRANTS_HREF}?show=past`, isCurrent: params.show === "past" },
          ]}
        />
      </div>
      <GrantsFilters params={params} onChange={(change) => void setParams(change)} />
      {isElsewhere && params.open !== null && <OpenedGrant id={params.open} onClose={() => open(null)} />}
      {query.isPending && <SkeletonRows rows={4} rowClassName="h-24" label="The grants are loading" />}
      {query.isError && grants.length === 0 && (
        <ErrorState title="The grants could not be shown" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      )}
      {query.isSuccess && grants.length === 0 && <Nothing params={params} onClear={() => void setParams({ agent: null, tool: null })} />}
      <ul aria-label={params.show === "live" ? "Grants in force" : "Grants that are over"}>
        {grants.map((grant) => (
          <li key={grant.id}>
            <GrantItem grant={grant} isOpen={grant.id === params.open} onOpen={(isOpen) => open(isOpen ? grant.id : null)} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <p className="px-4 py-3 md:px-6">
          <Button onClick={() => void query.fetchNextPage()} isPending={query.isFetchingNextPage}>
            Show older grants
          </Button>
        </p>
      )}
    </>
  );
}

type NothingProps = {
  readonly params: { readonly show: "live" | "past"; readonly agent: string | null; readonly tool: string | null };
  readonly onClear: () => void;
};

function Nothing({ params, onClear }: NothingProps) {
  if (params.agent !== null || params.tool !== null)
    return (
      <EmptyState title="No grant fits this." action={<Button onClick={onClear}>Clear the filter</Button>}>
        There may be others: the filter hides them.
      </EmptyState>
    );
  if (params.show === "past")
    return (
      <EmptyState title="Grants that are over will be here.">None has ended yet. What each of them let through stays on record.</EmptyState>
    );
  return (
    <EmptyState title="Grants in force will be here." action={<ButtonLink href="/queue">Open the queue</ButtonLink>}>
      Nobody has given one. Approvers give them with an approval: open a request and choose “Allow the next ones…”.
    </EmptyState>
  );
}
