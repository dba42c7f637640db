import type { Prisma } from "@/prisma/generated/client";
import { invariant } from "@/server/kernel/result";
import { prisma } from "@/server/platform/db";
import { type PrismaTx, queryRows, type ReadTx, type Tx } from "@/server/platform/tx";
import type { Change } from "./change-schema";
import { CHANGED_NOW, MOVED, TOUCHED, type Touched } from "./change-sql";
import type { Obligation } from "./core/obligations";
import type { CastVote, PlannedStage } from "./core/stages";
import type { Verdict } from "./core/verdict";
import { readObligations } from "./obligation-schema";
import { type KeptStepUp, readStepUp } from "./step-up-schema";
import type { ApprovalRecord } from "./store";

/** A verdict ends it. $1 id, $2 state and change, $3 person, $4 now, $5 reason. */
const END_BY_VOTES = `update approval p set state = $2, change = $2, changed_by_id = $3, decided_by_id = $3,
    decided_at = $4::timestamptz, decision_reason = $5, ${MOVED}
  where p.id = $1 and p.state = 'pending' ${TOUCHED}`;

/** $1 id, $2 stage to leave, $3 groups, $4 people, $5 on-call schedules (JSON arrays), $6 quorum, $7 due, $8 urgency, $9 excluded, $10 person, $11 now. */
const OPEN_STAGE = `update approval p set stage = p.stage + 1,
    group_ids = array(select jsonb_array_elements_text($3::jsonb)), person_ids = array(select jsonb_array_elements_text($4::jsonb)),
    on_call_ids = array(select jsonb_array_elements_text($5::jsonb)), slots = $6::int, voter_ids = '{}', due_at = $7::timestamptz,
    urgency_at = $8::timestamptz, agents_waiting = 1, late_stages = p.late_stages + (p.due_at < $11::timestamptz)::int, breached_at = null,
    stage_opened_at = $11::timestamptz, paused_ms = 0, escalation_step = 0,
    escalation_loop = 0, next_escalation_at = $11::timestamptz, excluded = $9::jsonb, change = 'stage_opened', changed_by_id = $10, ${MOVED}
  where p.id = $1 and p.state = 'pending' and p.stage = $2::int ${TOUCHED}`;

/** What votes leave of the open stage. $1 id, $2 slots, $3 voters (JSON array), $4 settles at, $5 change, $6 person. */
const COUNT_VOTES = `update approval p set slots = $2::int, voter_ids = array(select jsonb_array_elements_text($3::jsonb)),
    settles_at = $4::timestamptz, claims = p.claims - $6::text, change = $5, changed_by_id = $6, ${CHANGED_NOW}
  where p.id = $1 and p.state = 'pending' ${TOUCHED}`;

/** Waiting votes on requests that ended or stopped lose their object. $1 approvals (JSON array), $2 now. */
const VOID_WAITING_VOTES = `insert into vote_outcome (vote_id, outcome, at)
  select v.id, 'void', $2::timestamptz from vote v left join vote_outcome o on o.vote_id = v.id
  where v.approval_id in (select jsonb_array_elements_text($1::jsonb)) and o.vote_id is null
  on conflict (vote_id) do nothing`;

/** What the votes in effect leave of stages that lost waiting ones. $1 approvals (JSON array). */
const RECOUNT = `update approval p set slots = greatest(0, (p.stages -> (p.stage - 1) ->> 'quorum')::int - counted.votes), voter_ids = counted.voters
  from (select a.id, count(o.vote_id)::int as votes,
      coalesce(array_agg(distinct x.person) filter (where x.person is not null), '{}') as voters
    from approval a left join vote v on v.approval_id = a.id and v.stage = a.stage
    left join vote_outcome o on o.vote_id = v.id and o.outcome = 'effective' and not exists (select from vote_void x where x.vote_id = v.id)
    left join lateral unnest(case when o.vote_id is null then '{}'::text[] else array[v.person_id, v.on_behalf_of_id] end) as x(person) on true
    where a.id in (select jsonb_array_elements_text($1::jsonb)) group by a.id) counted
  where p.id = counted.id`;

/** Ends a pending request by the votes in effect; null when it is not pending any more. */
export async function endByVotes(
  tx: PrismaTx,
  ended: { readonly id: string; readonly to: "approved" | "rejected"; readonly personId: string; readonly reason: string | null },
  now: Date,
): Promise<Touched | null> {
  return (await queryRows<Touched>(tx, END_BY_VOTES, ended.id, ended.to, ended.personId, now, ended.reason))[0] ?? null;
}

/** Puts the request to the next stage; null when `stage` is not the open one any more. */
export async function openStage(
  tx: PrismaTx,
  input: Pick<ApprovalRecord, "id" | "stage" | "dueAt" | "urgencyAt" | "excluded"> & {
    readonly next: PlannedStage;
    readonly personId: string;
  },
  now: Date,
): Promise<Touched | null> {
  const { id, stage, next, dueAt, urgencyAt, excluded, personId } = input;
  const asked = [next.groupIds, next.personIds, next.onCallIds].map((ids) => JSON.stringify(ids));
  const values = [id, stage, ...asked, next.quorum, dueAt, urgencyAt, JSON.stringify(excluded), personId, now];
  return (await queryRows<Touched>(tx, OPEN_STAGE, ...values))[0] ?? null;
}

