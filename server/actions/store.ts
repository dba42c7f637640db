import type { Action } from "@/prisma/generated/client";
import { pool, prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { type PgTx, queryRows, type ReadTx, type Tx } from "@/server/platform/tx";
import type { NewAction, StoredAction } from "./core/action";
import { ACTION_STATES, type ActionState, DECISION_OF, type Decision, statesBefore } from "./core/states";
import type { StoredReceipt } from "./schema";

// The columns are text; the states table is what may stand in them.
const toStored = (row: Action): StoredAction => row as unknown as StoredAction;

/** A row as `pg` gives it: snake case. */
const camel = (column: string) => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const fromPg = (row: Record<string, unknown>): StoredAction =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [camel(column), value])) as unknown as StoredAction;

const INSERT = `with inserted as (
  insert into action (
    id, api_key_id, idempotency_key, request_hash, agent_id, agent_name, team_id, risk_tier, tool_name, tool_version,
    side_effect, resource, args, digest, summary, reasoning, impact, run_id, task_class, trace_id,
    span_id, initiator_type, initiator_id, initiator_person_id, state, cause, reason, retry, rule_id, rule_version,
    policy_version, evaluation, obligations, created_at, decided_at, allowed_until, updated_at, callback_endpoint_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17::jsonb, $18, $19, $20, $21, $22, $23,
    $24, $25, $26, $27, $28, $29, $30, $31, $32::jsonb, $33::jsonb, $34::timestamptz, $35::timestamptz,
    $36::timestamptz, $34::timestamptz, $38)
  returning id, api_key_id, created_at)
insert into action_event (id, action_id, api_key_id, created_at) select $37, id, api_key_id, created_at from inserted`;

/** Inserts an action and its first event; fails with `isKeyTaken` when its idempotency key was used before. */
export async function insertAction(tx: Tx, a: NewAction): Promise<void> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  await tx.execute(
    INSERT,
    ...[a.id, a.apiKeyId, a.idempotencyKey, a.requestHash, a.agentId, a.agentName, a.teamId, a.riskTier, a.toolName, a.toolVersion],
    ...[a.sideEffect, a.resource, a.args, a.digest, a.summary, a.reasoning, json(a.impact), a.runId, a.taskClass, a.traceId],
    ...[a.spanId, a.initiatorType, a.initiatorId, a.initiatorPersonId, a.state, a.cause, a.reason, a.retry, a.ruleId, a.ruleVersion],
    ...[a.policyVersion, json(a.evaluation), json(a.obligations), a.createdAt, a.decidedAt, a.allowedUntil, newId("event")],
    a.callbackEndpointId,
  );
}

/** Whether an insert failed because someone else was faster with the same idempotency key. */
export const isKeyTaken = (error: unknown): boolean =>
  error instanceof Error && "constraint" in error && error.constraint === "action_api_key_id_idempotency_key_key";

/** What is known of an idempotency key, inside the gate's transaction. */
export async function findKnown(
  tx: PgTx,
  apiKeyId: string,
  idempotencyKey: string,
): Promise<{ readonly id: string; readonly requestHash: string } | null> {
  const [row] = await tx.rows<{ id: string; requestHash: string }>(
    `select id, request_hash as "requestHash" from action where api_key_id = $1 and idempotency_key = $2`,
    apiKeyId,
    idempotencyKey,
  );
  return row ?? null;
}

const listed = (states: readonly ActionState[]) => states.map((state) => `'${state}'`).join(", ");

type Touched = { readonly id: string; readonly apiKeyId: string; readonly agentName: string; readonly digest: string };
const TOUCHED = `returning id, api_key_id as "apiKeyId", agent_name as "agentName", digest`;
/** What ended its wait, with what it takes to call its agent back. */
export type Settled = Touched & { readonly summary: string; readonly callbackEndpointId: string | null };
const SETTLED = `${TOUCHED}, summary, callback_endpoint_id as "callbackEndpointId"`;

/** awaiting → allowed or denied; null when it no longer waits. */
export async function settleAwaiting(
  tx: ReadTx,
  to: Pick<Action, "cause" | "reason" | "retry" | "allowedUntil"> & {
    readonly actionId: string;
    readonly to: ActionState;
    readonly obligations?: readonly unknown[];
  },
  now: Date,
): Promise<Settled | null> {
  const [row] = await queryRows<Settled>(
    tx,
    `update action set state = $2, cause = $3, reason = $4, retry = $5, allowed_until = $6::timestamptz,
       decided_at = $7::timestamptz, updated_at = $7::timestamptz, obligations = obligations || $8::jsonb
     where id = $1 and state in (${listed(statesBefore("allow"))}) ${SETTLED}`,
    to.actionId,
    to.to,
    to.cause,
    to.reason,
    to.retry,
    to.allowedUntil,
    now,
    JSON.stringify(to.obligations ?? []),
  );
  return row ?? null;
}

