import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import type { Anomalies } from "@/server/spend/anomaly-schema";
import type { ForecastInput } from "@/server/spend/forecast-schema";
import { byOf, narrowedBy, queryOf, type SpendParams } from "./spend-address";

const REFRESH_MS = 60_000;

/** This month of what the page is narrowed to. Tools are known of what was, not of what is to come: there it is parted by team. */
export function forecastOf(params: SpendParams): ForecastInput {
  const { span: _, from: __, to: ___, vsFrom: ____, vsTo: _____, tool: ______, ...rest } = queryOf(params);
  const by = byOf(params);
  return { ...rest, by: by === "tool" ? "team" : by };
}

/** What this month comes to; of one tool alone nothing is forecast. */
export const useMonth = (params: SpendParams) =>
  useQuery(useTRPC().spend.forecast.month.queryOptions(forecastOf(params), { refetchInterval: REFRESH_MS, enabled: params.tool === null }));

/** What was out of the ordinary on the days that the page shows, of what it is narrowed to. */
export function useAnomalies(params: SpendParams, days: readonly string[]): Anomalies | undefined {
  const all = useQuery(useTRPC().spend.anomalies.list.queryOptions({ from: days[0], to: days.at(-1) })).data;
  const narrowed = narrowedBy(params);
  return (
    all && {
      ...all,
      items: all.items.filter((one) => narrowed.every(({ dimension, value }) => dimension !== one.dimension || value === one.key)),
    }
  );
}
