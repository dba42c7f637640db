"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { FilterSelect } from "@/components/ui/filter-select";
import { OUTGOING_CHANNELS } from "@/server/notifications/core/kinds";
import { DELIVERY_STATES } from "@/server/notifications/schema";
import { type DeliveryParams, NOTHING_NARROWED } from "./delivery-address";
import { CHANNEL_NAMES, STATE_WORDS } from "./words";

type Props = { readonly params: DeliveryParams; readonly onChange: (change: Partial<DeliveryParams>) => void };

/** What narrows the deliveries; all of it stands in the address. */
export function DeliveriesFilters({ params, onChange }: Props) {
  const directory = useQuery(useTRPC().identity.directory.queryOptions(undefined, { staleTime: 60_000 }));
  const isNarrowed = [params.channel, params.state, params.person, params.webhook].some((part) => part !== null);
  return (
    <search aria-label="Filter the deliveries" className="flex flex-wrap items-center gap-x-1 gap-y-2 px-2 py-2 md:px-4">
      <FilterSelect
        label="Channel"
        all="Channel: any"
        value={params.channel}
        choices={OUTGOING_CHANNELS.map((value) => ({ value, label: CHANNEL_NAMES[value] }))}
        onChange={(channel) => onChange({ channel })}
      />
      <FilterSelect
        label="State"
        all="State: any"
        value={params.state}
        choices={DELIVERY_STATES.map((value) => ({ value, label: STATE_WORDS[value] }))}
        onChange={(state) => onChange({ state })}
      />
      <FilterSelect
        label="Person"
        all="To: anyone"
        value={params.person}
        choices={(directory.data?.people ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(person) => onChange({ person })}
      />
      {params.webhook !== null && <span className="px-2 text-sm text-ink-2">Of one webhook</span>}
      {isNarrowed && (
        <Button size="sm" variant="quiet" className="font-normal!" onClick={() => onChange(NOTHING_NARROWED)}>
          Clear
        </Button>
      )}
    </search>
  );
}
