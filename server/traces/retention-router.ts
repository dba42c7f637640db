import { adminProcedure, router, unwrap, withRoles } from "@/server/trpc/init";
import { changeRetention, previewRetention, readRetention } from "./retention";
import { ChangeRetentionInput, PreviewRetentionInput } from "./retention-schema";

const keeperProcedure = withRoles("operator", "auditor", "admin");

/** How long traces are kept. */
export const retentionRouter = router({
  read: keeperProcedure.query(({ ctx }) => readRetention(ctx.actor).then(unwrap)),
  preview: keeperProcedure.input(PreviewRetentionInput).query(({ ctx, input }) => previewRetention(ctx.actor, input.days).then(unwrap)),
  change: adminProcedure.input(ChangeRetentionInput).mutation(({ ctx, input }) => changeRetention(ctx.actor, input).then(unwrap)),
});
