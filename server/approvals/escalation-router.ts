import { personProcedure, router, unwrap, withRoles } from "@/server/trpc/init";
import { PreviewInput, TargetInput } from "./escalation-schema";
import { previewEscalation, readEscalation } from "./escalation-view";
import { ApprovalInput } from "./schema";
import { listTargets, setTarget } from "./set-targets";

export const approvalClockRouter = router({
  ofRequest: personProcedure.input(ApprovalInput).query(({ ctx, input }) => readEscalation(ctx.actor, input.id).then(unwrap)),
  preview: personProcedure.input(PreviewInput).query(({ ctx, input }) => previewEscalation(ctx.actor, input).then(unwrap)),
  targets: personProcedure.query(({ ctx }) => listTargets(ctx.actor).then(unwrap)),
  setTarget: withRoles("operator", "admin")
    .input(TargetInput)
    .mutation(({ ctx, input }) => setTarget(ctx.actor, input).then(unwrap)),
});
