import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import { type PrismaTx, queryRows, type ReadTx, type Tx } from "@/server/platform/tx";
import * as change from "./change-sql";
import { BREACH_BONUS_MS, type RiskTier } from "./core/deadlines";
import type { CastVote, PlannedStage } from "./core/stages";
import type { Target } from "./core/targets";
import type { ApprovalState } from "./core/transitions";
import type { Verdict } from "./core/verdict";
import type { Decider, Exclusion } from "./core/why-not";
import { type Position, queueCounts, queuePage, type Statement, takeMostUrgent } from "./queue-sql";
import type { Change, QueueCounts, QueueInput } from "./schema";

/** An approval request as stored. Names of people are for whoever shows it to look up. */
export type ApprovalRecord = {
  readonly id: string;
  readonly actionId: string;
  readonly state: ApprovalState;
  readonly title: string;
  readonly agentName: string;
  readonly toolName: string;
  readonly riskTier: RiskTier;
  readonly stages: readonly PlannedStage[];
  /** The open stage, from 1. */
  readonly stage: number;
  readonly groupIds: readonly string[];
  readonly personIds: readonly string[];
  readonly onCallIds: readonly string[];
  readonly slots: number;
  readonly voterIds: readonly string[];
  readonly settlesAt: Date | null;
  readonly excluded: Readonly<Record<string, Exclusion>>;
  readonly amountMicroUsd: string | null;
  readonly createdAt: Date;
  readonly dueAt: Date;
  readonly expiresAt: Date;
  readonly urgencyAt: Date;
  readonly breachedAt: Date | null;
  readonly frozenAt: Date | null;
  /** When the lease of each holder lapses, as text of the moment; lapsed ones may still be there. */
  readonly claims: Readonly<Record<string, string>>;
  readonly decidedAt: Date | null;
  readonly decidedById: string | null;
  readonly decisionReason: string | null;
  readonly revision: number;
  readonly impact: unknown;
  readonly sideEffect: string | null;
};

const COLUMNS = `p.id, p.action_id as "actionId", p.state, p.title, p.agent_name as "agentName", p.tool_name as "toolName",
  p.risk_tier as "riskTier", p.stages, p.stage, p.group_ids as "groupIds", p.person_ids as "personIds", p.on_call_ids as "onCallIds", p.slots,
  p.voter_ids as "voterIds", p.settles_at as "settlesAt", p.excluded, p.amount_micro_usd::text as "amountMicroUsd",
  p.created_at as "createdAt", p.due_at as "dueAt", p.expires_at as "expiresAt", p.urgency_at as "urgencyAt", p.breached_at as "breachedAt",
  p.frozen_at as "frozenAt", p.claims, p.decided_at as "decidedAt",
  p.decided_by_id as "decidedById", p.decision_reason as "decisionReason", p.revision, a.impact, a.side_effect as "sideEffect"`;

/** What sweeps and other domains get back of the rows that they changed. */
export type Touched = { readonly id: string; readonly actionId: string; readonly agentName: string; readonly revision: number };

const run = <R>({ sql, values }: Statement): Promise<R[]> => prisma().$queryRawUnsafe<R[]>(sql, ...values);

export type NewApproval = Pick<
  ApprovalRecord,
  "id" | "actionId" | "agentName" | "toolName" | "riskTier" | "title" | "stages" | "excluded" | "dueAt" | "expiresAt" | "urgencyAt"
> & {
  readonly first: PlannedStage;
  readonly teamId: string | null;
  readonly amountMicroUsd: bigint | null;
  readonly initiatorPersonId: string | null;
  readonly authority: { readonly ruleId: string | null; readonly ruleVersion: number | null };
  readonly calendarId: string | null;
};

