import { personProcedure, router, unwrap } from "@/server/trpc/init";
import { OverviewInput } from "./schema";
import { readOverview } from "./service";

export const overviewRouter = router({
  read: personProcedure.input(OverviewInput).query(({ ctx, input }) => readOverview(ctx.actor, input).then(unwrap)),
});
