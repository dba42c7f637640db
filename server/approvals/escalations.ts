import * as audit from "@/server/audit/service";
import * as escalation from "@/server/escalation/service";
import type { Notice } from "@/server/notifications/schema";
import { notify } from "@/server/notifications/service";
import { systemActor } from "@/server/platform/actor";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import * as store from "./escalation-store";
import { openTimeOf } from "./open-time";
import { askedNotice, askingKey, askingOf, noticeOf } from "./telling";

const BATCH = 100;

type Due = store.Watched & { readonly nextAt: Date };
type StoredChain = Awaited<ReturnType<typeof escalation.chainInForce>>;

/**
 * Does what has come on every request whose clock runs: asks its stage, takes the next step of its chain, or the final
 * action. Nothing is kept in memory: the row says what comes next and when, each act moves it on in the transaction that
 * tells and records it, and one event a step makes a second time impossible. A late clock catches up in order.
 */
export async function escalateDue(now: Date): Promise<number> {
  for (let total = 0; ; ) {
    if (!(await store.isAnyDue(now))) return total;
    const directory = await escalation.directoryAt(now);
    const count = await inTransaction((tx) => escalateBatch(tx, directory, now));
    total += count;
    // None: what is due is in the hands of another worker.
    if (count === 0) return total;
  }
}

/** One act on each of up to a batch of requests. */
export async function escalateBatch(tx: PrismaTx, directory: escalation.Directory, now: Date): Promise<number> {
  const due = await store.lockDue(tx, BATCH, now);
  if (due.length === 0) return 0;
  const acts = await Promise.all(due.map((request) => actOn(request, directory, now)));
  await store.insertEvents(
    tx,
    acts.map(({ event }) => event),
  );
  await store.noteActs(
    tx,
    acts.map(({ acted }) => acted),
    now,
  );
  await audit.append(tx, ...acts.flatMap(({ request, event }) => (event.kind === "asked" ? [] : [entryOf(request, event)])));
  await notify(
    tx,
    acts.flatMap(({ notice }) => (notice === null ? [] : [notice])),
    now,
  );
  return due.length;
}

type Doing = {
  readonly kind: store.EventKind;
  readonly notice: Notice | null;
  readonly isOver?: boolean;
  readonly addedGroupId?: string | null;
};
type Act = {
  readonly request: Due;
  readonly event: store.EventRow;
  readonly acted: store.Acted;
  readonly notice: Notice | null;
};

/** The chain that a request follows: pinned to its version once it was asked. */
export const chainOf = ({ chainId, chainVersion }: Pick<store.Watched, "chainId" | "chainVersion">): Promise<StoredChain> => {
  if (chainId === null) return Promise.resolve(null);
  return chainVersion === null ? escalation.chainInForce(chainId) : escalation.chainOfVersion(chainId, chainVersion);
};

async function actOn(request: Due, directory: escalation.Directory, now: Date): Promise<Act> {
  const [chain, time] = await Promise.all([chainOf(request), openTimeOf(request.calendarId)]);
  const doing = doingOf(request, chain, directory, now);
  const { id, round, stage, step, loop, chainId } = request;
  const chainVersion = chain?.version ?? null;
  const next = chain === null ? null : escalation.nextAct(chain, time, request, { step, loop });
  const { kind, notice, isOver = false, addedGroupId = null } = doing;
  return {
    request,
    notice,
    event: {
      id: newId("escalation"),
      approvalId: id,
      round,
      stage,
      loop,
      step,
      kind,
      chainId: chain === null ? null : chainId,
      chainVersion,
      dueAt: request.nextAt,
      actedAt: now,
      personIds: notice?.recipients.map(({ personId }) => personId) ?? [],
      groupIds: addedGroupId === null ? [] : [addedGroupId],
    },
    acted: {
      id,
      step: next?.step ?? step + 1,
      loop: next?.loop ?? loop,
      nextAt: next?.at ?? null,
      chainVersion,
      isSeen: kind !== "asked",
      isOver,
      addedGroupId,
    },
  };
}

function doingOf(request: Due, chain: StoredChain, directory: escalation.Directory, now: Date): Doing {
  if (request.step === 0 || chain === null) return { kind: "asked", notice: askedNotice(request, directory) };
  const asking = askingOf(request);
  const step = escalation.stepAt(chain, request);
  if (step !== null) {
    const { targets, channels, important } = step;
    const forced = channels.length === 0 ? {} : { channels };
    return { kind: "step", notice: escalated(request, escalation.whoIsTold(targets, asking, directory), now, { important, ...forced }) };
  }
  const { final } = chain;
  if (final.kind === "expire") return { kind: "expire", notice: null, isOver: true };
  if (final.kind === "page") {
    const told = escalation.whoIsTold([{ kind: "onCall", id: final.onCallId }], asking, directory);
    return { kind: "page", notice: escalated(request, told, now, { important: true, channels: ["inbox", "email", "slack"] }) };
  }
  // A stage that asks every approver asks this group's already.
  const isForAll = request.groupIds.length + request.personIds.length + request.onCallIds.length === 0;
  const told = escalation.askedBy({ ...asking, groupIds: [final.groupId], personIds: [], onCallIds: [] }, directory);
  return { kind: "reassign", notice: escalated(request, told, now, {}), addedGroupId: isForAll ? null : final.groupId };
}

const MINUTE_MS = 60_000;
const spanWords = (ms: number): string => {
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
  if (minutes < 120) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
};

const dueWords = (dueAt: Date, now: Date): string =>
  dueAt > now
    ? `It is due in ${spanWords(dueAt.getTime() - now.getTime())}.`
    : `It was due ${spanWords(now.getTime() - dueAt.getTime())} ago.`;

function escalated(
  request: Due,
  recipients: readonly escalation.Recipient[],
  now: Date,
  how: Partial<Pick<Notice, "channels" | "important">>,
): Notice {
  const { stage, loop, step, agentName, toolName, dueAt } = request;
  return noticeOf(request, {
    ...how,
    kind: "approval.escalated",
    recipients,
    body: `Nobody has decided yet whether ${agentName} may run ${toolName}. ${dueWords(dueAt, now)}`,
    dedupeKey: `approval.escalated:${askingKey(request)}:${stage}:${loop}:${step}`,
  });
}

const entryOf = (request: Due, event: store.EventRow) => ({
  kind: "approval.escalated" as const,
  actor: audit.entryActor(systemActor),
  subject: { type: "approval", id: request.id },
  actionId: request.actionId,
  agentName: request.agentName,
  occurredAt: event.actedAt,
  data: {
    escalationId: event.id,
    act: event.kind,
    stage: event.stage,
    loop: event.loop,
    step: event.step,
    chainId: event.chainId,
    chainVersion: event.chainVersion,
    dueAt: event.dueAt.toISOString(),
    personIds: [...event.personIds],
    groupIds: [...event.groupIds],
  },
});
