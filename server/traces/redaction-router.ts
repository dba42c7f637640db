import { adminProcedure, router, unwrap, withRoles } from "@/server/trpc/init";
import { checkValue, readTaken, revealValue } from "./redaction-items";
import { moveRule, readRules, readRuleVersions, removeRule, saveRule, switchRule } from "./redaction-rules";
import {
  CheckInput,
  MoveRuleInput,
  RemoveRuleInput,
  RevealInput,
  SaveRuleInput,
  SwitchRuleInput,
  TakenInput,
  TryInput,
} from "./redaction-schema";
import { tryRules } from "./redaction-try";

const readerProcedure = withRoles("approver", "operator", "auditor", "admin");
const keeperProcedure = withRoles("operator", "auditor", "admin");

/** What is taken out of payloads before they are stored, and what was. */
export const redactionRouter = router({
  rules: keeperProcedure.query(({ ctx }) => readRules(ctx.actor).then(unwrap)),
  versions: keeperProcedure.query(({ ctx }) => readRuleVersions(ctx.actor).then(unwrap)),
  save: adminProcedure.input(SaveRuleInput).mutation(({ ctx, input }) => saveRule(ctx.actor, input).then(unwrap)),
  switch: adminProcedure.input(SwitchRuleInput).mutation(({ ctx, input }) => switchRule(ctx.actor, input).then(unwrap)),
  move: adminProcedure.input(MoveRuleInput).mutation(({ ctx, input }) => moveRule(ctx.actor, input).then(unwrap)),
  remove: adminProcedure.input(RemoveRuleInput).mutation(({ ctx, input }) => removeRule(ctx.actor, input).then(unwrap)),
  // Asks nothing of the database but a step, and keeps nothing; what it is given would not fit into an address.
  try: adminProcedure.input(TryInput).mutation(({ ctx, input }) => tryRules(ctx.actor, input).then(unwrap)),
  taken: readerProcedure.input(TakenInput).query(({ ctx, input }) => readTaken(ctx.actor, input.traceId, input.spanId).then(unwrap)),
  check: keeperProcedure.input(CheckInput).mutation(({ ctx, input }) => checkValue(ctx.actor, input).then(unwrap)),
  reveal: readerProcedure.input(RevealInput).mutation(({ ctx, input }) => revealValue(ctx.actor, input).then(unwrap)),
});
