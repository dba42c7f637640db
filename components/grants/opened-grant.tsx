"use client";

import { useQuery } from "@tanstack/react-query";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/skeleton";
import { GrantItem } from "./grant-item";

/** The grant that a link leads to, when the list below does not hold it. */
export function OpenedGrant({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const query = useQuery(useTRPC().grants.byId.queryOptions({ id }, { retry: false }));
  if (query.isPending) return <SkeletonRows rows={1} rowClassName="h-24" label="The grant is loading" />;
  if (query.isError)
    return (
      <p role="alert" className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3 text-sm md:px-6">
        {sentenceOf(query.error)}
        <Button size="sm" onClick={onClose}>
          Show all grants
        </Button>
      </p>
    );
  return <GrantItem grant={query.data} isOpen onOpen={onClose} />;
}
