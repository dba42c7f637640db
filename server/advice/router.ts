import { adminProcedure, personProcedure, router, unwrap, withRoles } from "@/server/trpc/init";
import { DecideSwitchInput, ReadAdviceInput, SetMarginInput } from "./schema";
import { decideSwitch, readAdvice, setMargin } from "./service";

export const adviceRouter = router({
  page: personProcedure.input(ReadAdviceInput).query(({ ctx, input }) => readAdvice(ctx.actor, input).then(unwrap)),
  decide: withRoles("operator", "admin")
    .input(DecideSwitchInput)
    .mutation(({ ctx, input }) => decideSwitch(ctx.actor, input).then(unwrap)),
  setMargin: adminProcedure.input(SetMarginInput).mutation(({ ctx, input }) => setMargin(ctx.actor, input).then(unwrap)),
});
