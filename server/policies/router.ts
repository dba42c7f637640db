import { z } from "zod";
import { personProcedure, router, unwrap } from "@/server/trpc/init";
import * as history from "./history";
import { TryInput } from "./schema";
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
});
