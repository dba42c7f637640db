import type { UsesOf } from "@/server/kernel/uses";
import { personProcedure, router, unwrap, withRoles } from "@/server/trpc/init";
import * as chains from "./chains";
import * as schema from "./schema";

const editorProcedure = withRoles("operator", "admin");

/** `usesOf` says what rests on a chain: rules and targets, which stand further right. */
export const escalationRouter = (usesOf: UsesOf) =>
  router({
    chains: personProcedure.query(({ ctx }) => chains.listChains(ctx.actor).then(unwrap)),
    chain: personProcedure.input(schema.ChainIdInput).query(({ ctx, input }) => chains.readChain(ctx.actor, input.id).then(unwrap)),
    createChain: editorProcedure.input(schema.ChainInput).mutation(({ ctx, input }) => chains.createChain(ctx.actor, input).then(unwrap)),
    editChain: editorProcedure.input(schema.EditChainInput).mutation(({ ctx, input }) => chains.editChain(ctx.actor, input).then(unwrap)),
    archiveChain: editorProcedure
      .input(schema.ArchiveChainInput)
      .mutation(({ ctx, input }) => chains.archiveChain(ctx.actor, input, usesOf).then(unwrap)),
  });
