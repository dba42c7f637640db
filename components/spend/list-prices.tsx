"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { FilterSelect } from "@/components/ui/filter-select";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { SkeletonRows } from "@/components/ui/skeleton";
import { PriceTable } from "./price-rows";

type Props = {
  readonly search: string;
  readonly provider: string | null;
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  readonly onChange: (change: { q?: string | null; provider?: string | null }) => void;
};

/** What the catalogue lists, searched by model. */
export function ListPrices({ search, provider, providers, onChange }: Props) {
  const query = useInfiniteQuery(
    useTRPC().pricing.search.infiniteQueryOptions(
      { search, provider },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  const prices = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Section
      title="List prices"
      note="US dollars per million tokens. A class without a price of its own costs what the class around it costs."
    >
      <search aria-label="Find a price" className="flex flex-wrap items-center gap-2 pb-2">
        <Input
          type="search"
          aria-label="Find a model"
          placeholder="Find a model"
          className="w-60! max-md:w-full!"
          value={search}
          onChange={({ target }) => onChange({ q: target.value === "" ? null : target.value })}
        />
        <FilterSelect
          label="Provider"
          all="Any provider"
          value={provider}
          choices={providers.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(value) => onChange({ provider: value })}
        />
      </search>
      {query.isPending && <SkeletonRows rows={10} label="Loading prices" />}
      {query.isError && prices.length === 0 && (
        <ErrorState title="The prices could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      )}
      {query.isSuccess && prices.length === 0 && (
        <p className="py-6 text-sm text-ink-2">No model of the list is called that. Set a price of your own above.</p>
      )}
      {prices.length > 0 && <PriceTable caption="List prices" prices={prices} />}
      {query.hasNextPage && (
        <Button className="mt-3" onClick={() => void query.fetchNextPage()} isPending={query.isFetchingNextPage}>
          Show more models
        </Button>
      )}
    </Section>
  );
}
