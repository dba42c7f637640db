import { z } from "zod";
import { auditorProcedure, personProcedure, router, unwrap } from "@/server/trpc/init";
import { ListForPeopleInput } from "./schema";
import { getActionForPeople, lastAsked, listActions, listFlagged, revealAction } from "./service";

const ById = z.object({ id: z.string().max(64) });
const ByAgents = z.object({ agents: z.array(z.string().max(128)).max(400) });

export const actionsRouter = router({
  list: personProcedure.input(ListForPeopleInput).query(({ ctx, input }) => listActions(ctx.actor, input).then(unwrap)),
  byId: personProcedure.input(ById).query(({ ctx, input }) => getActionForPeople(ctx.actor, input.id).then(unwrap)),
  lastAsked: personProcedure.input(ByAgents).query(({ ctx, input }) => lastAsked(ctx.actor, input.agents).then(unwrap)),
  flagged: personProcedure.query(({ ctx }) => listFlagged(ctx.actor).then(unwrap)),
  reveal: auditorProcedure.input(ById).mutation(({ ctx, input }) => revealAction(ctx.actor, input.id).then(unwrap)),
});