export async function insertApproval(tx: Tx, approval: NewApproval, now: Date): Promise<void> {
  const { first, authority } = approval;
  await tx.execute(
    `insert into approval (id, action_id, state, agent_name, tool_name, team_id, risk_tier, title, stages, group_ids, person_ids, on_call_ids,
       slots, excluded, amount_micro_usd, rule_id, rule_version, initiator_person_id, calendar_id, created_at, due_at, expires_at, urgency_at,
       change, updated_at)
     values ($1, $2, 'pending', $3, $4, $5, $6, $7, $8::jsonb, array(select jsonb_array_elements_text($9::jsonb)),
       array(select jsonb_array_elements_text($10::jsonb)), array(select jsonb_array_elements_text($11::jsonb)), $12::int, $13::jsonb,
       $14::bigint, $15, $16::int, $17, $18, $19::timestamptz, $20::timestamptz, $21::timestamptz, $22::timestamptz, 'opened', clock_timestamp())`,
    approval.id,
    approval.actionId,
    approval.agentName,
    approval.toolName,
    approval.teamId,
    approval.riskTier,
    approval.title,
    JSON.stringify(approval.stages),
    JSON.stringify(first.groupIds),
    JSON.stringify(first.personIds),
    JSON.stringify(first.onCallIds),
    first.quorum,
    JSON.stringify(approval.excluded),
    approval.amountMicroUsd === null ? null : String(approval.amountMicroUsd),
    authority.ruleId,
    authority.ruleVersion,
    approval.initiatorPersonId,
    approval.calendarId,
    now,
    approval.dueAt,
    approval.expiresAt,
    approval.urgencyAt,
  );
}

export async function findApproval(id: string): Promise<ApprovalRecord | null> {
  const sql = `select ${COLUMNS} from approval p left join action a on a.id = p.action_id where p.id = $1`;
  return (await run<ApprovalRecord>({ sql, values: [id] }))[0] ?? null;
}

/** The request as it stands, held against everyone else until the transaction ends. */
export async function lockApproval(tx: PrismaTx, id: string): Promise<ApprovalRecord | null> {
  const sql = `select ${COLUMNS} from approval p left join action a on a.id = p.action_id where p.id = $1 for update of p`;
  return (await queryRows<ApprovalRecord>(tx, sql, id))[0] ?? null;
}

export const listQueue = (input: QueueInput, decider: Decider, position: Position | null, now: Date): Promise<ApprovalRecord[]> =>
  run(queuePage(COLUMNS, input, decider, position, now));

export async function countQueue(decider: Decider, now: Date, soon: Date): Promise<QueueCounts> {
  const [counts] = await run<QueueCounts>(queueCounts(decider, now, soon));
  if (counts === undefined) throw new Error("a count answered no row");
  return counts;
}

/** The statement that a page of the queue costs, for the test that looks at its plan. */
export const queueStatement = (input: QueueInput, decider: Decider, now: Date): Statement => queuePage(COLUMNS, input, decider, null, now);

export type ActionApprovalRow = {
  readonly id: string;
  readonly actionId: string;
  readonly state: ApprovalState;
  readonly dueAt: Date;
  readonly expiresAt: Date;
};

export const listByActions = (actionIds: readonly string[], tx?: ReadTx): Promise<ActionApprovalRow[]> => {
  const sql = `select id, action_id as "actionId", state, due_at as "dueAt", expires_at as "expiresAt" from approval where action_id = any($1::text[])`;
  return tx === undefined ? run({ sql, values: [[...actionIds]] }) : queryRows<ActionApprovalRow>(tx, sql, [...actionIds]);
};

export const listTargets = async (): Promise<(Target & { readonly riskTier: string })[]> => prisma().slaTarget.findMany();

/** Delegations to this person that hold at a moment. */
export const listDelegationsTo = (toId: string, now: Date) =>
  prisma().delegation.findMany({
    where: { toId, endedAt: null, startsAt: { lte: now }, endsAt: { gt: now } },
    orderBy: { createdAt: "asc" },
  });

/** One delegation is decided on at a time, so that no two close a circle together. */
export const lockDelegations = (tx: Tx): Promise<number> => tx.execute("select pg_advisory_xact_lock(hashtext('reeve.delegations'))");
/** Delegations that hold or will, the next to begin first. */
export const listDelegations = (now: Date, tx?: PrismaTx) =>
  (tx?.prisma ?? prisma()).delegation.findMany({
    where: { endedAt: null, endsAt: { gt: now } },
    orderBy: [{ startsAt: "asc" }, { id: "asc" }],
  });
export const insertDelegation = (tx: PrismaTx, data: Prisma.DelegationUncheckedCreateInput) => tx.prisma.delegation.create({ data });
export async function endDelegation(tx: PrismaTx, id: string, byId: string, now: Date): Promise<boolean> {
  const data = { endedAt: now, endedById: byId };
  return (await tx.prisma.delegation.updateMany({ where: { id, endedAt: null, endsAt: { gt: now } }, data })).count === 1;
}

