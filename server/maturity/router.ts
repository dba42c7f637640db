import { adminProcedure, personProcedure, router, unwrap, withRoles } from "@/server/trpc/init";
import { setFigure, setTarget } from "./aims";
import { assess, attest, resolve } from "./assessing";
import { readCriterion } from "./criteria";
import { evaluateNow } from "./evaluating";
import * as fleetInput from "./fleet-schema";
import { readFrameworks } from "./frameworks";
import { readGaps } from "./gaps";
import { readHistory, readTrend, verifySnapshot } from "./history";
import * as input from "./input-schema";
import { listCandidates } from "./people";
import { readAgentReadiness, readReadiness } from "./readiness";
import { readReport } from "./report";
import { readReviews } from "./reviews";
import { addItem, closeItem, editItem, moveItem, readRoadmap } from "./roadmap";
import { readScorecard } from "./service";
import { readGroupCriteria, readGroups } from "./teams";
import { confirmExclusion, endExclusion, proposeExclusion, revokeWaiver, waive } from "./waivers";

const assessor = withRoles("executive", "operator", "auditor", "admin");
const planner = withRoles("executive", "operator", "admin");
const leader = withRoles("executive", "admin");

export const maturityRouter = router({
  scorecard: personProcedure.query(({ ctx }) => readScorecard(ctx.actor).then(unwrap)),
  history: personProcedure.input(input.HistoryInput).query(({ ctx, input: { days } }) => readHistory(ctx.actor, days).then(unwrap)),
  trend: personProcedure.input(input.HistoryInput).query(({ ctx, input: { days } }) => readTrend(ctx.actor, days).then(unwrap)),
  criterion: personProcedure.input(input.CriterionInput).query(({ ctx, input: { id } }) => readCriterion(ctx.actor, id).then(unwrap)),
  frameworks: personProcedure.query(({ ctx }) => readFrameworks(ctx.actor).then(unwrap)),
  gaps: personProcedure.query(({ ctx }) => readGaps(ctx.actor).then(unwrap)),
  teams: personProcedure.query(({ ctx }) => readGroups(ctx.actor).then(unwrap)),
  teamCriteria: personProcedure
    .input(fleetInput.GroupCriteriaInput)
    .query(({ ctx, input: asked }) => readGroupCriteria(ctx.actor, asked).then(unwrap)),
  readiness: personProcedure.query(({ ctx }) => readReadiness(ctx.actor).then(unwrap)),
  agentReadiness: personProcedure
    .input(fleetInput.ReadinessInput)
    .query(({ ctx, input: { agent } }) => readAgentReadiness(ctx.actor, agent).then(unwrap)),
  roadmap: personProcedure.query(({ ctx }) => readRoadmap(ctx.actor).then(unwrap)),
  report: personProcedure.query(({ ctx }) => readReport(ctx.actor).then(unwrap)),
  reviews: personProcedure.query(({ ctx }) => readReviews(ctx.actor).then(unwrap)),
  candidates: planner.query(({ ctx }) => listCandidates(ctx.actor).then(unwrap)),
  verify: personProcedure.input(input.SnapshotInput).query(({ ctx, input: { id } }) => verifySnapshot(ctx.actor, id).then(unwrap)),
  evaluate: adminProcedure.mutation(({ ctx }) => evaluateNow(ctx.actor).then(unwrap)),
  attest: assessor.input(input.AttestInput).mutation(({ ctx, input: said }) => attest(ctx.actor, said).then(unwrap)),
  assess: assessor.input(input.AssessInput).mutation(({ ctx, input: said }) => assess(ctx.actor, said).then(unwrap)),
  resolve: assessor.input(input.ResolveInput).mutation(({ ctx, input: said }) => resolve(ctx.actor, said).then(unwrap)),
  waive: leader.input(input.WaiveInput).mutation(({ ctx, input: said }) => waive(ctx.actor, said).then(unwrap)),
  revokeWaiver: leader.input(input.WaiverInput).mutation(({ ctx, input: { id } }) => revokeWaiver(ctx.actor, id).then(unwrap)),
  exclude: planner.input(input.ExcludeInput).mutation(({ ctx, input: said }) => proposeExclusion(ctx.actor, said).then(unwrap)),
  confirmExclusion: planner.input(input.ExclusionInput).mutation(({ ctx, input: { id } }) => confirmExclusion(ctx.actor, id).then(unwrap)),
  endExclusion: planner.input(input.ExclusionInput).mutation(({ ctx, input: { id } }) => endExclusion(ctx.actor, id).then(unwrap)),
  setTarget: leader.input(input.TargetInput).mutation(({ ctx, input: said }) => setTarget(ctx.actor, said).then(unwrap)),
  setFigure: leader.input(input.FigureInput).mutation(({ ctx, input: said }) => setFigure(ctx.actor, said).then(unwrap)),
  addItem: planner.input(input.AddItemInput).mutation(({ ctx, input: said }) => addItem(ctx.actor, said).then(unwrap)),
  editItem: planner.input(input.EditItemInput).mutation(({ ctx, input: said }) => editItem(ctx.actor, said).then(unwrap)),
  moveItem: planner.input(input.MoveItemInput).mutation(({ ctx, input: said }) => moveItem(ctx.actor, said).then(unwrap)),
  closeItem: planner.input(input.CloseItemInput).mutation(({ ctx, input: said }) => closeItem(ctx.actor, said).then(unwrap)),
});
