import { personProcedure, router, unwrap } from "@/server/trpc/init";
import { chooseBrief, readBrief } from "./brief";
import { BriefChoiceInput } from "./brief-schema";
import { handOver, listCandidates } from "./handing-over";
import { InvoiceIdInput, UploadInvoiceInput } from "./invoice-schema";
import { listInvoices, readInvoiceDetail, removeInvoice, uploadInvoice } from "./invoices";
import { DisputeInput, HandOverInput, StatementInput } from "./schema";
import { acknowledge, dispute, listStatements, readStatement } from "./service";

export const statementsRouter = router({
  brief: personProcedure.query(({ ctx }) => readBrief(ctx.actor).then(unwrap)),
  chooseBrief: personProcedure.input(BriefChoiceInput).mutation(({ ctx, input }) => chooseBrief(ctx.actor, input).then(unwrap)),
  list: personProcedure.query(({ ctx }) => listStatements(ctx.actor).then(unwrap)),
  byId: personProcedure.input(StatementInput).query(({ ctx, input }) => readStatement(ctx.actor, input.id).then(unwrap)),
  acknowledge: personProcedure.input(StatementInput).mutation(({ ctx, input }) => acknowledge(ctx.actor, input.id).then(unwrap)),
  dispute: personProcedure.input(DisputeInput).mutation(({ ctx, input }) => dispute(ctx.actor, input.id, input.reason).then(unwrap)),
  candidates: personProcedure.query(({ ctx }) => listCandidates(ctx.actor).then(unwrap)),
  invoices: personProcedure.query(({ ctx }) => listInvoices(ctx.actor).then(unwrap)),
  invoice: personProcedure.input(InvoiceIdInput).query(({ ctx, input }) => readInvoiceDetail(ctx.actor, input.id).then(unwrap)),
  uploadInvoice: personProcedure.input(UploadInvoiceInput).mutation(({ ctx, input }) => uploadInvoice(ctx.actor, input).then(unwrap)),
  removeInvoice: personProcedure.input(InvoiceIdInput).mutation(({ ctx, input }) => removeInvoice(ctx.actor, input.id).then(unwrap)),
  handOver: personProcedure.input(HandOverInput).mutation(({ ctx, input }) => handOver(ctx.actor, input).then(unwrap)),
});
