"use client";

import { useQuery } from "@tanstack/react-query";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { CHANGE_WORDS } from "./redaction-words";

/** Every change of the rules: what, by whom and why. */
export function RedactionVersions() {
  const query = useQuery(useTRPC().traces.redaction.versions.queryOptions());
  if (query.isPending) return <SkeletonRows rows={5} label="Loading changes" />;
  if (query.isError)
    return (
      <ErrorState title="The changes could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
        {sentenceOf(query.error)}
      </ErrorState>
    );
  if (query.data.length === 0)
    return (
      <EmptyState title="Nobody has changed the rules">They are those that Reeve comes with. Each change will be listed here.</EmptyState>
    );
  return (
    <Table caption="Changes of the rules of redaction">
      <thead>
        <tr>
          <Th isNumeric className="w-16">
            Version
          </Th>
          <Th>Change</Th>
          <Th className="max-md:hidden">Why</Th>
          <Th className="max-md:hidden">By</Th>
          <Th isNumeric>When</Th>
        </tr>
      </thead>
      <tbody>
        {query.data.map(({ version, change, ruleName, reason, author, changedAt }) => (
          <Tr key={version}>
            <Td isNumeric className="text-ink-3">
              {version}
            </Td>
            <Td className="py-2">
              <span className="wrap-anywhere">
                “{ruleName}” {CHANGE_WORDS[change]}
              </span>
              <span className="block text-xs text-ink-3 wrap-anywhere md:hidden">
                {author}: {reason}
              </span>
            </Td>
            <Td className="max-w-[50ch] text-ink-2 wrap-anywhere max-md:hidden">{reason}</Td>
            <Td className="text-ink-2 max-md:hidden">{author}</Td>
            <Td isNumeric className="text-ink-2">
              <Time at={changedAt} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
