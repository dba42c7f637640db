import { personProcedure, router, unwrap } from "@/server/trpc/init";
import { ForecastInput, OutlooksInput } from "./forecast-schema";
import { forecastMonth, readOutlooks } from "./forecasts";

export const forecastRouter = router({
  month: personProcedure.input(ForecastInput).query(({ ctx, input }) => forecastMonth(ctx.actor, input).then(unwrap)),
  outlooks: personProcedure.input(OutlooksInput).query(({ ctx, input }) => readOutlooks(ctx.actor, input).then(unwrap)),
});
