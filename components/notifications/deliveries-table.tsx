"use client";

import { CircleAlert, CircleCheck, CircleDashed, CircleSlash, Clock } from "lucide-react";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { DeliveryOfList } from "./deliveries-page";
import { CHANNEL_NAMES, STATE_WORDS } from "./words";

type Props = { readonly deliveries: readonly DeliveryOfList[]; readonly onOpen: (id: string) => void };

/** Deliveries, newest first; a row's title opens its attempts. */
export function DeliveriesTable({ deliveries, onOpen }: Props) {
  return (
    <Table caption="Deliveries">
      <thead>
        <tr>
          <Th>What</Th>
          <Th className="max-md:hidden">To</Th>
          <Th className="max-md:hidden">By</Th>
          <Th>State</Th>
          <Th className="max-md:hidden" isNumeric>
            Attempts
          </Th>
          <Th className="max-lg:hidden">Made</Th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => (
          <Tr key={delivery.id}>
            <Td className="py-2">
              <button
                type="button"
                className="rounded-sm text-left font-medium wrap-anywhere hover:underline"
                onClick={() => onOpen(delivery.id)}
              >
                {delivery.title}
              </button>
              <span className="block text-xs text-ink-3">
                {delivery.purpose === "update" ? "Change of its Slack card" : delivery.kind}
                <span className="md:hidden">
                  {" "}
                  to {delivery.receiver} by {CHANNEL_NAMES[delivery.channel]}
                </span>
              </span>
            </Td>
            <Td className="max-md:hidden">{delivery.receiver}</Td>
            <Td className="max-md:hidden">{CHANNEL_NAMES[delivery.channel]}</Td>
            <Td>
              <DeliveryState delivery={delivery} />
            </Td>
            <Td className="max-md:hidden" isNumeric>
              {delivery.attempts}
            </Td>
            <Td className="max-lg:hidden">
              <Time at={delivery.createdAt} format="relative" />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

const LOOKS = {
  waiting: { Icon: Clock, className: "text-ink-2" },
  sending: { Icon: CircleDashed, className: "text-ink-2" },
  sent: { Icon: CircleCheck, className: "text-ok" },
  dead: { Icon: CircleAlert, className: "text-danger" },
  dropped: { Icon: CircleSlash, className: "text-ink-3" },
} as const;

type State = Pick<DeliveryOfList, "state" | "attempts" | "nextAttemptAt" | "lastError">;

/** The state in words; one that failed says when it is tried again. */
export function DeliveryState({ delivery: { state, attempts, nextAttemptAt, lastError } }: { readonly delivery: State }) {
  const { Icon, className } = LOOKS[state];
  const isRetrying = state === "waiting" && attempts > 0;
  return (
    <span className="block">
      <span className={`flex items-center gap-1.5 ${isRetrying ? "text-warn" : className}`}>
        <Icon aria-hidden className="size-4 shrink-0" />
        {isRetrying ? "Failed, tried again" : STATE_WORDS[state]}
        {state === "waiting" && nextAttemptAt !== null && <Time at={nextAttemptAt} format="relative" />}
      </span>
      {lastError !== null && state !== "sent" && <span className="line-clamp-2 text-xs text-ink-3 wrap-anywhere">{lastError}</span>}
    </span>
  );
}