export const insertReview = (tx: PrismaTx, data: Prisma.SoloReviewUncheckedCreateInput) => tx.prisma.soloReview.create({ data });
/** What waits for a look, the oldest first, then what was looked at. */
export const listReviews = (take: number) =>
  prisma().soloReview.findMany({ orderBy: [{ reviewedAt: { sort: "desc", nulls: "first" } }, { createdAt: "asc" }], take });
export const findReview = (tx: PrismaTx, id: string) => tx.prisma.soloReview.findUnique({ where: { id } });
export async function closeReview(
  tx: PrismaTx,
  { id, personId, note }: { readonly id: string; readonly personId: string; readonly note: string },
  now: Date,
): Promise<boolean> {
  const data = { reviewedAt: now, reviewedById: personId, note: note || null };
  return (await tx.prisma.soloReview.updateMany({ where: { id, reviewedAt: null }, data })).count === 1;
}

/** The request that this vote of this person is on. */
export const findApprovalOfVote = async (tx: PrismaTx, voteId: string, personId: string): Promise<string | null> =>
  (await tx.prisma.vote.findFirst({ where: { id: voteId, personId }, select: { approvalId: true } }))?.approvalId ?? null;

/** Agents by the owner among these people, as of now. */
export const listOwnedAgents = async (
  personIds: readonly string[],
): Promise<{ readonly ownerId: string | null; readonly name: string }[]> =>
  prisma().agent.findMany({ where: { ownerId: { in: [...personIds] } }, select: { ownerId: true, name: true } });

/** Ends a pending request by the votes in effect; null when it is not pending any more. */
export async function endByVotes(
  tx: PrismaTx,
  ended: { readonly id: string; readonly to: "approved" | "rejected"; readonly personId: string; readonly reason: string | null },
  now: Date,
): Promise<Touched | null> {
  return (await queryRows<Touched>(tx, change.END_BY_VOTES, ended.id, ended.to, ended.personId, now, ended.reason))[0] ?? null;
}

/** Puts the request to the next stage; null when `stage` is not the open one any more. */
export async function openStage(
  tx: PrismaTx,
  input: Pick<ApprovalRecord, "id" | "stage" | "dueAt" | "urgencyAt" | "excluded"> & {
    readonly next: PlannedStage;
    readonly personId: string;
  },
): Promise<Touched | null> {
  const { id, stage, next, dueAt, urgencyAt, excluded, personId } = input;
  const asked = [next.groupIds, next.personIds, next.onCallIds].map((ids) => JSON.stringify(ids));
  const values = [id, stage, ...asked, next.quorum, dueAt, urgencyAt, JSON.stringify(excluded), personId];
  return (await queryRows<Touched>(tx, change.OPEN_STAGE, ...values))[0] ?? null;
}

/** Notes what the votes leave of the open stage, and gives up the claim of whoever voted. */
export async function countVotes(
  tx: PrismaTx,
  counted: Pick<ApprovalRecord, "id" | "slots" | "voterIds" | "settlesAt"> & { readonly change: Change; readonly personId: string },
): Promise<Touched | null> {
  const { id, slots, voterIds, settlesAt, personId } = counted;
  return (
    (await queryRows<Touched>(tx, change.COUNT_VOTES, id, slots, JSON.stringify(voterIds), settlesAt, counted.change, personId))[0] ?? null
  );
}

export type VoteRecord = CastVote & {
  readonly approvalId: string;
  readonly reason: string | null;
  readonly castAt: Date;
};

export async function insertVote(tx: PrismaTx, vote: VoteRecord): Promise<void> {
  const { outcome, ...data } = vote;
  await tx.prisma.vote.create({ data });
  if (outcome !== null) await insertOutcome(tx, vote.id, outcome, vote.effectiveAt);
}

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
  return votes.map((vote) => ({
    ...vote,
    verdict: vote.verdict as Verdict,
    outcome: (vote.outcome?.outcome ?? null) as VoteRecord["outcome"],
  }));
}

/** Pending requests on which a vote's moment has come, before the request's end. */
export const listSettling = async (limit: number, now: Date): Promise<string[]> => {
  const sql = `select id from approval where state = 'pending' and settles_at <= $1::timestamptz and settles_at < expires_at
    order by settles_at limit $2::int`;
  return (await run<{ id: string }>({ sql, values: [now, limit] })).map((row) => row.id);
};

