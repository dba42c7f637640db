import { personProcedure, router, unwrap, withRoles } from "@/server/trpc/init";
import { removeAlias, removePrice, setAlias, setPrice } from "./edits";
import { ListPricesInput, RemoveInput, SetAliasInput, SetPriceInput } from "./schema";
import { readTable, searchPrices } from "./service";

const editorProcedure = withRoles("operator", "admin");

export const pricingRouter = router({
  table: personProcedure.query(({ ctx }) => readTable(ctx.actor).then(unwrap)),
  search: personProcedure.input(ListPricesInput).query(({ ctx, input }) => searchPrices(ctx.actor, input).then(unwrap)),
  setPrice: editorProcedure.input(SetPriceInput).mutation(({ ctx, input }) => setPrice(ctx.actor, input).then(unwrap)),
  removePrice: editorProcedure.input(RemoveInput).mutation(({ ctx, input }) => removePrice(ctx.actor, input.id).then(unwrap)),
  setAlias: editorProcedure.input(SetAliasInput).mutation(({ ctx, input }) => setAlias(ctx.actor, input).then(unwrap)),
  removeAlias: editorProcedure.input(RemoveInput).mutation(({ ctx, input }) => removeAlias(ctx.actor, input.id).then(unwrap)),
});
