import type { Position } from "@/server/kernel/cursor";
import { invariant } from "@/server/kernel/result";
import { prisma } from "@/server/platform/db";
import { type PrismaTx, queryRows, type ReadTx, type Tx } from "@/server/platform/tx";
import type { Change } from "./change-schema";
import { MOVED, TOUCHED, type Touched } from "./change-sql";
import type { RiskTier } from "./core/deadlines";
import type { PlannedStage } from "./core/stages";
import type { Target } from "./core/targets";
import type { ApprovalState } from "./core/transitions";
import type { AlsoWaiting } from "./core/waiting";
import type { Decider, Exclusion } from "./core/why-not";
import { decidedWith, queueCounts, queuePage, type Statement } from "./queue-sql";
import type { QueueCounts, QueueInput } from "./schema";

/** The last act of the clock on a stage that told somebody more. */
export type EscalatedRecord = { readonly kind: "step" | "reassign" | "page"; readonly step: number; readonly personIds: readonly string[] };

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
  /** Where it was read to be shown. */
  readonly escalated?: EscalatedRecord | null;
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
  /** How many agents wait in its run, its own among them. */
  readonly agentsWaiting: number;
  readonly breachedAt: Date | null;
  readonly frozenAt: Date | null;
  /** When the lease of each holder lapses, as text of the moment; lapsed ones may still be there. */
  readonly claims: Readonly<Record<string, string>>;
  readonly decidedAt: Date | null;
  readonly decidedById: string | null;
  readonly decisionReason: string | null;
  readonly calendarId: string | null;
  readonly chainId: string | null;
  readonly revision: number;
  readonly impact: unknown;
  readonly sideEffect: string | null;
  readonly hasLookAlike: boolean;
};

const COLUMNS = `p.id, p.action_id as "actionId", p.state, p.title, p.agent_name as "agentName", p.tool_name as "toolName",
  p.risk_tier as "riskTier", p.stages, p.stage, p.group_ids as "groupIds", p.person_ids as "personIds", p.on_call_ids as "onCallIds", p.slots,
  p.voter_ids as "voterIds", p.settles_at as "settlesAt", p.excluded, p.amount_micro_usd::text as "amountMicroUsd",
  p.created_at as "createdAt", p.due_at as "dueAt", p.expires_at as "expiresAt", p.urgency_at as "urgencyAt", p.agents_waiting as "agentsWaiting", p.breached_at as "breachedAt",
  p.frozen_at as "frozenAt", p.claims, p.decided_at as "decidedAt",
  p.decided_by_id as "decidedById", p.decision_reason as "decisionReason", p.calendar_id as "calendarId",
  p.chain_id as "chainId", p.revision, a.impact, a.side_effect as "sideEffect", p.has_look_alike as "hasLookAlike"`;

/** With the last thing that the clock did on the open stage beside asking it, for screens. */
const SHOWN = `${COLUMNS}, (select jsonb_build_object('kind', e.kind, 'step', e.step, 'personIds', e.person_ids) from escalation_event e
  where e.approval_id = p.id and e.round = p.escalation_round and e.stage = p.stage and e.kind <> 'asked' order by e.loop desc, e.step desc limit 1) as escalated`;

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
  readonly chainId: string | null;
  readonly hasLookAlike?: boolean;
};

export async function insertApproval(tx: Tx, approval: NewApproval, now: Date): Promise<void> {
  const { first, authority } = approval;
  await tx.execute(
    `insert into approval (id, action_id, state, agent_name, tool_name, team_id, risk_tier, title, stages, group_ids, person_ids, on_call_ids,
       slots, excluded, amount_micro_usd, rule_id, rule_version, initiator_person_id, calendar_id, created_at, due_at, expires_at, urgency_at,
       chain_id, next_escalation_at, has_look_alike, change, updated_at)
     values ($1, $2, 'pending', $3, $4, $5, $6, $7, $8::jsonb, array(select jsonb_array_elements_text($9::jsonb)),
       array(select jsonb_array_elements_text($10::jsonb)), array(select jsonb_array_elements_text($11::jsonb)), $12::int, $13::jsonb,
       $14::bigint, $15, $16::int, $17, $18, $19::timestamptz, $20::timestamptz, $21::timestamptz, $22::timestamptz,
       $23, $19::timestamptz, $24::boolean, 'opened', clock_timestamp())`,
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
    approval.chainId,
    approval.hasLookAlike ?? false,
  );
}

