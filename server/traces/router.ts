import { personProcedure, router, unwrap, withRoles } from "@/server/trpc/init";
import { attributionRouter } from "./attribution-router";
import { listChoices } from "./choices";
import { compareTraces } from "./compare";
import { readConversation } from "./conversation";
import { ConversationInput } from "./conversation-schema";
import { redactionRouter } from "./redaction-router";
import { readRepeats } from "./repeats";
import { retentionRouter } from "./retention-router";
import { CompareInput, ListTracesInput, SourcesInput, StepInput, TraceInput } from "./schema";
import { listSources, listUngoverned, readSkeleton, readStep } from "./service";
import { listSessionChecks } from "./session-checks";
import { readSpread } from "./spread";
import { SpreadInput, StandingsInput } from "./spread-schema";
import { readStandings, type StandingsOf } from "./standings";
import { readStory, type ToldOfActions } from "./story";
import { listTraces, readLine } from "./trace-list";

const readerProcedure = withRoles("approver", "operator", "auditor", "admin");
const keeperProcedure = withRoles("operator", "auditor", "admin");

/** The procedures about traces. What people were asked about actions is known to a domain that comes later. */
export const tracesRouter = (toldOf: ToldOfActions, standingsOf: StandingsOf) =>
  router({
    list: personProcedure.input(ListTracesInput).query(({ ctx, input }) => listTraces(ctx.actor, input).then(unwrap)),
    choices: personProcedure.query(({ ctx }) => listChoices(ctx.actor).then(unwrap)),
    spread: personProcedure.input(SpreadInput).query(({ ctx, input }) => readSpread(ctx.actor, input).then(unwrap)),
    standings: personProcedure
      .input(StandingsInput)
      .query(({ ctx, input }) => readStandings(ctx.actor, input.traceIds, standingsOf).then(unwrap)),
    line: personProcedure.input(TraceInput).query(({ ctx, input }) => readLine(ctx.actor, input.traceId).then(unwrap)),
    skeleton: personProcedure.input(TraceInput).query(({ ctx, input }) => readSkeleton(ctx.actor, input.traceId).then(unwrap)),
    repeats: personProcedure.input(TraceInput).query(({ ctx, input }) => readRepeats(ctx.actor, input.traceId).then(unwrap)),
    story: personProcedure.input(TraceInput).query(({ ctx, input }) => readStory(ctx.actor, input.traceId, toldOf).then(unwrap)),
    compare: personProcedure.input(CompareInput).query(({ ctx, input }) => compareTraces(ctx.actor, input, toldOf).then(unwrap)),
    step: readerProcedure.input(StepInput).query(({ ctx, input }) => readStep(ctx.actor, input.traceId, input.spanId).then(unwrap)),
    conversation: readerProcedure.input(ConversationInput).query(({ ctx, input }) => readConversation(ctx.actor, input).then(unwrap)),
    ungoverned: personProcedure.input(SourcesInput).query(({ ctx, input }) => listUngoverned(ctx.actor, input.days).then(unwrap)),
    attribution: attributionRouter,
    redaction: redactionRouter,
    retention: retentionRouter,
    sessionChecks: keeperProcedure.input(SourcesInput).query(({ ctx, input }) => listSessionChecks(ctx.actor, input.days).then(unwrap)),
    sources: keeperProcedure.input(SourcesInput).query(({ ctx, input }) => listSources(ctx.actor, input.days).then(unwrap)),
  });
