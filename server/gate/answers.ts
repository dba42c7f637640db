import * as actions from "@/server/actions/lifecycle";
import type { ActionAnswer } from "@/server/actions/schema";
import { settleAwaiting } from "@/server/actions/service";
import * as approvals from "@/server/approvals/service";
import { invariant, ok, type Result, refuse } from "@/server/kernel/result";
import type { KeyActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { takeSlot } from "@/server/platform/slots";
import { inTransaction } from "@/server/platform/tx";
import { untilSettled } from "./waiting";

/** The same words whether there is none or the key may not see it. */
export const notFound = () => refuse("not_found", "There is no such action, or this key may not see it.");

/** Each is a connection that is held; agents with more to wait for listen to the stream of decisions. */
export const WAITERS_A_KEY = 1_000;
const WAIT_AGAIN_SECONDS = 5;
const tooManyWait = () =>
  refuse(
    "rate_limited",
    `This key waits for ${WAITERS_A_KEY.toLocaleString("en-GB")} answers at once already. Ask again later, or read GET /api/v1/actions/stream.`,
    { retryAfterSeconds: WAIT_AGAIN_SECONDS },
  );

/** An action as it is now; with `waitMs`, once people have decided if that is sooner. */
export async function getAnswer(actor: KeyActor, id: string, waitMs = 0, signal?: AbortSignal): Promise<Result<ActionAnswer>> {
  const action = await actions.actionForKey(actor, id);
  if (action === null) return notFound();
  if (action.state !== "awaiting" || waitMs === 0) return ok((await answersOf([action]))[0] as ActionAnswer);
  const leave = takeSlot(`wait:${actor.id}`, WAITERS_A_KEY);
  if (leave === null) return tooManyWait();
  try {
    await untilSettled(id, waitMs, signal);
  } finally {
    leave();
  }
  return getAnswer(actor, id);
}

/** The answer to a proposal that was kept: held like any other, or given as it stands when too many wait. Refused it would look as if nothing had been kept. */
export async function answerKept(actor: KeyActor, id: string, waitMs: number, signal?: AbortSignal): Promise<Result<ActionAnswer>> {
  const answer = await getAnswer(actor, id, waitMs, signal);
  return !answer.ok && answer.refusal.code === "rate_limited" ? getAnswer(actor, id) : answer;
}

/** Kept actions as answers, with their approval requests. */
export async function answersOf(rows: readonly actions.StoredAction[]): Promise<ActionAnswer[]> {
  const requests = await approvals.approvalsOfActions(rows.map((action) => action.id));
  const byAction = new Map(requests.map((request) => [request.actionId, request]));
  return rows.map((action) => actions.answerOf(action, byAction.get(action.id) ?? null));
}

/** A page of the actions that this key may see, newest first. */
export async function listAnswers(
  actor: KeyActor,
  query: Parameters<typeof actions.listForKey>[1],
): Promise<Result<{ items: ActionAnswer[]; nextCursor: string | null }>> {
  const page = await actions.listForKey(actor, query);
  return page.ok ? ok({ items: await answersOf(page.value.rows), nextCursor: page.value.nextCursor }) : page;
}

/** Withdraws an action that waits for people: its request is cancelled, and nobody can decide it any more. */
export async function cancel(actor: KeyActor, id: string): Promise<Result<ActionAnswer>> {
  const action = await actions.actionToActOn(actor, id);
  if (action === null) return notFound();
  const now = clock.now();
  const isCancelled = await inTransaction(async (tx) => {
    if (!(await approvals.cancelForAction(tx, actor, id, now))) return false;
    const outcome = {
      to: "denied",
      cause: "cancelled",
      reason: "The agent withdrew the request.",
      retry: "later",
      allowedUntil: null,
    } as const;
    const isSettled = await settleAwaiting(tx, { actionId: id, ...outcome }, actor, now);
    invariant(isSettled, "a request was open while its action did not wait");
    return true;
  });
  return isCancelled ? getAnswer(actor, id) : refuse("not_pending", "The action does not wait for people.");
}
