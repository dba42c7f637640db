"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
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
      <Select
        variant="filter"
        aria-label="Channel"
        value={params.channel ?? ""}
        onChange={(event) => onChange({ channel: OUTGOING_CHANNELS.find((channel) => channel === event.target.value) ?? null })}
      >
        <option value="">Channel: any</option>
        {OUTGOING_CHANNELS.map((channel) => (
          <option key={channel} value={channel}>
            {CHANNEL_NAMES[channel]}
          </option>
        ))}
      </Select>
      <Select
        variant="filter"
        aria-label="State"
        value={params.state ?? ""}
        onChange={(event) => onChange({ state: DELIVERY_STATES.find((state) => state === event.target.value) ?? null })}
      >
        <option value="">State: any</option>
        {DELIVERY_STATES.map((state) => (
          <option key={state} value={state}>
            {STATE_WORDS[state]}
          </option>
        ))}
      </Select>
      <Select
        variant="filter"
        aria-label="Person"
        value={params.person ?? ""}
        onChange={(event) => onChange({ person: event.target.value || null })}
      >
        <option value="">To: anyone</option>
        {(directory.data?.people ?? []).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      {params.webhook !== null && <span className="px-2 text-sm text-ink-2">Of one webhook</span>}
      {isNarrowed && (
        <Button size="sm" variant="quiet" className="font-normal!" onClick={() => onChange(NOTHING_NARROWED)}>
          Clear
        </Button>
      )}
    </search>
  );
}
