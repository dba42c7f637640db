import { personProcedure, router, unwrap } from "@/server/trpc/init";
import { forecastRouter } from "./forecast-router";
import { ExploreInput } from "./schema";
import { exploreSpend } from "./service";

export const spendRouter = router({
  forecast: forecastRouter,
  explore: personProcedure.input(ExploreInput).query(({ ctx, input }) => exploreSpend(ctx.actor, input).then(unwrap)),
});
