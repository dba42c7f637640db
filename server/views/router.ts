import { personProcedure, router, unwrap } from "@/server/trpc/init";
import * as schema from "./schema";
import * as views from "./service";

/** Everyone keeps their own: nobody acts for another person here, but for an administrator who takes down what is shared. */
export const viewsRouter = router({
  list: personProcedure.input(schema.ViewsInput).query(({ ctx, input }) => views.listViews(ctx.actor, input.page)),
  default: personProcedure.input(schema.ViewsInput).query(({ ctx, input }) => views.defaultView(ctx.actor, input.page)),
  save: personProcedure.input(schema.SaveViewInput).mutation(({ ctx, input }) => views.saveView(ctx.actor, input).then(unwrap)),
  rename: personProcedure.input(schema.RenameViewInput).mutation(({ ctx, input }) => views.renameView(ctx.actor, input).then(unwrap)),
  replace: personProcedure.input(schema.ReplaceViewInput).mutation(({ ctx, input }) => views.replaceView(ctx.actor, input).then(unwrap)),
  share: personProcedure.input(schema.ShareViewInput).mutation(({ ctx, input }) => views.shareView(ctx.actor, input).then(unwrap)),
  remove: personProcedure.input(schema.ViewIdInput).mutation(({ ctx, input }) => views.removeView(ctx.actor, input).then(unwrap)),
  restore: personProcedure.input(schema.ViewIdInput).mutation(({ ctx, input }) => views.restoreView(ctx.actor, input).then(unwrap)),
  setDefault: personProcedure
    .input(schema.DefaultViewInput)
    .mutation(({ ctx, input }) => views.setDefaultView(ctx.actor, input).then(unwrap)),
});
