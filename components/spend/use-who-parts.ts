import { useQueries } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import { type Breakdown, WITHIN } from "@/server/spend/core/explore";
import type { WhoParts } from "./prepare-who";
import { PARAM_OF, queryOf, type SpendParams } from "./spend-address";
import { forecastOf } from "./use-outlook";

/** So many rows are open at once; each is a look of its own. */
const MOST_OPEN = 12;

/** What open rows are made of: what the page shows once it is narrowed to each of them. `hasEnds` asks what is to come, too. */
export function useWhoParts(params: SpendParams, by: Breakdown, hasEnds: boolean): ReadonlyMap<string, WhoParts> {
  const trpc = useTRPC();
  const keys = (params.open ?? []).slice(0, MOST_OPEN);
  const inside = keys.map((key): SpendParams => ({ ...params, [PARAM_OF[by]]: key, by: WITHIN[by] }));
  const spends = useQueries({ queries: inside.map((own) => trpc.spend.explore.queryOptions(queryOf(own))) });
  const months = useQueries({
    queries: inside.map((own) => trpc.spend.forecast.month.queryOptions(forecastOf(own), { enabled: hasEnds })),
  });
  return new Map(
    keys.map((key, i) => [
      key,
      {
        spend: spends[i]?.data,
        ends: new Map((hasEnds ? (months[i]?.data?.ahead?.groups ?? []) : []).map((one) => [one.key, one.endMicroUsd])),
      },
    ]),
  );
}
