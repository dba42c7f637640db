"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { sentenceOf } from "@/components/trpc/failure";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Mono } from "@/components/ui/mono";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { AppRouter } from "@/server/trpc/root";
import { DeliveryState } from "./deliveries-table";
import { CHANNEL_NAMES } from "./words";

type OneDelivery = inferRouterOutputs<AppRouter>["notifications"]["deliveries"]["byId"];
/** It is on its way while one looks. */
const REFRESH_MS = 2_000;

/** One delivery with each of its attempts, and the way to try it again now. */
export function DeliveryDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.notifications.deliveries.byId.queryOptions({ id }, { refetchInterval: REFRESH_MS }));
  const retry = useMutation(
    trpc.notifications.deliveries.retry.mutationOptions({
      onError: (error) => void toast.error(sentenceOf(error)),
      onSuccess: () => void toast("It is tried again now."),
    }),
  );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={query.data?.title ?? "Delivery"}
      width="lg"
      footer={
        query.data?.canRetry && (
          <Button variant="primary" isPending={retry.isPending} onClick={() => retry.mutate({ id })}>
            Retry now
          </Button>
        )
      }
    >
      <Loaded query={query} what="This delivery">
        {(delivery) => <Delivery delivery={delivery} />}
      </Loaded>
    </Dialog>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: React.ReactNode }) => (
  <>
    <dt className="text-ink-3">{name}</dt>
    <dd className="min-w-0 wrap-anywhere">{children}</dd>
  </>
);

function Delivery({ delivery }: { readonly delivery: OneDelivery }) {
  return (
    <>
      <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
        <Fact name="State">
          <DeliveryState delivery={delivery} />
        </Fact>
        <Fact name="To">
          {delivery.receiver} by {CHANNEL_NAMES[delivery.channel]}
        </Fact>
        <Fact name="About">
          <Link href={delivery.path} className="text-accent hover:underline">
            {delivery.kind}
          </Link>
        </Fact>
        <Fact name="Made">
          <Time at={delivery.createdAt} precision="second" />
        </Fact>
        <Fact name="Message id">
          <Mono>{delivery.id}</Mono>
        </Fact>
      </dl>
      <h3 className="mt-5 mb-1 text-sm font-semibold">Attempts</h3>
      {delivery.log.length === 0 ? <p className="text-sm text-ink-2">None yet.</p> : <Attempts log={delivery.log} />}
    </>
  );
}

const Attempts = ({ log }: Pick<OneDelivery, "log">) => (
  <Table caption="Attempts" isInset>
    <thead>
      <tr>
        <Th>At</Th>
        <Th>Answer</Th>
        <Th isNumeric>Took</Th>
      </tr>
    </thead>
    <tbody>
      {log.map((attempt) => (
        <Tr key={attempt.number}>
          <Td>
            <Time at={attempt.at} precision="second" isZoneHidden />
          </Td>
          <Td className="wrap-anywhere">
            <span className={attempt.isSent ? "text-ok" : "text-danger"}>{attempt.isSent ? "Taken" : "Failed"}</span>{" "}
            <span className="text-ink-2">{attempt.error ?? attempt.code}</span>
          </Td>
          <Td isNumeric>
            {attempt.durationMs} <span className="text-ink-3">ms</span>
          </Td>
        </Tr>
      ))}
    </tbody>
  </Table>
);
