import { isDeepStrictEqual } from "node:util";
import { append, entryActor } from "@/server/audit/service";
import { cursorAfter, readCursor } from "@/server/kernel/cursor";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor, PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction, type ReadTx } from "@/server/platform/tx";
import { readEvaluation } from "@/server/policies/service";
import { access } from "./access";
import { callBackAll } from "./calling-back";
import { parseArgs, type StoredAction } from "./core/action";
import { receiptToPeople, toPeople } from "./core/people";
import type { Cause, Retry } from "./core/states";
import type { Veil } from "./core/veil";
import * as events from "./event-store";
import type { ActionDetail, ActionForPeople, ActionListPage, KeptRecord, RevealedAction, ShownReceipt, StoredReceipt } from "./schema";
import { ListForPeopleInput } from "./schema";
import * as store from "./store";
import { unveiled, veilsFor } from "./veils";

export type Settlement = {
  readonly actionId: string;
  readonly to: "allowed" | "denied";
  readonly cause: Cause;
  readonly reason: string;
  readonly retry: Retry;
  /** Until when it may be consumed; null for a denial. */
  readonly allowedUntil: Date | null;
  /** What approvers asked in return: it joins what policy asks. */
  readonly obligations?: readonly unknown[];
};

/**
 * Ends the wait of an action whose approval was decided, in the caller's transaction: state, event and audit entry.
 * Answers false when the action no longer waits; nothing is written then.
 */
export async function settleAwaiting(tx: ReadTx, input: Settlement, actor: Pick<Actor, "kind" | "id">, now: Date): Promise<boolean> {
  const settled = await store.settleAwaiting(tx, input, now);
  if (settled === null) return false;
  await events.insertEvents(tx, [{ actionId: input.actionId, apiKeyId: settled.apiKeyId }], now);
  await append(tx, {
    kind: input.to === "allowed" ? "action.allowed" : "action.denied",
    actor: entryActor(actor),
    subject: { type: "action", id: input.actionId },
    actionId: input.actionId,
    agentName: settled.agentName,
    occurredAt: now,
    data: {
      cause: input.cause,
      digest: settled.digest,
      allowedUntil: input.allowedUntil?.toISOString() ?? null,
      ...(input.obligations?.length ? { obligations: input.obligations.length } : {}),
    },
  });
  const { cause, reason, retry } = input;
  await callBackAll(tx, [settled], { decision: input.to === "allowed" ? "allow" : "deny", cause, reason, retry }, now);
  return true;
}

/** The actions with these ids as they are kept, in no particular order. Unknown ids are left out. For services, never for screens. */
export const actionsById = (ids: readonly string[]): Promise<readonly StoredAction[]> => store.listByIds(ids);

const notFound = () => refuse("not_found", "There is no such action.");

/** One action with what its decision rested on and how it ended, as much of it as this person may see. */
export async function getActionForPeople(actor: PersonActor, id: string): Promise<Result<ActionDetail>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you actions.");
  const [action] = await store.listByIds([id]);
  if (!action) return notFound();
  const veil = (await veilsFor(actor, [action.toolName]))(action);
  const shown = toPeople(action, veil);
  const { facts, evaluation, ...record } = action.evaluation as KeptRecord;
  const receipt = receiptOf(action, veil);
  const isHidden = shown.hiddenBecause !== null || isVeiled(action.receipt, receipt);
  const hiddenBecause = isHidden ? veil.because : null;
  return ok({
    ...shown,
    hiddenBecause,
    // The facts are kept without the arguments, which stand beside them; so what is hidden there is hidden here.
    record: {
      ...record,
      evaluation: evaluation && readEvaluation(evaluation),
      facts: { ...facts, args: shown.args, resource: shown.resource },
    },
    receipt,
    canReveal: hiddenBecause !== null && access.reveal(actor),
  });
}

const receiptOf = ({ receipt }: StoredAction, veil: Veil): ShownReceipt | null =>
  receipt === null ? null : receiptToPeople(receipt as StoredReceipt, veil);

/** Whether something of a receipt is kept from its reader. */
const isVeiled = (stored: unknown, shown: ShownReceipt | null): boolean =>
  shown !== null && !isDeepStrictEqual({ ...(stored as StoredReceipt), hidden: [] }, shown);

/** Shows an auditor one action as it is, and writes down that it was shown. */
export async function revealAction(actor: PersonActor, id: string, now: Date = clock.now()): Promise<Result<RevealedAction>> {
  if (!access.reveal(actor)) return refuse("forbidden", "Only auditors reveal what is hidden.");
  const [action] = await store.listByIds([id]);
  if (!action) return notFound();
  await inTransaction((tx) =>
    append(tx, {
      kind: "action.revealed",
      actor: entryActor(actor),
      subject: { type: "action", id },
      actionId: id,
      agentName: action.agentName,
      occurredAt: now,
      data: { digest: action.digest },
    }),
  );
  const { resource, summary, reasoning, reason } = action;
  return ok({ args: parseArgs(action), resource, summary, reasoning, reason, receipt: receiptOf(action, unveiled(action)) });
}

/** Actions for people, newest first, by page. */
export async function listActions(actor: PersonActor, input: ListForPeopleInput): Promise<Result<ActionListPage>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you actions.");
  const { cursor, limit, ...filter } = ListForPeopleInput.parse(input);
  const after = readCursor(cursor, "action");
  if (!after.ok) return after;
  const rows = await store.listPage(filter, after.value, limit + 1);
  const items = await showAll(actor, rows.slice(0, limit));
  return ok({ items, nextCursor: nextCursorOf(rows, limit) });
}

/** When each of these agents last asked for something, by name; an agent that never did is left out. */
export async function lastAsked(actor: PersonActor, agents: readonly string[]): Promise<Result<{ readonly [agent: string]: string }>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you actions.");
  const rows = await store.listLastAsked(agents);
  return ok(Object.fromEntries(rows.map(({ agent, at }) => [agent, at.toISOString()])));
}

/** What needs a person's look: digests that did not match, and executions that nobody heard of again. Newest first. */
export async function listFlagged(actor: PersonActor): Promise<Result<readonly ActionForPeople[]>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you actions.");
  return ok(await showAll(actor, await store.listFlagged()));
}

async function showAll(actor: PersonActor, rows: readonly StoredAction[]): Promise<readonly ActionForPeople[]> {
  const veils = await veilsFor(
    actor,
    rows.map((row) => row.toolName),
  );
  return rows.map((row) => toPeople(row, veils(row)));
}

/** The cursor after a page that was asked for with one row more than it shows. */
export const nextCursorOf = (rows: readonly StoredAction[], limit: number): string | null =>
  cursorAfter(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