/** One request, with who owns its agent now. */
export async function findApproval(id: string): Promise<(ApprovalRecord & { readonly ownerId: string | null }) | null> {
  const sql = `select ${SHOWN}, g.owner_id as "ownerId" from approval p left join action a on a.id = p.action_id
    left join agent g on g.name = p.agent_name where p.id = $1`;
  return (await run<ApprovalRecord & { readonly ownerId: string | null }>({ sql, values: [id] }))[0] ?? null;
}

/** The request as it stands, held against everyone else until the transaction ends. */
export async function lockApproval(tx: PrismaTx, id: string): Promise<ApprovalRecord | null> {
  const sql = `select ${COLUMNS} from approval p left join action a on a.id = p.action_id where p.id = $1 for update of p`;
  return (await queryRows<ApprovalRecord>(tx, sql, id))[0] ?? null;
}

/**
 * The digest that an action has now. Read it after the request's lock was taken, in a statement of its own: what the
 * locking one joins may be older than what it waited for.
 */
export async function readActionDigest(tx: PrismaTx, actionId: string): Promise<string> {
  const [row] = await queryRows<{ digest: string }>(tx, "select digest from action where id = $1", actionId);
  invariant(row !== undefined, "a request asks about an action that is not there");
  return row.digest;
}

export const listQueue = (input: QueueInput, decider: Decider, position: Position | null, now: Date): Promise<ApprovalRecord[]> =>
  run(queuePage(SHOWN, input, decider, position, now));

export async function countQueue(decider: Decider, now: Date, soon: Date): Promise<QueueCounts> {
  const [counts] = await run<QueueCounts>(queueCounts(decider, now, soon));
  if (counts === undefined) throw new Error("a count answered no row");
  return counts;
}

/** The statement that a page of the queue costs, for the test that looks at its plan. */
export const queueStatement = (input: QueueInput, decider: Decider, now: Date): Statement => queuePage(SHOWN, input, decider, null, now);

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

export type OthersWaiting = Omit<AlsoWaiting, "agents">;

/** How many other requests of the agent are open, and of them those of this run; null without a run. */
export async function countOthers(record: Pick<ApprovalRecord, "id" | "agentName">, runId: string | null): Promise<OthersWaiting> {
  const sql = `select count(*)::int as "ofAgent", case when $3::text is null then null else count(*) filter (where a.run_id = $3)::int end as "ofRun"
    from approval p left join action a on a.id = p.action_id where p.agent_name = $1 and p.state in ('pending', 'frozen') and p.id <> $2`;
  const [row] = await run<OthersWaiting>({ sql, values: [record.agentName, record.id, runId] });
  return row ?? { ofAgent: 0, ofRun: null };
}

/** Other agents that wait for people in this run, as they name it, each since when: the longest first. */
export const listWaitingInRun = (runId: string, except: string): Promise<{ readonly name: string; readonly since: Date }[]> =>
  run({
    sql: `select p.agent_name as name, min(p.created_at) as since from action a join approval p on p.action_id = a.id
      where a.run_id = $1 and a.state = 'awaiting' and p.state in ('pending', 'frozen') and p.agent_name <> $2 group by 1 order by 2, 1 limit 10`,
    values: [runId, except],
  });

export const listTargets = async (): Promise<(Target & { readonly riskTier: string })[]> => prisma().slaTarget.findMany();

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

type ChangeColumns =
  | "id"
  | "actionId"
  | "revision"
  | "state"
  | "title"
  | "agentName"
  | "toolName"
  | "claims"
  | "stages"
  | "stage"
  | "slots";
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
      claims: true,
      stages: true,
      stage: true,
      slots: true,
      change: true,
      changedById: true,
      updatedAt: true,
    },
  }) as unknown as Promise<ChangeRow[]>;
