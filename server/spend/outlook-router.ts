import { personProcedure, router, unwrap, withRoles } from "@/server/trpc/init";
import { dismissAnomaly, listAnomalies } from "./anomalies";
import { AnomaliesInput, DismissAnomalyInput } from "./anomaly-schema";
import { EstimateOfInput, SetEstimateInput } from "./overrun-schema";
import { listOverruns, readEstimate, setEstimate } from "./overruns";

export const anomaliesRouter = router({
  list: personProcedure.input(AnomaliesInput).query(({ ctx, input }) => listAnomalies(ctx.actor, input).then(unwrap)),
  dismiss: withRoles("operator", "executive")
    .input(DismissAnomalyInput)
    .mutation(({ ctx, input }) => dismissAnomaly(ctx.actor, input).then(unwrap)),
});

export const estimatesRouter = router({
  of: personProcedure.input(EstimateOfInput).query(({ ctx, input }) => readEstimate(ctx.actor, input.agent).then(unwrap)),
  set: withRoles("operator")
    .input(SetEstimateInput)
    .mutation(({ ctx, input }) => setEstimate(ctx.actor, input).then(unwrap)),
  overruns: personProcedure.query(({ ctx }) => listOverruns(ctx.actor).then(unwrap)),
});
