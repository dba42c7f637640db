import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { OUTGOING_CHANNELS } from "@/server/notifications/core/kinds";
import { DELIVERY_STATES } from "@/server/notifications/schema";

/** What of the list of deliveries stands in the address. */
export const DELIVERY_PARAMS = {
  channel: parseAsStringLiteral(OUTGOING_CHANNELS),
  state: parseAsStringLiteral(DELIVERY_STATES),
  person: parseAsString,
  webhook: parseAsString,
  open: parseAsString,
};

export const loadDeliveryParams = createLoader(DELIVERY_PARAMS);
export type DeliveryParams = Awaited<ReturnType<typeof loadDeliveryParams>>;

export const NOTHING_NARROWED = { channel: null, state: null, person: null, webhook: null } as const;

/** The query that the address asks for. */
export const deliveryFilterOf = ({ channel, state, person, webhook }: DeliveryParams) => ({
  channel: channel ?? undefined,
  state: state ?? undefined,
  personId: person ?? undefined,
  endpointId: webhook ?? undefined,
});
