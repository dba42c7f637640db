import { z } from "zod";
import { personProcedure, router, unwrap, withRoles } from "@/server/trpc/init";
import { askExtension, confirmExtension, dropExtension, revokeGrant } from "./keeping";
import { grantOfAction, grantsOfApproval, listGrants, listUses, readGrant } from "./ledger";
import { previewGrant } from "./preview";
import {
  AnswerExtensionInput,
  AskExtensionInput,
  GrantIdInput,
  ListGrantsInput,
  ListUsesInput,
  OfActionInput,
  PreviewInput,
  RevokeGrantInput,
} from "./schema";

const approverProcedure = withRoles("approver");
const operatorProcedure = withRoles("operator");
const OfApprovalInput = z.object({ approvalId: z.string().max(64) });

export const grantsRouter = router({
  list: personProcedure.input(ListGrantsInput).query(({ ctx, input }) => listGrants(ctx.actor, input).then(unwrap)),
  byId: personProcedure.input(GrantIdInput).query(({ ctx, input }) => readGrant(ctx.actor, input.id).then(unwrap)),
  uses: personProcedure.input(ListUsesInput).query(({ ctx, input }) => listUses(ctx.actor, input).then(unwrap)),
  ofAction: personProcedure.input(OfActionInput).query(({ ctx, input }) => grantOfAction(ctx.actor, input.actionId).then(unwrap)),
  ofApproval: personProcedure.input(OfApprovalInput).query(({ ctx, input }) => grantsOfApproval(ctx.actor, input.approvalId).then(unwrap)),
  preview: approverProcedure.input(PreviewInput).query(({ ctx, input }) => previewGrant(ctx.actor, input).then(unwrap)),
  revoke: personProcedure.input(RevokeGrantInput).mutation(({ ctx, input }) => revokeGrant(ctx.actor, input).then(unwrap)),
  askExtension: personProcedure.input(AskExtensionInput).mutation(({ ctx, input }) => askExtension(ctx.actor, input).then(unwrap)),
  confirmExtension: operatorProcedure
    .input(AnswerExtensionInput)
    .mutation(({ ctx, input }) => confirmExtension(ctx.actor, input).then(unwrap)),
  dropExtension: personProcedure.input(AnswerExtensionInput).mutation(({ ctx, input }) => dropExtension(ctx.actor, input).then(unwrap)),
});
