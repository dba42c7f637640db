import { pool, prisma } from "@/server/platform/db";
import { type PrismaTx, queryRows, type ReadTx, type Tx } from "@/server/platform/tx";
import type { RiskTier } from "./core/deadlines";
import type { PlannedStage } from "./core/stages";
import type { Exclusion } from "./core/why-not";

/** A request as its escalation sees it. */
export type Watched = {
  readonly id: string;
  readonly actionId: string;
  readonly agentName: string;
  readonly toolName: string;
  readonly title: string;
  readonly riskTier: RiskTier;
  readonly state: string;
  readonly stages: readonly PlannedStage[];
  readonly stage: number;
  readonly groupIds: readonly string[];
  readonly personIds: readonly string[];
  readonly onCallIds: readonly string[];
  readonly excluded: Readonly<Record<string, Exclusion>>;
  readonly voterIds: readonly string[];
  readonly calendarId: string | null;
  readonly chainId: string | null;
  readonly chainVersion: number | null;
  /** How often it was asked anew before. */
  readonly round: number;
  /** Which act comes next, and when; null when none does. */
  readonly step: number;
  readonly loop: number;
  readonly nextAt: Date | null;
  readonly startedAt: Date;
  readonly dueAt: Date;
  readonly expiresAt: Date;
  readonly pausedMs: number;
  readonly revision: number;
  /** Who owns the agent now. */
  readonly ownerId: string | null;
};

const WATCHED = `p.id, p.action_id as "actionId", p.agent_name as "agentName", p.tool_name as "toolName", p.title, p.risk_tier as "riskTier",
  p.state, p.stages, p.stage, p.group_ids as "groupIds", p.person_ids as "personIds", p.on_call_ids as "onCallIds", p.excluded,
  p.voter_ids as "voterIds", p.calendar_id as "calendarId", p.chain_id as "chainId", p.chain_version as "chainVersion",
  p.escalation_round as round, p.escalation_step as step, p.escalation_loop as loop, p.next_escalation_at as "nextAt",
  coalesce(p.stage_opened_at, p.created_at) as "startedAt", p.due_at as "dueAt", p.expires_at as "expiresAt",
  p.paused_ms::float8 as "pausedMs", p.revision, g.owner_id as "ownerId"`;
const FROM = "approval p left join agent g on g.name = p.agent_name";
const DUE = `p.state = 'pending' and p.next_escalation_at <= $1::timestamptz and p.next_escalation_at < p.expires_at`;

/** Whether the moment of any act has come: what the clock asks every second. */
export const isAnyDue = async (now: Date): Promise<boolean> =>
  (await pool().query(`select 1 from approval p where ${DUE} limit 1`, [now])).rowCount === 1;

/** Requests on which an act has come, the earliest first, held until the transaction ends; those that others hold are left to them. */
export const lockDue = (tx: ReadTx, limit: number, now: Date): Promise<(Watched & { readonly nextAt: Date })[]> =>
  queryRows(
    tx,
    `select ${WATCHED} from ${FROM} where ${DUE} order by p.next_escalation_at, p.id limit $2::int for update of p skip locked`,
    now,
    limit,
  );

/** Requests by id, inside the transaction that changed them. */
export const listWatched = (tx: ReadTx, ids: readonly string[]): Promise<Watched[]> =>
  queryRows(tx, `select ${WATCHED} from ${FROM} where p.id = any($1::text[])`, [...ids]);

export async function findWatched(id: string): Promise<Watched | null> {
  const { rows } = await pool().query<Watched>(`select ${WATCHED} from ${FROM} where p.id = $1`, [id]);
  return rows[0] ?? null;
}

/** What an act leaves on its request. */
export type Acted = {
  readonly id: string;
  readonly step: number;
  readonly loop: number;
  readonly nextAt: Date | null;
  readonly chainVersion: number | null;
  /** Seen by whoever watches the queue: all but the asking. */
  readonly isSeen: boolean;
  /** Ends the request now: the clock's sweep of expired ones takes it. */
  readonly isOver: boolean;
  /** Who may decide from now on beside those who could; null leaves it. */
  readonly addedGroupId: string | null;
};

const NOTE = `update approval p set escalation_step = t.step, escalation_loop = t.loop, next_escalation_at = t."nextAt",
    chain_version = t."chainVersion", expires_at = case when t."isOver" then least(p.expires_at, $2::timestamptz) else p.expires_at end,
    group_ids = case when t."addedGroupId" is null or t."addedGroupId" = any(p.group_ids) then p.group_ids else p.group_ids || t."addedGroupId" end,
    stages = case when t."addedGroupId" is null or p.stages -> (p.stage - 1) -> 'groupIds' ? t."addedGroupId" then p.stages
      else jsonb_insert(p.stages, array[(p.stage - 1)::text, 'groupIds', '-1'], to_jsonb(t."addedGroupId"), true) end,
    change = case when t."isSeen" then 'escalated' else p.change end, changed_by_id = case when t."isSeen" then null else p.changed_by_id end,
    updated_at = case when t."isSeen" then greatest(clock_timestamp(), p.updated_at + interval '1 millisecond') else p.updated_at end
  from jsonb_to_recordset($1::jsonb) as t(id text, step int, loop int, "nextAt" timestamptz, "chainVersion" int, "isSeen" boolean,
    "isOver" boolean, "addedGroupId" text)
  where p.id = t.id and p.state = 'pending'`;

export const noteActs = (tx: Tx, acts: readonly Acted[], now: Date): Promise<number> => tx.execute(NOTE, JSON.stringify(acts), now);

export type EventKind = "asked" | "step" | "expire" | "reassign" | "page";
export type EventRow = {
  readonly id: string;
  readonly approvalId: string;
  readonly round: number;
  readonly stage: number;
  readonly loop: number;
  readonly step: number;
  readonly kind: EventKind;
  readonly chainId: string | null;
  readonly chainVersion: number | null;
  readonly dueAt: Date;
  readonly actedAt: Date;
  readonly personIds: readonly string[];
  readonly groupIds: readonly string[];
};

/** One row for each act; a second one for the same act is an error that undoes the transaction. */
export const insertEvents = (tx: PrismaTx, rows: readonly EventRow[]) =>
  tx.prisma.escalationEvent.createMany({
    data: rows.map((row) => ({ ...row, personIds: [...row.personIds], groupIds: [...row.groupIds] })),
  });

/** What the clock did on a request, oldest first. */
export const listEvents = async (approvalId: string): Promise<EventRow[]> =>
  (await prisma().escalationEvent.findMany({
    where: { approvalId },
    orderBy: [{ round: "asc" }, { stage: "asc" }, { loop: "asc" }, { step: "asc" }],
  })) as EventRow[];
