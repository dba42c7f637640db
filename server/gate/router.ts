import { z } from "zod";
import { ExtendBudgetInput } from "@/server/budgets/schema";
import { withdrawRestore } from "@/server/fleet/reinstatements";
import { AgentKey, RestoreInput, StopInput } from "@/server/fleet/schema";
import { operatorProcedure, personProcedure, router, unwrap } from "@/server/trpc/init";
import { askEditStepUp, checkEdit, editAndApprove } from "./edit";
import { AskEditStepUpInput, CheckEditInput, EditInput } from "./edit-schema";
import { askExtension } from "./extensions";
import { killAgent } from "./kill";
import { askRestore, confirmRestore } from "./restores";
import { previewRetirement, retireAgent } from "./retire";

const ByAgent = z.object({ name: AgentKey });
/** `revision` is the one that the person saw: another one by now is a conflict. */
const RetireInput = ByAgent.extend({ revision: z.int().min(1) });

export const gateRouter = router({
  // Who may edit is for the service to say, in words that name the reason.
  editAndApprove: personProcedure.input(EditInput).mutation(({ ctx, input }) => editAndApprove(ctx.actor, input).then(unwrap)),
  checkEdit: personProcedure.input(CheckEditInput).query(({ ctx, input }) => checkEdit(ctx.actor, input).then(unwrap)),
  askEditStepUp: personProcedure.input(AskEditStepUpInput).mutation(({ ctx, input }) => askEditStepUp(ctx.actor, input).then(unwrap)),
  // Who may ask is for the service to say.
  extendBudget: personProcedure.input(ExtendBudgetInput).mutation(({ ctx, input }) => askExtension(ctx.actor, input).then(unwrap)),
  kill: operatorProcedure.input(StopInput).mutation(({ ctx, input }) => killAgent(ctx.actor, input.name, input.reason).then(unwrap)),
  retirement: operatorProcedure.input(ByAgent).query(({ input }) => previewRetirement(input.name).then(unwrap)),
  retire: operatorProcedure
    .input(RetireInput)
    .mutation(({ ctx, input }) => retireAgent(ctx.actor, input.name, input.revision).then(unwrap)),
  restore: router({
    ask: operatorProcedure.input(StopInput).mutation(({ ctx, input }) => askRestore(ctx.actor, input.name, input.reason).then(unwrap)),
    // The agent's owner may agree too, whatever their role: the service says who may.
    confirm: personProcedure.input(RestoreInput).mutation(({ ctx, input }) => confirmRestore(ctx.actor, input).then(unwrap)),
    withdraw: personProcedure.input(RestoreInput).mutation(({ ctx, input }) => withdrawRestore(ctx.actor, input).then(unwrap)),
  }),
});
