import { append, entryActor } from "@/server/audit/service";
import { readCursor } from "@/server/kernel/cursor";
import { ok, type Result } from "@/server/kernel/result";
import { type Actor, hasScope, type KeyActor, systemActor } from "@/server/platform/actor";
import { sha256Hex } from "@/server/platform/digest";
import { env } from "@/server/platform/env";
import { inPgTransaction, type PgTx, type ReadTx, type Tx } from "@/server/platform/tx";
import { access } from "./access";
import { callBackAll } from "./calling-back";
import { type NewAction, parseArgs, type StoredAction } from "./core/action";
import { type Answerable, type AskedApproval, toAnswer } from "./core/answer";
import { actionDigest, type Bound, canonical, requestHash } from "./core/digest";
import { nextState, type Outcome, type Retry } from "./core/states";
import * as events from "./event-store";
import type { ActionAnswer, DecisionRecord, StoredReceipt } from "./schema";
import { nextCursorOf } from "./service";
import * as store from "./store";

// What the gate does with actions, inside its own transactions.

type Data = Parameters<typeof append>[1]["data"];
type Subject = { readonly id: string; readonly agentName: string };

const entry = (kind: `action.${string}`, actor: Actor, { id, agentName }: Subject, data: Data, now: Date) => ({
  kind,
  actor: entryActor(actor),
  subject: { type: "action", id },
  actionId: id,
  agentName,
  occurredAt: now,
  data,
});

export type { NewAction, StoredAction };

/** The canonical JSON of arguments (RFC 8785), as it is kept and digested. */
export const canonicalArgs = (args: Readonly<Record<string, unknown>>): string => canonical(args);

/** The arguments that may run. */
export const argsOf = (action: StoredAction): Readonly<Record<string, unknown>> => parseArgs(action);

/** The digest of what an action binds. */
export const digestOf = (bound: Bound): string => actionDigest(bound, sha256Hex);

/** The hash that tells two bodies of one idempotency key apart. */
export const hashRequest = (body: Readonly<Record<string, unknown>>): string => requestHash(body, sha256Hex);

/** An action's current state as agents are told it. */
export const answerOf = (action: Answerable, approval: AskedApproval | null): ActionAnswer => toAnswer(action, approval, env().REEVE_URL);

export const knownKey = store.findKnown;
export const actionInTx = store.findAction;
export const settledOf = store.listSettled;
export const eventsAfter = events.listEvents;
export const lastEvent = events.lastEvent;

const STATE_KINDS = { allowed: "action.allowed", awaiting: "action.awaiting", denied: "action.denied" } as const;
/** The states in which an action begins. */
export type FirstState = keyof typeof STATE_KINDS;

/** Keeps a new action with its event; fails, with what `isKeyTaken` knows, when its idempotency key was used before. */
export const insertAction = (tx: Tx, action: NewAction): Promise<void> => store.insertAction(tx, action);
export const isKeyTaken = store.isKeyTaken;

const grantIn = (record: unknown): { readonly grant?: string } => {
  const { grantId } = record as Partial<DecisionRecord>;
  return grantId === undefined ? {} : { grant: grantId };
};

/** The record of the gate's first answer. */
export const recordProposal = (tx: Tx, actor: KeyActor, action: NewAction & { readonly state: FirstState }): Promise<void> =>
  append(
    tx,
    entry(
      STATE_KINDS[action.state],
      actor,
      action,
      {
        tool: action.toolName,
        digest: action.digest,
        cause: action.cause,
        rule: action.ruleId,
        ruleVersion: action.ruleVersion,
        policyVersion: action.policyVersion,
        ...grantIn(action.evaluation),
        allowedUntil: action.allowedUntil?.toISOString() ?? null,
      },
      action.createdAt,
    ),
  );

/** The action, if this key may see it. */
export async function actionForKey(actor: KeyActor, id: string): Promise<StoredAction | null> {
  const [action] = await store.listByIdsHot([id]);
  return action && access.see(actor, action) ? action : null;
}

/** The action, if this key may execute or withdraw it. */
export async function actionToActOn(actor: KeyActor, id: string): Promise<StoredAction | null> {
  const [action] = await store.listByIdsHot([id]);
  return action && access.act(actor, action) ? action : null;
}

/** Actions as they are kept, over the plain pool. */
export const actionsByIdHot = store.listByIdsHot;

/** A page of what a key may see, newest first. */
export async function listForKey(
  actor: KeyActor,
  {
    agent,
    state,
    cursor,
    limit,
  }: { agent?: string | undefined; state?: StoredAction["state"] | undefined; cursor?: string | undefined; limit: number },
): Promise<Result<{ rows: readonly StoredAction[]; nextCursor: string | null }>> {
  const after = readCursor(cursor, "action");
  if (!after.ok) return after;
  if (agent !== undefined && !access.speakFor(actor, agent)) return ok({ rows: [], nextCursor: null });
  const seesAll: boolean = hasScope(actor, "actions:read");
  const own = seesAll ? null : actor.id;
  const rows = await store.listPage({ apiKeyId: own, agent: agent ?? actor.agentName, state }, after.value, limit + 1);
  return ok({ rows: rows.slice(0, limit), nextCursor: nextCursorOf(rows, limit) });
}

/** allowed → executing, once; false when it was not allowed any more. */
export async function consumeAllowed(tx: PgTx, actor: KeyActor, action: StoredAction, lease: store.NewLease, now: Date): Promise<boolean> {
  if (!(await store.consume(tx, action.id, lease, now))) return false;
  await append(tx, entry("action.consumed", actor, action, { digest: action.digest, leaseExpiresAt: lease.expiresAt.toISOString() }, now));
  return true;
}

