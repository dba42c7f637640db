import { z } from "zod";
import { AgentKey, StopInput } from "@/server/fleet/schema";
import { operatorProcedure, router, unwrap } from "@/server/trpc/init";
import { killAgent, restoreAgent } from "./kill";
import { previewRetirement, retireAgent } from "./retire";

const ByAgent = z.object({ name: AgentKey });
/** `revision` is the one that the person saw: another one by now is a conflict. */
const RetireInput = ByAgent.extend({ revision: z.int().min(1) });

export const gateRouter = router({
  kill: operatorProcedure.input(StopInput).mutation(({ ctx, input }) => killAgent(ctx.actor, input.name, input.reason).then(unwrap)),
  retirement: operatorProcedure.input(ByAgent).query(({ input }) => previewRetirement(input.name).then(unwrap)),
  retire: operatorProcedure
    .input(RetireInput)
    .mutation(({ ctx, input }) => retireAgent(ctx.actor, input.name, input.revision).then(unwrap)),
  restore: operatorProcedure.input(StopInput).mutation(({ ctx, input }) => restoreAgent(ctx.actor, input.name, input.reason).then(unwrap)),
});
