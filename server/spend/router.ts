import { personProcedure, router, unwrap } from "@/server/trpc/init";
import { estimateMissing } from "./estimated";
import { forecastRouter } from "./forecast-router";
import { anomaliesRouter, estimatesRouter } from "./outlook-router";
import { compareReported } from "./reported";
import { exploreRuns, listExplored } from "./runs";
import { RunListInput } from "./runs-schema";
import { ExploreInput } from "./schema";
import { exploreSpend } from "./service";

export const spendRouter = router({
  forecast: forecastRouter,
  anomalies: anomaliesRouter,
  estimates: estimatesRouter,
  explore: personProcedure.input(ExploreInput).query(({ ctx, input }) => exploreSpend(ctx.actor, input).then(unwrap)),
  runs: personProcedure.input(ExploreInput).query(({ ctx, input }) => exploreRuns(ctx.actor, input).then(unwrap)),
  runList: personProcedure.input(RunListInput).query(({ ctx, input }) => listExplored(ctx.actor, input).then(unwrap)),
  estimated: personProcedure.input(ExploreInput).query(({ ctx, input }) => estimateMissing(ctx.actor, input).then(unwrap)),
  reported: personProcedure.input(ExploreInput).query(({ ctx, input }) => compareReported(ctx.actor, input).then(unwrap)),
});
