import { personProcedure, router, unwrap } from "@/server/trpc/init";
import { forecastRouter } from "./forecast-router";
import { anomaliesRouter, estimatesRouter } from "./outlook-router";
import { ExploreInput } from "./schema";
import { exploreSpend } from "./service";

export const spendRouter = router({
  forecast: forecastRouter,
  anomalies: anomaliesRouter,
  estimates: estimatesRouter,
  explore: personProcedure.input(ExploreInput).query(({ ctx, input }) => exploreSpend(ctx.actor, input).then(unwrap)),
});
