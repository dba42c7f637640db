import { personProcedure, router, unwrap, withRoles } from "@/server/trpc/init";
import { ListRecordsInput, RecordInputSchema, WithdrawInput } from "./schema";
import { addRecord, listRecords, recordChoices, withdrawRecord } from "./service";

const writer = withRoles("operator", "auditor");

export const recordsRouter = router({
  list: personProcedure.input(ListRecordsInput).query(({ ctx, input }) => listRecords(ctx.actor, input).then(unwrap)),
  choices: personProcedure.query(({ ctx }) => recordChoices(ctx.actor).then(unwrap)),
  add: writer.input(RecordInputSchema).mutation(({ ctx, input }) => addRecord(ctx.actor, input).then(unwrap)),
  withdraw: writer.input(WithdrawInput).mutation(({ ctx, input }) => withdrawRecord(ctx.actor, input).then(unwrap)),
});