/** allowed → succeeded, with nobody in between; null when it is not allowed any more. */
export async function conclude(tx: ReadTx, id: string, now: Date): Promise<Touched | null> {
  const [row] = await queryRows<Touched>(
    tx,
    `update action set state = 'succeeded', consumed_at = $2::timestamptz, received_at = $2::timestamptz, updated_at = $2::timestamptz
     where id = $1 and state = 'allowed' ${TOUCHED}`,
    id,
    now,
  );
  return row ?? null;
}

export async function listByIds(ids: readonly string[]): Promise<readonly StoredAction[]> {
  if (ids.length === 0) return [];
  return (await prisma().action.findMany({ where: { id: { in: [...ids] } } })).map(toStored);
}

/** Those of these actions that may hide something: whose tool is not among `openTools`, or declared something when they were proposed. */
export const listVeiled = (
  ids: readonly string[],
  openTools: readonly string[],
): Promise<Pick<StoredAction, "id" | "toolName" | "resource" | "args" | "evaluation">[]> => prisma().$queryRaw`
  select id, tool_name as "toolName", resource, args, evaluation from action
  where id = any(${[...ids]}::text[])
    and (tool_name <> all(${[...openTools]}::text[]) or coalesce(evaluation->'sensitiveArgs', '[]') not in ('[]', 'null'))`;

/** By id, over the plain pool: the machine API reads as often as it writes. */
export async function listByIdsHot(ids: readonly string[]): Promise<readonly StoredAction[]> {
  const { rows } = await pool().query({ name: "actions-by-id", text: "select * from action where id = any($1)", values: [ids] });
  return rows.map(fromPg);
}

/** One action inside a transaction, with what was committed before this statement. */
export async function findAction(tx: PgTx, id: string): Promise<StoredAction | null> {
  const [row] = await tx.rows("select * from action where id = $1", id);
  return row ? fromPg(row) : null;
}

/** Which of these no longer wait for people: one query for everyone in this process who waits. */
export async function listSettled(ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await pool().query<{ id: string }>({
    name: "actions-settled",
    text: `select id from action where id = any($1) and state <> 'awaiting'`,
    values: [ids],
  });
  return rows.map((row) => row.id);
}

export type NewLease = { readonly key: string; readonly token: string; readonly expiresAt: Date };

/** allowed → executing, while the allowance lasts; false when someone else was faster or it ended. */
export async function consume(tx: Tx, id: string, lease: NewLease, now: Date): Promise<boolean> {
  const count = await tx.execute(
    `update action set state = 'executing', consume_key = $2, token = $3, lease_expires_at = $4::timestamptz,
       consumed_at = $5::timestamptz, updated_at = $5::timestamptz
     where id = $1 and state in (${listed(statesBefore("consume"))}) and allowed_until > $5::timestamptz`,
    id,
    lease.key,
    lease.token,
    lease.expiresAt,
    now,
  );
  return count === 1;
}

/** A longer lease for an execution that still runs; false when it no longer does. */
export async function renew(tx: Tx, id: string, token: string, expiresAt: Date, now: Date): Promise<boolean> {
  const count = await tx.execute(
    `update action set token = $2, lease_expires_at = $3::timestamptz, updated_at = $4::timestamptz
     where id = $1 and state = 'executing' and lease_expires_at > $4::timestamptz`,
    id,
    token,
    expiresAt,
    now,
  );
  return count === 1;
}

/** The execution ends as its receipt says; false when a receipt was there before. A receipt that was refused is kept inside. */
export async function receive(tx: Tx, id: string, to: ActionState, receipt: StoredReceipt, now: Date): Promise<boolean> {
  const count = await tx.execute(
    `update action set state = $2, receipt = $3::jsonb || coalesce(jsonb_build_object('refused', receipt), '{}'::jsonb),
       received_at = $4::timestamptz, updated_at = $4::timestamptz, flag = nullif(flag, 'unknown_outcome')
     where id = $1 and state in (${listed(statesBefore("succeed"))})`,
    id,
    to,
    JSON.stringify(receipt),
    now,
  );
  return count === 1;
}

/** Keeps a receipt that was refused, and raises it. */
export async function flagMismatch(tx: Tx, id: string, receipt: StoredReceipt, now: Date): Promise<boolean> {
  const count = await tx.execute(
    `update action set flag = 'digest_mismatch', updated_at = $3::timestamptz,
       receipt = case when received_at is null then $2::jsonb else receipt || jsonb_build_object('refused', $2::jsonb) end
     where id = $1 and consumed_at is not null`,
    id,
    JSON.stringify(receipt),
    now,
  );
  return count === 1;
}