/** Votes that waited on requests which ended or stopped lose their object, and their stages are counted afresh. */
export async function voidWaitingVotes(tx: ReadTx, approvalIds: readonly string[], now: Date): Promise<void> {
  if (approvalIds.length === 0) return;
  const ids = JSON.stringify(approvalIds);
  if ((await tx.execute(change.VOID_WAITING_VOTES, ids, now)) > 0) await tx.execute(change.RECOUNT, ids);
}

type Claimed = Touched & { readonly until: Date; readonly isRenewal: boolean };

/** Claims, or renews one's own claim: `isRenewal` tells which. Null when it is not pending or others hold all of it. */
export const claim = async (
  tx: PrismaTx,
  input: { readonly id: string; readonly personId: string; readonly until: Date },
  now: Date,
): Promise<Claimed | null> => (await queryRows<Claimed>(tx, change.CLAIM, input.id, input.personId, input.until, now))[0] ?? null;

export async function takeNext(
  tx: PrismaTx,
  decider: Decider,
  until: Date,
  now: Date,
): Promise<(Touched & { readonly until: Date }) | null> {
  const { sql, values } = takeMostUrgent(decider, until, now);
  return (await queryRows<Touched & { readonly until: Date }>(tx, sql, ...values))[0] ?? null;
}

/** Gives up one's own live claim; null when one holds none. */
export const release = async (tx: PrismaTx, id: string, personId: string, now: Date): Promise<Touched | null> =>
  (await queryRows<Touched>(tx, change.RELEASE, id, personId, now))[0] ?? null;

/** Ends up to `limit` pending requests whose time is over, the longest over first. Rows that others work on are skipped. */
export const expireDue = (tx: ReadTx, limit: number, now: Date): Promise<Touched[]> => queryRows(tx, change.EXPIRE_DUE, now, limit);

/** Notes once that a pending request is past due, and moves it before everything that is not. */
export const recordBreaches = (tx: ReadTx, limit: number, now: Date): Promise<(Touched & { dueAt: Date })[]> =>
  queryRows(tx, change.RECORD_BREACHES, now, limit, BREACH_BONUS_MS);

/** Stops the clock of everything that waits for this agent. */
export const freeze = (tx: ReadTx, agentName: string, byId: string | null, now: Date): Promise<Touched[]> =>
  queryRows(tx, change.FREEZE, agentName, byId, now);

/** Starts the clocks again; every moment moves by the time that was frozen. */
export const thaw = (tx: ReadTx, agentName: string, byId: string | null, now: Date): Promise<Touched[]> =>
  queryRows(tx, change.THAW, agentName, byId, now);

/** Ends what is still open for these actions, because the agent withdrew them. */
export const cancelByActions = (tx: ReadTx, actionIds: readonly string[], byId: string | null, now: Date): Promise<Touched[]> =>
  queryRows(tx, change.END_BY_ACTIONS, JSON.stringify(actionIds), "cancelled", byId, now, '["pending","frozen"]');

/** Takes back what was approved for these actions. */
export const revokeByActions = (tx: ReadTx, actionIds: readonly string[], byId: string | null, now: Date): Promise<Touched[]> =>
  queryRows(tx, change.END_BY_ACTIONS, JSON.stringify(actionIds), "revoked", byId, now, '["approved"]');

export type ChangeRow = Pick<ApprovalRecord, "id" | "revision" | "state" | "title" | "agentName" | "claims"> & {
  readonly change: Change;
  readonly changedById: string | null;
  readonly updatedAt: Date;
};

/** The newest change of any request, on the database's clock. */
export async function newestChange(): Promise<Date> {
  const [row] = await run<{ at: Date }>({ sql: "select coalesce(max(updated_at), clock_timestamp()) as at from approval", values: [] });
  if (row === undefined) throw new Error("an aggregate answered no row");
  return row.at;
}

/** Requests that changed after `since`, oldest change first: what the live stream is made of. */
export const listChangedSince = (since: Date, limit: number): Promise<ChangeRow[]> =>
  prisma().approval.findMany({
    where: { updatedAt: { gt: since } },
    orderBy: [{ updatedAt: "asc" }, { id: "asc" }],
    take: limit,
    select: {
      id: true,
      revision: true,
      state: true,
      title: true,
      agentName: true,
      claims: true,
      change: true,
      changedById: true,
      updatedAt: true,
    },
  }) as unknown as Promise<ChangeRow[]>;
