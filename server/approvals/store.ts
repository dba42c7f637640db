import { prisma } from "@/server/platform/db";
import { type PrismaTx, queryRows, type ReadTx, type Tx } from "@/server/platform/tx";
import { MOVED, TOUCHED, type Touched } from "./change-sql";
import type { RiskTier } from "./core/deadlines";
import type { ApprovalState } from "./core/transitions";
import type { Decider, Exclusion } from "./core/why-not";
import { decidedWith, type Position, queueCounts, queuePage, type Statement } from "./queue-sql";
import type { Change, QueueCounts, QueueInput, Verdict } from "./schema";

/** An approval request as stored. Names of people are for whoever shows it to look up. */
export type ApprovalRecord = {
  readonly id: string;
  readonly actionId: string;
  readonly state: ApprovalState;
  readonly title: string;
  readonly agentName: string;
  readonly toolName: string;
  readonly riskTier: RiskTier;
  readonly groupIds: readonly string[];
  readonly excluded: Readonly<Record<string, Exclusion>>;
  readonly amountMicroUsd: string | null;
  readonly createdAt: Date;
  readonly dueAt: Date;
  readonly expiresAt: Date;
  readonly urgencyAt: Date;
  readonly breachedAt: Date | null;
  readonly frozenAt: Date | null;
  readonly claimedById: string | null;
  readonly claimExpiresAt: Date | null;
  readonly decidedAt: Date | null;
  readonly decidedById: string | null;
  readonly decisionReason: string | null;
  readonly revision: number;
  readonly impact: unknown;
  readonly sideEffect: string | null;
};

const COLUMNS = `p.id, p.action_id as "actionId", p.state, p.title, p.agent_name as "agentName", p.tool_name as "toolName",
  p.risk_tier as "riskTier", p.group_ids as "groupIds", p.excluded, p.amount_micro_usd::text as "amountMicroUsd",
  p.created_at as "createdAt", p.due_at as "dueAt", p.expires_at as "expiresAt", p.urgency_at as "urgencyAt", p.breached_at as "breachedAt",
  p.frozen_at as "frozenAt", p.claimed_by_id as "claimedById", p.claim_expires_at as "claimExpiresAt", p.decided_at as "decidedAt",
  p.decided_by_id as "decidedById", p.decision_reason as "decisionReason", p.revision, a.impact, a.side_effect as "sideEffect"`;

const run = <R>({ sql, values }: Statement): Promise<R[]> => prisma().$queryRawUnsafe<R[]>(sql, ...values);

export type NewApproval = Pick<
  ApprovalRecord,
  "id" | "actionId" | "agentName" | "toolName" | "riskTier" | "title" | "groupIds" | "excluded"
> &
  Pick<ApprovalRecord, "dueAt" | "expiresAt" | "urgencyAt"> & { readonly teamId: string | null; readonly amountMicroUsd: bigint | null };

