import type { Role } from "@/server/kernel/roles";
import { mintPerson, type PersonActor } from "@/server/platform/actor";
import { newId } from "@/server/platform/new-id";
import { inTransaction, queryRows } from "@/server/platform/tx";
import { deadlines } from "../core/deadlines";
import { ONE_APPROVER } from "../core/stages";
import { type NewApprovalRequest, type OpenedApproval, openApproval } from "../service";

/** A person who is in the directory, as the session gate would mint them. */
export async function person(
  name: string,
  roles: readonly Role[],
  groupIds: readonly string[] = [],
  undoSeconds = 0,
): Promise<PersonActor> {
  const id = newId("person");
  const email = `${name.toLowerCase()}@reeve.demo`;
  await inTransaction((tx) =>
    tx.execute(
      "insert into person (id, email, name, roles, undo_seconds, created_at, updated_at) values ($1, $2, $3, $4::text[], $5::int, now(), now())",
      id,
      email,
      name,
      [...roles],
      undoSeconds,
    ),
  );
  return mintPerson({ id, name, email, roles: new Set(roles), groupIds: new Set(groupIds) });
}

const EVALUATION = {
  reason: "Discounts over 20 % need Finance.",
  rule: { id: "discount-over-20", version: 4, name: "Discounts over 20 %", authorId: null },
  tried: [{ ruleId: "discount-over-20", version: 4, effect: "require_approval", mode: "enforce", matched: true }],
};

export type Asked = OpenedApproval & { readonly actionId: string };

type Question = Partial<NewApprovalRequest> & {
  readonly groupIds?: readonly string[];
  readonly quorum?: number;
  readonly dueMinutes?: number;
  readonly expiryMinutes?: number;
};

/** An action that waits, and the request to people about it. */
export async function ask(
  { groupIds = [], quorum = 1, dueMinutes = 60, expiryMinutes = 240, stages, ...overrides }: Question = {},
  now = new Date(),
  allowanceMinutes: number | null = null,
): Promise<Asked> {
  const actionId = newId("action");
  const first = { ...ONE_APPROVER, groupIds, quorum, dueMinutes };
  const input: NewApprovalRequest = {
    actionId,
    agentName: "sales-agent",
    toolName: "crm.apply_discount",
    teamId: null,
    riskTier: "medium",
    title: "50 % discount for acme",
    stages: stages ?? [first],
    ...deadlines({ dueMinutes, expiryMinutes }, now),
    calendarId: null,
    chainId: null,
    ownerId: null,
    initiatorPersonId: null,
    ruleAuthorId: null,
    authority: { ruleId: "discount-over-20", ruleVersion: 4, policyVersion: 1 },
    amountMicroUsd: null,
    ...overrides,
  };
  return inTransaction(async (tx) => {
    await tx.execute(
      `insert into action (id, api_key_id, idempotency_key, request_hash, agent_name, risk_tier, tool_name, side_effect, args, digest, summary,
         initiator_type, initiator_id, initiator_person_id, reasoning, state, cause, reason, retry, rule_id, rule_version, policy_version, evaluation, obligations, impact, created_at, updated_at)
       values ($1, 'key_test', $1, 'hash', $2, $3, $4, 'irreversible', '{"account":"acme","percent":50}', 'sha256:00', $5,
         'user', 'sam@reeve.demo', $8, 'Churn score' || chr(8238) || ' 0.91', 'awaiting', 'policy', 'Discounts over 20 % need Finance.', 'later', 'discount-over-20', 4, 1, $6::jsonb, '[]', '{"records":1}',
         $7::timestamptz, $7::timestamptz)`,
      actionId,
      input.agentName,
      input.riskTier,
      input.toolName,
      input.title,
      JSON.stringify({ check: "policy", facts: {}, evaluation: { ...EVALUATION, allowanceMinutes } }),
      now,
      input.initiatorPersonId,
    );
    return { ...(await openApproval(tx, input, now)), actionId };
  });
}

/** Runs SQL that looks at what only the database knows. */
export const read = <R extends Record<string, unknown>>(sql: string, ...values: readonly unknown[]): Promise<R[]> =>
  inTransaction((tx) => queryRows<R>(tx, sql, ...values));

/** The action as it stands. */
export async function actionOf({ actionId }: Asked) {
  type Row = { state: string; cause: string; reason: string; retry: string; allowed_until: Date | null };
  const [row] = await read<Row>("select state, cause, reason, retry, allowed_until from action where id = $1", actionId);
  return row;
}

/** Kinds of the audit entries about a request, in the order of writing. */
export async function kindsOf(id: string): Promise<string[]> {
  const rows = await read<{ kind: string }>("select kind from audit_outbox where subject_id = $1 order by id", id);
  return rows.map((row) => row.kind);
}

/** Runs SQL that a test needs to bring about what the product never does. */
export const force = (sql: string, ...values: readonly unknown[]): Promise<number> =>
  inTransaction(async (tx) => {
    await tx.execute("set local statement_timeout = '120s'");
    return tx.execute(sql, ...values);
  });
