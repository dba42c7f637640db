import { operatorProcedure, personProcedure, router, unwrap } from "@/server/trpc/init";
import { DropLimitInput, LoopLimitInput } from "./schema";
import { dropLimit, readLoops, setLimit } from "./service";

export const loopsRouter = router({
  page: personProcedure.query(({ ctx }) => readLoops(ctx.actor).then(unwrap)),
  setLimit: operatorProcedure.input(LoopLimitInput).mutation(({ ctx, input }) => setLimit(ctx.actor, input).then(unwrap)),
  dropLimit: operatorProcedure.input(DropLimitInput).mutation(({ ctx, input }) => dropLimit(ctx.actor, input).then(unwrap)),
});
