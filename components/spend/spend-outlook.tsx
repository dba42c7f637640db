"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import { AnomaliesSection } from "./anomalies-section";
import { ForecastSection } from "./forecast-section";
import { narrowedBy, type SpendParams } from "./spend-address";

type Props = {
  readonly params: SpendParams;
  /** The days that the page shows, both included. */
  readonly days: readonly string[];
};

/** What is to come, and what was out of the ordinary, of what the page is narrowed to. */
export function SpendOutlook({ params, days }: Props) {
  const trpc = useTRPC();
  const all = useQuery(trpc.spend.anomalies.list.queryOptions({ from: days[0], to: days.at(-1) })).data;
  const narrowed = narrowedBy(params);
  const anomalies = all && {
    ...all,
    items: all.items.filter((one) => narrowed.every(({ dimension, value }) => dimension !== one.dimension || value === one.key)),
  };
  return (
    <>
      <ForecastSection params={params} anomalies={anomalies?.items ?? []} limit={null} />
      <AnomaliesSection anomalies={anomalies} />
    </>
  );
}
