import type { Action } from "@/prisma/generated/client";
import { pool, prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { queryRows, type ReadTx, type Tx } from "@/server/platform/tx";
import type { NewAction, StoredAction } from "./core/action";
import type { ActionState } from "./core/states";
import { statesBefore } from "./core/states";

// The columns are text; the states table is what may stand in them.
const toStored = (row: Action): StoredAction => row as unknown as StoredAction;

/** A row as `pg` gives it: snake case. */
const camel = (column: string) => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const fromPg = (row: Record<string, unknown>): StoredAction =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [camel(column), value])) as unknown as StoredAction;

const INSERT = `insert into action (
  id, api_key_id, idempotency_key, request_hash, agent_id, agent_name, team_id, risk_tier, tool_name, tool_version,
  side_effect, resource, args, digest, summary, reasoning, impact, run_id, task_class, trace_id,
  span_id, initiator_type, initiator_id, initiator_person_id, state, cause, reason, retry, rule_id, rule_version,
  policy_version, evaluation, obligations, created_at, decided_at, allowed_until, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17::jsonb, $18, $19, $20, $21, $22, $23,
  (select id from person where email = $24), $25, $26, $27, $28, $29, $30, $31, $32::jsonb, $33::jsonb, $34::timestamptz,
  $35::timestamptz, $36::timestamptz, $34::timestamptz)
on conflict (api_key_id, idempotency_key) do nothing
returning initiator_person_id`;

/**
 * Inserts an action; null when the key was used before (by the one who was faster). The initiator is matched to a
 * person by e-mail in the same statement, since the gate can spare no round trip.
 */
export async function insertAction(tx: ReadTx, a: NewAction): Promise<{ readonly initiatorPersonId: string | null } | null> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  const [row] = await queryRows<{ initiator_person_id: string | null }>(
    tx,
    INSERT,
    ...[a.id, a.apiKeyId, a.idempotencyKey, a.requestHash, a.agentId, a.agentName, a.teamId, a.riskTier, a.toolName, a.toolVersion],
    ...[a.sideEffect, a.resource, a.args, a.digest, a.summary, a.reasoning, json(a.impact), a.runId, a.taskClass, a.traceId],
    ...[a.spanId, a.initiatorType, a.initiatorId, a.initiatorEmail, a.state, a.cause, a.reason, a.retry, a.ruleId, a.ruleVersion],
    ...[a.policyVersion, json(a.evaluation), json(a.obligations), a.createdAt, a.decidedAt, a.allowedUntil],
  );
  return row ? { initiatorPersonId: row.initiator_person_id } : null;
}

/** Notes that the decisions of these actions changed, for the stream; the sequencer numbers them later. */
export async function insertEvents(
  tx: Tx,
  events: readonly { readonly actionId: string; readonly apiKeyId: string }[],
  now: Date,
): Promise<void> {
  if (events.length === 0) return;
  const values = events.flatMap(({ actionId, apiKeyId }) => [newId("event"), actionId, apiKeyId]);
  const tuples = events.map((_, i) => `($${i * 3 + 2}, $${i * 3 + 3}, $${i * 3 + 4}, $1::timestamptz)`);
  await tx.execute(`insert into action_event (id, action_id, api_key_id, created_at) values ${tuples.join(", ")}`, now, ...values);
}

const listed = (states: readonly ActionState[]) => states.map((state) => `'${state}'`).join(", ");

/** awaiting → allowed or denied; null when it no longer waits. */
export async function settleAwaiting(
  tx: ReadTx,
  to: { actionId: string; to: ActionState; cause: string; reason: string; retry: string; allowedUntil: Date | null },
  now: Date,
): Promise<{ readonly apiKeyId: string; readonly agentName: string; readonly digest: string } | null> {
  const [row] = await queryRows<{ api_key_id: string; agent_name: string; digest: string }>(
    tx,
    `update action set state = $2, cause = $3, reason = $4, retry = $5, allowed_until = $6::timestamptz,
       decided_at = $7::timestamptz, updated_at = $7::timestamptz
     where id = $1 and state in (${listed(statesBefore("allow"))}) returning api_key_id, agent_name, digest`,
    to.actionId,
    to.to,
    to.cause,
    to.reason,
    to.retry,
    to.allowedUntil,
    now,
  );
  return row ? { apiKeyId: row.api_key_id, agentName: row.agent_name, digest: row.digest } : null;
}

export async function listByIds(ids: readonly string[]): Promise<readonly StoredAction[]> {
  if (ids.length === 0) return [];
  return (await prisma().action.findMany({ where: { id: { in: [...ids] } } })).map(toStored);
}

/** By id, over the plain pool: the machine API's reads are as hot as its writes. */
export async function listByIdsHot(ids: readonly string[]): Promise<readonly StoredAction[]> {
  const { rows } = await pool().query<Record<string, unknown>>({
    name: "actions-by-id",
    text: "select * from action where id = any($1)",
    values: [ids],
  });
  return rows.map(fromPg);
}

export async function findByKey(apiKeyId: string, idempotencyKey: string): Promise<StoredAction | null> {
  const { rows } = await pool().query<Record<string, unknown>>({
    name: "action-by-key",
    text: "select * from action where api_key_id = $1 and idempotency_key = $2",
    values: [apiKeyId, idempotencyKey],
  });
  return rows[0] ? fromPg(rows[0]) : null;
}
