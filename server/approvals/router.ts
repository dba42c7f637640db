import { tracked } from "@trpc/server";
import { z } from "zod";
import { ExploreInput } from "@/server/spend/schema";
import { personProcedure, router, unwrap } from "@/server/trpc/init";
import { readAttainment } from "./attainment";
import { AttainmentInput } from "./attainment-schema";
import { decideMany, undoMany } from "./bulk";
import { DecideManyInput, UndoManyInput } from "./bulk-schema";
import { readCard, takeNextCard } from "./card";
import { ChangesInput } from "./change-schema";
import { claim, release } from "./claims";
import { askStepUp, decide, undo } from "./decisions";
import { delegationChoices } from "./delegation-choices";
import { DelegateInput, DelegationIdInput, ReviewInput } from "./delegation-schema";
import { delegate, endDelegation, listDelegations } from "./delegations";
import { approvalClockRouter } from "./escalation-router";
import { watchInPlace } from "./live-places";
import { readPrecedent } from "./precedent";
import { countQueue, listQueue } from "./queue";
import { readReviewTime, setReviewRate } from "./review-time";
import { SetReviewRateInput } from "./review-time-schema";
import { countReviews, listReviews, review } from "./reviews";
import { ApprovalInput, AskStepUpInput, DecideInput, QueueInput } from "./schema";
import { searchRequests } from "./search";
import { SearchInput } from "./search-schema";
import { approvalsOfActions } from "./service";
import { readCountersignature } from "./step-up";
import { VoteInput } from "./step-up-schema";
import { readTouches } from "./touches";

const ActionsInput = z.object({ actionIds: z.array(z.string().max(64)).max(200) });

// Any signed-in person may read; who may claim and decide is for the services to say, in words that name the reason.
export const approvalsRouter = router({
  queue: personProcedure.input(QueueInput).query(({ ctx, input }) => listQueue(ctx.actor, input).then(unwrap)),
  search: personProcedure.input(SearchInput).query(({ ctx, input }) => searchRequests(ctx.actor, input).then(unwrap)),
  counts: personProcedure.query(({ ctx }) => countQueue(ctx.actor).then(unwrap)),
  attainment: personProcedure.input(AttainmentInput).query(({ ctx, input }) => readAttainment(ctx.actor, input).then(unwrap)),
  clock: approvalClockRouter,
  byId: personProcedure.input(ApprovalInput).query(({ ctx, input }) => readCard(ctx.actor, input.id).then(unwrap)),
  precedent: personProcedure.input(ApprovalInput).query(({ ctx, input }) => readPrecedent(ctx.actor, input.id).then(unwrap)),
  touches: personProcedure.input(ApprovalInput).query(({ ctx, input }) => readTouches(ctx.actor, input.id).then(unwrap)),
  ofActions: personProcedure
    .input(ActionsInput)
    .query(async ({ input }) => (await approvalsOfActions(input.actionIds)).map(({ id, actionId, state }) => ({ id, actionId, state }))),
  claim: personProcedure.input(ApprovalInput).mutation(({ ctx, input }) => claim(ctx.actor, input.id).then(unwrap)),
  release: personProcedure.input(ApprovalInput).mutation(({ ctx, input }) => release(ctx.actor, input.id).then(unwrap)),
  takeNext: personProcedure.mutation(({ ctx }) => takeNextCard(ctx.actor).then(unwrap)),
  decide: personProcedure.input(DecideInput).mutation(({ ctx, input }) => decide(ctx.actor, input).then(unwrap)),
  stepUp: router({
    ask: personProcedure.input(AskStepUpInput).mutation(({ ctx, input }) => askStepUp(ctx.actor, input).then(unwrap)),
    countersignature: personProcedure
      .input(VoteInput)
      .query(({ ctx, input }) => readCountersignature(ctx.actor, input.voteId).then(unwrap)),
  }),
  undo: personProcedure.input(VoteInput).mutation(({ ctx, input }) => undo(ctx.actor, input).then(unwrap)),
  decideMany: personProcedure.input(DecideManyInput).mutation(({ ctx, input }) => decideMany(ctx.actor, input).then(unwrap)),
  undoMany: personProcedure.input(UndoManyInput).mutation(({ ctx, input }) => undoMany(ctx.actor, input).then(unwrap)),
  delegations: personProcedure.query(({ ctx }) => listDelegations(ctx.actor).then(unwrap)),
  delegate: personProcedure.input(DelegateInput).mutation(({ ctx, input }) => delegate(ctx.actor, input).then(unwrap)),
  endDelegation: personProcedure.input(DelegationIdInput).mutation(({ ctx, input }) => endDelegation(ctx.actor, input).then(unwrap)),
  delegationChoices: personProcedure.query(({ ctx }) => delegationChoices(ctx.actor).then(unwrap)),
  reviewCounts: personProcedure.query(({ ctx }) => countReviews(ctx.actor)),
  reviews: personProcedure.query(({ ctx }) => listReviews(ctx.actor).then(unwrap)),
  reviewTime: personProcedure.input(ExploreInput).query(({ ctx, input }) => readReviewTime(ctx.actor, input).then(unwrap)),
  setReviewRate: personProcedure.input(SetReviewRateInput).mutation(({ ctx, input }) => setReviewRate(ctx.actor, input).then(unwrap)),
  review: personProcedure.input(ReviewInput).mutation(({ ctx, input }) => review(ctx.actor, input).then(unwrap)),
  changes: personProcedure.input(ChangesInput).subscription(async function* ({ ctx, input, signal }) {
    const ended = signal ?? new AbortController().signal;
    for await (const [id, event] of watchInPlace(ctx.actor, input.lastEventId ?? null, ended)) yield tracked(id, event);
  }),
});
