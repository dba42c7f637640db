import { z } from "zod";
import { operatorProcedure, personProcedure, router, unwrap } from "@/server/trpc/init";
import { readCondition } from "./conditions";
import * as edits from "./edits";
import * as history from "./history";
import { ConditionInput, MoveRuleInput, RemoveRuleInput, SaveRuleInput, SwitchRuleInput, TryInput } from "./schema";
import { tryOut } from "./try-out";

const version = z.int().min(0);

export const policiesRouter = router({
  policy: personProcedure
    .input(z.object({ version: version.nullable() }))
    .query(({ ctx, input }) => history.getPolicy(ctx.actor, input.version).then(unwrap)),
  versions: personProcedure
    .input(z.object({ cursor: version.nullish() }))
    .query(({ ctx, input }) => history.listVersions(ctx.actor, input.cursor ?? null).then(unwrap)),
  rule: personProcedure
    .input(z.object({ ruleId: z.string().max(100) }))
    .query(({ ctx, input }) => history.getRule(ctx.actor, input.ruleId).then(unwrap)),
  // A query, since it changes nothing: its input stands in the address, and trying twice is harmless.
  tryOut: personProcedure.input(TryInput).query(({ ctx, input }) => tryOut(ctx.actor, input).then(unwrap)),
  // A query for the same reason: it is asked as someone types.
  checkCondition: personProcedure.input(ConditionInput).query(({ ctx, input }) => unwrap(readCondition(ctx.actor, input.when))),
  saveRule: operatorProcedure.input(SaveRuleInput).mutation(({ ctx, input }) => edits.saveRule(ctx.actor, input).then(unwrap)),
  moveRule: operatorProcedure.input(MoveRuleInput).mutation(({ ctx, input }) => edits.moveRule(ctx.actor, input).then(unwrap)),
  switchRule: operatorProcedure.input(SwitchRuleInput).mutation(({ ctx, input }) => edits.switchRule(ctx.actor, input).then(unwrap)),
  removeRule: operatorProcedure.input(RemoveRuleInput).mutation(({ ctx, input }) => edits.removeRule(ctx.actor, input).then(unwrap)),
  startWithDefaults: operatorProcedure.mutation(({ ctx }) => edits.startWithDefaults(ctx.actor).then(unwrap)),
});
