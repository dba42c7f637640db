import { operatorProcedure, personProcedure, router, unwrap } from "@/server/trpc/init";
import { createBudget, editBudget, retireBudget } from "./edits";
import { BudgetInput, CreateBudgetInput, CutOffsInput, EditBudgetInput, ListBudgetsInput, RetireBudgetInput } from "./schema";
import { readBudget, readBudgetPage, readBurnDown, readChoices, readCutOffs } from "./service";

export const budgetsRouter = router({
  list: personProcedure.input(ListBudgetsInput).query(({ ctx, input }) => readBudgetPage(ctx.actor, input).then(unwrap)),
  byId: personProcedure.input(BudgetInput).query(({ ctx, input }) => readBudget(ctx.actor, input.id).then(unwrap)),
  burnDown: personProcedure.input(BudgetInput).query(({ ctx, input }) => readBurnDown(ctx.actor, input.id).then(unwrap)),
  cutOffs: personProcedure.input(CutOffsInput).query(({ ctx, input }) => readCutOffs(ctx.actor, input).then(unwrap)),
  choices: personProcedure.query(({ ctx }) => readChoices(ctx.actor).then(unwrap)),
  create: operatorProcedure.input(CreateBudgetInput).mutation(({ ctx, input }) => createBudget(ctx.actor, input).then(unwrap)),
  edit: operatorProcedure.input(EditBudgetInput).mutation(({ ctx, input }) => editBudget(ctx.actor, input).then(unwrap)),
  retire: operatorProcedure.input(RetireBudgetInput).mutation(({ ctx, input }) => retireBudget(ctx.actor, input).then(unwrap)),
});