/** Notes what the votes leave of the open stage, and gives up the claim of whoever voted. */
export async function countVotes(
  tx: PrismaTx,
  counted: Pick<ApprovalRecord, "id" | "slots" | "voterIds" | "settlesAt"> & { readonly change: Change; readonly personId: string },
): Promise<Touched | null> {
  const { id, slots, voterIds, settlesAt, personId } = counted;
  return (await queryRows<Touched>(tx, COUNT_VOTES, id, slots, JSON.stringify(voterIds), settlesAt, counted.change, personId))[0] ?? null;
}

export type VoteRecord = CastVote & {
  readonly approvalId: string;
  /** What an approver asks in return. */
  readonly obligations: readonly Obligation[];
  readonly reason: string | null;
  readonly castAt: Date;
  /** How its author proved that it was them; null where nothing was asked. */
  readonly stepUp: KeptStepUp | null;
};

/** Keeps a vote. None approves what is of high risk without a step-up, on whatever way it came here. */
export async function insertVote(tx: PrismaTx, vote: VoteRecord, { riskTier }: Pick<ApprovalRecord, "riskTier">): Promise<void> {
  const { outcome, obligations, stepUp, ...data } = vote;
  invariant(riskTier !== "high" || vote.verdict === "reject" || stepUp !== null, "high risk was approved without a step-up");
  const kept = { obligations: obligations as unknown as Prisma.InputJsonValue, ...(stepUp !== null && { stepUp }) };
  await tx.prisma.vote.create({ data: { ...data, ...kept } });
  if (outcome !== null) await insertOutcome(tx, vote.id, outcome, vote.effectiveAt);
}

/** Notes what the approvals of a request ask in return. */
export const keepObligations = (tx: Tx, id: string, obligations: readonly Obligation[]): Promise<number> =>
  tx.execute("update approval set obligations = $2::jsonb where id = $1", id, JSON.stringify(obligations));

/** Says what became of a vote, once; false when that was said before. */
export async function insertOutcome(tx: Tx, voteId: string, outcome: NonNullable<CastVote["outcome"]>, at: Date): Promise<boolean> {
  const sql = "insert into vote_outcome (vote_id, outcome, at) values ($1, $2, $3::timestamptz) on conflict (vote_id) do nothing";
  return (await tx.execute(sql, voteId, outcome, at)) === 1;
}

/** The votes on a request, oldest first, with what became of each. */
export async function listVotes(approvalId: string, tx?: PrismaTx): Promise<VoteRecord[]> {
  const votes = await (tx?.prisma ?? prisma()).vote.findMany({
    where: { approvalId },
    orderBy: [{ castAt: "asc" }, { id: "asc" }],
    include: { outcome: true },
  });
  const voids =
    votes.length === 0 ? [] : await (tx?.prisma ?? prisma()).voteVoid.findMany({ where: { voteId: { in: votes.map(({ id }) => id) } } });
  return votes.map((vote) => ({
    ...vote,
    verdict: vote.verdict as Verdict,
    obligations: readObligations(vote.obligations),
    stepUp: readStepUp(vote.stepUp),
    outcome: voids.some(({ voteId }) => voteId === vote.id) ? "void" : ((vote.outcome?.outcome ?? null) as VoteRecord["outcome"]),
  }));
}

/** Pending requests on which a vote's moment has come, before the request's end. */
export const listSettling = async (limit: number, now: Date): Promise<string[]> => {
  const sql = `select id from approval where state = 'pending' and settles_at <= $1::timestamptz and settles_at < expires_at
    order by settles_at limit $2::int`;
  return (await prisma().$queryRawUnsafe<{ id: string }[]>(sql, now, limit)).map((row) => row.id);
};

/** Votes that waited on requests which ended or stopped lose their object, and their stages are counted afresh. */
export async function voidWaitingVotes(tx: ReadTx, approvalIds: readonly string[], now: Date): Promise<void> {
  if (approvalIds.length === 0) return;
  const ids = JSON.stringify(approvalIds);
  if ((await tx.execute(VOID_WAITING_VOTES, ids, now)) > 0) await tx.execute(RECOUNT, ids);
}

/** The request that this vote of this person is on. */
export const findApprovalOfVote = async (tx: PrismaTx, voteId: string, personId: string): Promise<string | null> =>
  (await tx.prisma.vote.findFirst({ where: { id: voteId, personId }, select: { approvalId: true } }))?.approvalId ?? null;

/** The name of whoever voted, read in the transaction that counts the vote: it must not wait for a second connection. */
export const nameOfVoter = async (tx: PrismaTx, personId: string): Promise<string> =>
  (await tx.prisma.person.findUnique({ where: { id: personId }, select: { name: true } }))?.name ?? "Someone";