export async function insertApproval(tx: Tx, approval: NewApproval, now: Date): Promise<void> {
  await tx.execute(
    `insert into approval (id, action_id, state, agent_name, tool_name, team_id, risk_tier, title, group_ids, excluded,
       amount_micro_usd, created_at, due_at, expires_at, urgency_at, change, updated_at)
     values ($1, $2, 'pending', $3, $4, $5, $6, $7, array(select jsonb_array_elements_text($8::jsonb)), $9::jsonb,
       $10::bigint, $11::timestamptz, $12::timestamptz, $13::timestamptz, $14::timestamptz, 'opened', clock_timestamp())`,
    approval.id,
    approval.actionId,
    approval.agentName,
    approval.toolName,
    approval.teamId,
    approval.riskTier,
    approval.title,
    JSON.stringify(approval.groupIds),
    JSON.stringify(approval.excluded),
    approval.amountMicroUsd === null ? null : String(approval.amountMicroUsd),
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

export const listQueue = (input: QueueInput, decider: Decider, position: Position | null, now: Date): Promise<ApprovalRecord[]> =>
  run(queuePage(COLUMNS, input, decider, position, now));

export async function countQueue(decider: Decider, now: Date, soon: Date): Promise<QueueCounts> {
  const [counts] = await run<QueueCounts>(queueCounts(decider, now, soon));
  if (counts === undefined) throw new Error("a count answered no row");
  return counts;
}

/** The statement that a page of the queue costs, for the test that looks at its plan. */
export const queueStatement = (input: QueueInput, decider: Decider, now: Date): Statement => queuePage(COLUMNS, input, decider, null, now);

export type FoundRow = Pick<ApprovalRecord, "id" | "actionId" | "state" | "title" | "agentName" | "toolName" | "decidedAt">;
const FOUND = `p.id, p.action_id as "actionId", p.state, p.title, p.agent_name as "agentName", p.tool_name as "toolName", p.decided_at as "decidedAt"`;

/** `words` hold letters and digits alone. */
export const findDecided = (words: readonly string[], limit: number): Promise<FoundRow[]> => run(decidedWith(FOUND, words, limit));

/** The statement that a search costs, for the test that looks at its plan. */
export const searchStatement = (words: readonly string[], limit: number): Statement => decidedWith(FOUND, words, limit);

/** The request with this id, or about the action with this id. */
export const findByAnyId = (id: string): Promise<FoundRow[]> =>
  run({ sql: `select ${FOUND} from approval p where p.id = $1 or p.action_id = $1`, values: [id] });

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

export const countOpen = (agentName: string): Promise<number> =>
  prisma().approval.count({ where: { agentName, state: { in: ["pending", "frozen"] } } });

export type OthersWaiting = { readonly ofAgent: number; readonly ofRun: number | null };

/** How many other requests of the agent are open, and of them those of this run; null without a run. */
export async function countOthers(record: Pick<ApprovalRecord, "id" | "agentName">, runId: string | null): Promise<OthersWaiting> {
  const sql = `select count(*)::int as "ofAgent", case when $3::text is null then null else count(*) filter (where a.run_id = $3)::int end as "ofRun"
    from approval p left join action a on a.id = p.action_id where p.agent_name = $1 and p.state in ('pending', 'frozen') and p.id <> $2`;
  const [row] = await run<OthersWaiting>({ sql, values: [record.agentName, record.id, runId] });
  return row ?? { ofAgent: 0, ofRun: null };
}

/** Names of the agents that this person owns now. */
export async function listOwnedAgents(personId: string): Promise<string[]> {
  const rows = await prisma().agent.findMany({ where: { ownerId: personId }, select: { name: true } });
  return rows.map((row) => row.name);
}

export type Decided = {
  readonly id: string;
  readonly to: ApprovalState;
  readonly change: Change;
  readonly personId: string;
  readonly reason: string | null;
};

/**
 * Ends a pending request by a person's verdict, unless it has ended, expired, changed since `revision` or is held by
 * someone else: then nothing is touched and the answer is null.
 */
export async function endByVerdict(tx: PrismaTx, decided: Decided, revision: number | null, now: Date): Promise<Touched | null> {
  const sql = `update approval p set state = $2, change = $3, changed_by_id = $4, decided_by_id = $4, decided_at = $5::timestamptz,
      decision_reason = $6, ${MOVED}
    where p.id = $1 and p.state = 'pending' and p.expires_at > $5::timestamptz and ($7::int is null or p.revision = $7::int)
      and (p.claimed_by_id is null or p.claimed_by_id = $4 or p.claim_expires_at <= $5::timestamptz) ${TOUCHED}`;
  const { id, to, change, personId, reason } = decided;
  return (await queryRows<Touched>(tx, sql, id, to, change, personId, now, reason, revision))[0] ?? null;
}

export async function insertVote(
  tx: Tx,
  vote: {
    readonly id: string;
    readonly approvalId: string;
    readonly personId: string;
    readonly verdict: Verdict;
    readonly reason: string | null;
  },
  now: Date,
): Promise<void> {
  await tx.execute(
    "insert into vote (id, approval_id, stage, person_id, verdict, reason, cast_at) values ($1, $2, 1, $3, $4, $5, $6::timestamptz)",
    vote.id,
    vote.approvalId,
    vote.personId,
    vote.verdict,
    vote.reason,
    now,
  );
}

export const listVotes = (approvalId: string) =>
  prisma().vote.findMany({ where: { approvalId }, orderBy: [{ stage: "asc" }, { castAt: "asc" }] });

/** Ends what is still open for these actions, because the agent withdrew them. */
export const cancelByActions = (tx: ReadTx, actionIds: readonly string[], byId: string | null, now: Date): Promise<Touched[]> =>
  endByActions(tx, actionIds, { from: ["pending", "frozen"], to: "cancelled" }, byId, now);

/** Takes back what was approved for these actions. */
export const revokeByActions = (tx: ReadTx, actionIds: readonly string[], byId: string | null, now: Date): Promise<Touched[]> =>
  endByActions(tx, actionIds, { from: ["approved"], to: "revoked" }, byId, now);

type Move = { readonly from: readonly ApprovalState[]; readonly to: "cancelled" | "revoked" };

const endByActions = (tx: ReadTx, actionIds: readonly string[], move: Move, byId: string | null, now: Date): Promise<Touched[]> =>
  queryRows(
    tx,
    `update approval p set state = $2, change = $2, changed_by_id = $3, frozen_at = null, decided_at = coalesce(p.decided_at, $4::timestamptz),
       ${MOVED}
     where p.action_id in (select jsonb_array_elements_text($1::jsonb)) and p.state in (select jsonb_array_elements_text($5::jsonb)) ${TOUCHED}`,
    JSON.stringify(actionIds),
    move.to,
    byId,
    now,
    JSON.stringify(move.from),
  );

type ChangeColumns = "id" | "actionId" | "revision" | "state" | "title" | "agentName" | "toolName" | "claimedById" | "claimExpiresAt";
export type ChangeRow = Pick<ApprovalRecord, ChangeColumns> & {
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
      actionId: true,
      revision: true,
      state: true,
      title: true,
      agentName: true,
      toolName: true,
      claimedById: true,
      claimExpiresAt: true,
      change: true,
      changedById: true,
      updatedAt: true,
    },
  }) as Promise<ChangeRow[]>;