/** Gives a running execution more time; false when its lease is over. */
export async function renewLease(
  tx: PgTx,
  actor: KeyActor,
  action: StoredAction,
  lease: Omit<store.NewLease, "key">,
  now: Date,
): Promise<boolean> {
  if (!(await store.renew(tx, action.id, lease.token, lease.expiresAt, now))) return false;
  await append(tx, entry("action.lease_renewed", actor, action, { leaseExpiresAt: lease.expiresAt.toISOString() }, now));
  return true;
}

const OUTCOME_COMMANDS = { succeeded: "succeed", failed: "fail", compensated: "compensate" } as const satisfies Record<Outcome, string>;

/** executing → what the receipt reports; false when one was accepted before. */
export async function acceptReceipt(tx: PgTx, actor: KeyActor, action: StoredAction, receipt: StoredReceipt, now: Date): Promise<boolean> {
  const to = nextState(action.state, OUTCOME_COMMANDS[receipt.status]);
  if (to === null || !(await store.receive(tx, action.id, to, receipt, now))) return false;
  await events.insertEvents(tx, [{ actionId: action.id, apiKeyId: action.apiKeyId }], now);
  await append(
    tx,
    entry(`action.${receipt.status}`, actor, action, { digest: receipt.actionDigest, wasLate: action.state !== "executing" }, now),
  );
  return true;
}

/** Keeps a receipt whose digest is not the approved one, refused and flagged. */
export async function refuseReceipt(tx: PgTx, actor: KeyActor, action: StoredAction, receipt: StoredReceipt, now: Date): Promise<void> {
  await store.flagMismatch(tx, action.id, receipt, now);
  await append(tx, entry("action.digest_mismatched", actor, action, { approved: action.digest, received: receipt.actionDigest }, now));
}

/** Ids of what the agent may still consume. */
export const listAllowed = async (tx: ReadTx, agentName: string): Promise<string[]> =>
  (await store.listAllowed(tx, agentName)).map(({ id }) => id);

/** How many of the agent's actions are allowed and not yet run. */
export const countAllowed = store.countAllowed;

type Why = { readonly cause: "killed" | "timeout" | "human" | "unregistered"; readonly reason: string; readonly retry: Retry };

/** allowed → revoked for these, with event and record. Answers how many were. */
export const revokeAllowed = (tx: ReadTx, actor: Actor, ids: readonly string[], why: Why, now: Date): Promise<number> =>
  end(tx, actor, { kind: "action.revoked", ids, why, move: store.revoke }, now);

/** awaiting → denied for these, with event and record; their waiters are told. Answers how many were. */
export const denyAwaiting = (tx: ReadTx, actor: Actor, ids: readonly string[], why: Why, now: Date): Promise<number> =>
  end(tx, actor, { kind: "action.denied", ids, why, move: store.deny }, now);

type End = {
  readonly kind: "action.revoked" | "action.denied";
  readonly ids: readonly string[];
  readonly why: Why;
  readonly move: typeof store.revoke;
};

async function end(tx: ReadTx, actor: Actor, { kind, ids, why, move }: End, now: Date): Promise<number> {
  if (ids.length === 0) return 0;
  const ended = await move(tx, ids, why, now);
  for (let from = 0; from < ended.length; from += 500) {
    const some = ended.slice(from, from + 500);
    await events.insertEvents(
      tx,
      some.map(({ id, apiKeyId }) => ({ actionId: id, apiKeyId })),
      now,
    );
    await append(tx, ...some.map((action) => entry(kind, actor, action, { cause: why.cause, digest: action.digest }, now)));
    if (kind === "action.denied") await callBackAll(tx, some, { decision: "deny", ...why }, now);
  }
  return ended.length;
}

/** allowed → succeeded at once, for what Reeve does itself in the transaction that allowed it. */
export async function concludeOwn(tx: ReadTx, actor: Pick<Actor, "kind" | "id">, id: string, now: Date): Promise<void> {
  const done = await store.conclude(tx, id, now);
  if (done === null) return;
  const data = { digest: done.digest };
  await append(tx, {
    kind: "action.succeeded",
    actor: entryActor(actor),
    subject: { type: "action", id },
    actionId: id,
    agentName: done.agentName,
    occurredAt: now,
    data,
  });
}

const SWEEP = 200;

/** Ends allowances that nobody used in time. Answers how many. */
export const expireAllowances = (now: Date): Promise<number> =>
  inPgTransaction(async (tx) => {
    const ended = await store.listEnded(tx, SWEEP, now);
    const why = { cause: "timeout", reason: "The allowance ended before it was used. Propose again.", retry: "later" } as const;
    return revokeAllowed(
      tx,
      systemActor,
      ended.map(({ id }) => id),
      why,
      now,
    );
  });

/**
 * Marks executions whose lease lapsed without a receipt: nobody knows what became of them. `onLapsed` is told of each in
 * the same transaction. Answers how many.
 */
export const lapseLeases = (now: Date, onLapsed: (tx: PgTx, lapsed: store.Lapsed) => Promise<void>): Promise<number> =>
  inPgTransaction(async (tx) => {
    const lapsed = await store.lapse(tx, SWEEP, now);
    await events.insertEvents(
      tx,
      lapsed.map(({ id, apiKeyId }) => ({ actionId: id, apiKeyId })),
      now,
    );
    await append(tx, ...lapsed.map((action) => entry("action.outcome_unknown", systemActor, action, { digest: action.digest }, now)));
    for (const one of lapsed) await onLapsed(tx, one);
    return lapsed.length;
  });

/** Numbers new events for the stream. Answers how many. */
export const sequenceEvents = (): Promise<number> => inPgTransaction((tx) => events.numberEvents(tx));
