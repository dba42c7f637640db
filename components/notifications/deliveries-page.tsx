"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useQueryStates } from "nuqs";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { AppRouter } from "@/server/trpc/root";
import { DeliveriesFilters } from "./deliveries-filters";
import { DeliveriesTable } from "./deliveries-table";
import { DELIVERY_PARAMS, deliveryFilterOf, NOTHING_NARROWED } from "./delivery-address";
import { DeliveryDialog } from "./delivery-dialog";
import { SettingsHead } from "./settings-head";

type Outputs = inferRouterOutputs<AppRouter>["notifications"]["deliveries"];
export type DeliveryOfList = Outputs["list"]["items"][number];
type Summary = Outputs["summary"];

const REFRESH_MS = 10_000;

function sentence({ underWay, givenUp, channels }: Summary): string {
  const off = [channels.email ? "" : "E-mail", channels.slack ? "" : "Slack"].filter(Boolean);
  const notSetUp =
    off.length === 0 ? "" : ` ${off.join(" and ")} ${off.length === 1 ? "is" : "are"} not set up: those notices stay in the inbox.`;
  return `${underWay === 0 ? "Nothing is on its way" : `${underWay} on the way`}, ${givenUp === 0 ? "none given up" : `${givenUp} given up`}.${notSetUp}`;
}

/** What went out by e-mail, Slack and webhooks, and how each attempt went. */
export function DeliveriesPage() {
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(DELIVERY_PARAMS);
  const summary = useQuery(trpc.notifications.deliveries.summary.queryOptions(undefined, { refetchInterval: REFRESH_MS }));
  const query = useInfiniteQuery(
    trpc.notifications.deliveries.list.infiniteQueryOptions(deliveryFilterOf(params), {
      getNextPageParam: (page) => page.nextCursor,
      refetchInterval: REFRESH_MS,
      placeholderData: keepPreviousData,
    }),
  );
  const deliveries: readonly DeliveryOfList[] = (query.data?.pages ?? []).flatMap((page) => page.items);
  const isNarrowed = Object.keys(NOTHING_NARROWED).some((name) => params[name as keyof typeof NOTHING_NARROWED] !== null);
  return (
    <>
      <SettingsHead state={summary.data && sentence(summary.data)} />
      <DeliveriesFilters params={params} onChange={(change) => void setParams(change)} />
      {query.isPending && <SkeletonRows rows={8} label="The deliveries are loading" />}
      {query.isError && deliveries.length === 0 && (
        <ErrorState
          title="The deliveries could not be shown"
          onRetry={query.error.data?.code === "FORBIDDEN" ? undefined : () => void query.refetch()}
          isRetrying={query.isFetching}
        >
          {sentenceOf(query.error)}
        </ErrorState>
      )}
      {query.isSuccess && deliveries.length === 0 && (
        <NoDeliveries isNarrowed={isNarrowed} onClear={() => void setParams(NOTHING_NARROWED)} />
      )}
      {deliveries.length > 0 && <DeliveriesTable deliveries={deliveries} onOpen={(open) => void setParams({ open })} />}
      {query.hasNextPage && (
        <p className="px-4 py-3 md:px-6">
          <Button onClick={() => void query.fetchNextPage()} isPending={query.isFetchingNextPage}>
            Show older deliveries
          </Button>
        </p>
      )}
      {params.open !== null && <DeliveryDialog id={params.open} onClose={() => void setParams({ open: null })} />}
    </>
  );
}

const NoDeliveries = ({ isNarrowed, onClear }: { readonly isNarrowed: boolean; readonly onClear: () => void }) =>
  isNarrowed ? (
    <EmptyState title="No delivery fits these filters" action={<Button onClick={onClear}>Show all deliveries</Button>}>
      The log holds others, or none yet.
    </EmptyState>
  ) : (
    <EmptyState title="What goes out will be here">
      Each e-mail, Slack message and webhook with its attempts. Nothing has gone out yet: set up a channel, or add a webhook.
    </EmptyState>
  );
