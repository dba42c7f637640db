import { personProcedure, router, unwrap } from "@/server/trpc/init";
import { listEntries, type NamesOf, readEntry, readStory } from "./reading";
import { EntryInput, ListEntriesInput, StoryInput } from "./schema";

/** The reading side of the record; names come from whoever keeps them. */
export const auditRouter = (namesOf: NamesOf) =>
  router({
    list: personProcedure.input(ListEntriesInput).query(({ ctx, input }) => listEntries(ctx.actor, input, namesOf).then(unwrap)),
    byId: personProcedure.input(EntryInput).query(({ ctx, input }) => readEntry(ctx.actor, input.id, namesOf).then(unwrap)),
    story: personProcedure.input(StoryInput).query(({ ctx, input }) => readStory(ctx.actor, input.actionId, namesOf).then(unwrap)),
  });
