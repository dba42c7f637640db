import { personProcedure, router, unwrap, withRoles } from "@/server/trpc/init";
import { previewAttribution, readAttribution, saveAttribution } from "./attribution";
import { PreviewAttributionInput, SaveAttributionInput } from "./attribution-schema";

const editorProcedure = withRoles("operator", "admin");

/** The rules that say whose a call is when nothing else does. */
export const attributionRouter = router({
  rules: personProcedure.query(({ ctx }) => readAttribution(ctx.actor).then(unwrap)),
  // Asks only; what it is given would not fit into an address.
  preview: editorProcedure
    .input(PreviewAttributionInput)
    .mutation(({ ctx, input }) => previewAttribution(ctx.actor, input.rules).then(unwrap)),
  save: editorProcedure.input(SaveAttributionInput).mutation(({ ctx, input }) => saveAttribution(ctx.actor, input).then(unwrap)),
});
