"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { PolicyVersionRow } from "@/server/policies/schema";
import { QueryError } from "./query-error";

/** Every policy version there was, newest first; none of them ever changes. */
export function VersionsView() {
  const trpc = useTRPC();
  const inForce = useQuery(trpc.policies.policy.queryOptions({ version: null })).data?.inForce;
  const query = useInfiniteQuery(
    trpc.policies.versions.infiniteQueryOptions({}, { getNextPageParam: (page) => page.nextCursor, initialCursor: null }),
  );
  if (query.isError) return <QueryError query={query} title="The versions could not be read." />;
  if (query.isPending) return <SkeletonRows rows={8} label="Reading the versions" />;
  const rows = query.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <EmptyState title="The versions of the policy will be here.">No rules were published yet.</EmptyState>;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <Table caption="Policy versions">
        <thead>
          <tr>
            <Th>Version</Th>
            <Th className="max-md:hidden">Published</Th>
            <Th className="max-md:hidden">By</Th>
            <Th>Why</Th>
            <Th isNumeric>Rules</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <VersionRow key={row.version} row={row} isInForce={row.version === inForce} />
          ))}
        </tbody>
      </Table>
      {query.hasNextPage && (
        <div className="px-4 py-3 md:px-6">
          <Button onClick={() => void query.fetchNextPage()} isPending={query.isFetchingNextPage}>
            Show older
          </Button>
        </div>
      )}
    </div>
  );
}

const VersionRow = ({ row, isInForce }: { readonly row: PolicyVersionRow; readonly isInForce: boolean }) => (
  <Tr>
    <Td className="align-top whitespace-nowrap max-md:py-2 md:align-middle">
      <Link href={isInForce ? "/policies" : `/policies?version=${row.version}`} className="font-medium text-accent hover:underline">
        Version {row.version}
      </Link>
      {isInForce && <span className="ml-2 text-xs text-ok">in force</span>}
      <span className="block text-xs text-ink-3 md:hidden">
        <Time at={row.publishedAt} precision="day" /> by {row.publishedByName}
      </span>
    </Td>
    <Td className="max-md:hidden">
      <Time at={row.publishedAt} />
    </Td>
    <Td className="max-md:hidden">{row.publishedByName}</Td>
    <Td className="align-top wrap-anywhere max-md:py-2 md:align-middle">{row.reason}</Td>
    <Td isNumeric className="align-top max-md:py-2 md:align-middle">
      {row.ruleCount}
    </Td>
  </Tr>
);
