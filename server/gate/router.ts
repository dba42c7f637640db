import { StopInput } from "@/server/fleet/schema";
import { operatorProcedure, router, unwrap } from "@/server/trpc/init";
import { killAgent, restoreAgent } from "./kill";

export const gateRouter = router({
  kill: operatorProcedure.input(StopInput).mutation(({ ctx, input }) => killAgent(ctx.actor, input.name, input.reason).then(unwrap)),
  restore: operatorProcedure.input(StopInput).mutation(({ ctx, input }) => restoreAgent(ctx.actor, input.name, input.reason).then(unwrap)),
});