/** What of this agent is allowed and not yet consumed. */
export const listAllowed = (tx: ReadTx, agentName: string): Promise<{ readonly id: string }[]> =>
  queryRows(tx, `select id from action where agent_name = $1 and state = 'allowed'`, agentName);

export const countAllowed = (agentName: string): Promise<number> => prisma().action.count({ where: { agentName, state: "allowed" } });

type Ending = { readonly cause: string; readonly reason: string; readonly retry: string };

const endAs =
  (to: "revoked" | "denied", command: "revoke" | "deny") =>
  (tx: ReadTx, ids: readonly string[], why: Ending, now: Date): Promise<Settled[]> =>
    queryRows(
      tx,
      `update action set state = '${to}', cause = $2, reason = $3, retry = $4, decided_at = $5::timestamptz, updated_at = $5::timestamptz
       where id = any($1::text[]) and state in (${listed(statesBefore(command))}) ${SETTLED}`,
      ids,
      why.cause,
      why.reason,
      why.retry,
      now,
    );

/** allowed → revoked, for these. */
export const revoke = endAs("revoked", "revoke");
/** awaiting → denied, for these. */
export const deny = endAs("denied", "deny");

/** Up to `limit` allowances that ended unused; what another worker holds is left to it. */
export const listEnded = (tx: ReadTx, limit: number, now: Date): Promise<{ readonly id: string }[]> =>
  queryRows(
    tx,
    `select id from action where state = 'allowed' and allowed_until <= $1::timestamptz
     order by allowed_until limit $2 for update skip locked`,
    now,
    limit,
  );

export type Lapsed = Touched & { readonly toolName: string; readonly summary: string; readonly obligations: readonly unknown[] };
const LAPSED = `${TOUCHED}, tool_name as "toolName", summary, obligations`;

/** executing → unknown_outcome for up to `limit` leases that lapsed without a receipt. */
export const lapse = (tx: ReadTx, limit: number, now: Date): Promise<Lapsed[]> =>
  queryRows(
    tx,
    `update action set state = 'unknown_outcome', flag = coalesce(flag, 'unknown_outcome'), updated_at = $1::timestamptz
     where id in (select id from action where state = 'executing' and lease_expires_at <= $1::timestamptz
       order by lease_expires_at limit $2 for update skip locked) and state in (${listed(statesBefore("lapse"))}) ${LAPSED}`,
    now,
    limit,
  );

export type ListFilter = {
  readonly apiKeyId?: string | null | undefined;
  readonly agent?: string | null | undefined;
  readonly tool?: string | null | undefined;
  readonly state?: ActionState | null | undefined;
  readonly decision?: Decision | null | undefined;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
};

const statesOf = ({ state, decision }: ListFilter): ActionState[] | undefined => {
  if (state) return [state];
  return decision ? ACTION_STATES.filter((one) => DECISION_OF[one] === decision) : undefined;
};

/** A page of actions, newest first, after a position. */
export async function listPage(
  filter: ListFilter,
  after: { at: Date; id: string } | null,
  limit: number,
): Promise<readonly StoredAction[]> {
  const states = statesOf(filter);
  const rows = await prisma().action.findMany({
    where: {
      ...(filter.apiKeyId ? { apiKeyId: filter.apiKeyId } : {}),
      ...(filter.agent ? { agentName: filter.agent } : {}),
      ...(filter.tool ? { toolName: filter.tool } : {}),
      ...(states ? { state: { in: states } } : {}),
      createdAt: { ...(filter.from ? { gte: new Date(filter.from) } : {}), ...(filter.to ? { lt: new Date(filter.to) } : {}) },
      ...(after ? { OR: [{ createdAt: { lt: after.at } }, { createdAt: after.at, id: { lt: after.id } }] } : {}),
      ...(after ? { AND: [{ createdAt: { lte: after.at } }] } : {}),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  return rows.map(toStored);
}

/** When each of these agents last asked for something; an agent that never did is left out. */
export const listLastAsked = (agents: readonly string[]) => prisma().$queryRaw<{ agent: string; at: Date }[]>`select n as agent, l.at
  from unnest(${[...agents]}::text[]) n, lateral (select created_at as at from action where agent_name = n order by created_at desc, id desc limit 1) l`;

export async function listFlagged(): Promise<readonly StoredAction[]> {
  return (await prisma().action.findMany({ where: { flag: { not: null } }, orderBy: { updatedAt: "desc" }, take: 200 })).map(toStored);
}
