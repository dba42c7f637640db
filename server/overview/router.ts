import { personProcedure, router, unwrap } from "@/server/trpc/init";
import { readHome } from "./home";
import { OverviewInput } from "./schema";
import { readOverview } from "./service";

export const overviewRouter = router({
  home: personProcedure.query(({ ctx }) => readHome(ctx.actor).then(unwrap)),
  read: personProcedure.input(OverviewInput).query(({ ctx, input }) => readOverview(ctx.actor, input).then(unwrap)),
});
