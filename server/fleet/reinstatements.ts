import * as audit from "@/server/audit/service";
import { listPeopleByIds } from "@/server/identity/service";
import { ok, type Refused, type Result, refuse } from "@/server/kernel/result";
import { cleanText } from "@/server/kernel/untrusted";
import { type Actor, type PersonActor, systemActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { digestOfText } from "@/server/platform/digest";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import { type ConfirmBlock, confirmBlockOf, RESTORE_LAPSES_MS } from "./core/restore";
import * as store from "./restore-store";
import type { RestoreView } from "./schema";
import { settleRestore, tellRestoreAsked } from "./telling";

// Stopping takes one person, starting again two. Whoever asks or agrees holds the agent's exclusive lock.

const LAPSED = "Nobody agreed within 24 hours";
const notFound = (name: string): Refused => refuse("not_found", `There is no agent named ${name}.`);
const REFUSED = {
  ask: refuse("forbidden", "Only an operator who is signed in may ask to restore an agent."),
  confirm: refuse("forbidden", "Only an operator, or the agent's owner, may agree to restore it."),
  withdraw: refuse("forbidden", "Only an operator, or the agent's owner, may withdraw it."),
  gone: refuse("conflict", "Nobody asks to restore it any more. Look again."),
} as const;
const BLOCKED: Readonly<Record<ConfirmBlock, Refused>> = {
  lapsed: refuse("conflict", "Nobody agreed within 24 hours, so the wish to restore it lapsed. Ask again."),
  killed_since: refuse("conflict", "It was stopped again since that was asked. Ask again."),
  same_person: refuse("self_approval", "You asked to restore it, so someone else must agree."),
};

type Kind = "agent.restore_asked" | "agent.restore_withdrawn" | "agent.restore_voided" | "agent.restore_lapsed";
type About = { readonly agentId: string; readonly name: string; readonly restoreId: string; readonly reason?: string };

function record(tx: PrismaTx, actor: Actor, kind: Kind, { agentId, name, restoreId, reason }: About, now: Date): Promise<unknown> {
  return audit.append(tx, {
    kind,
    actor: audit.entryActor(actor),
    subject: { type: "agent", id: agentId },
    agentName: name,
    occurredAt: now,
    data: reason === undefined ? { restoreId } : { restoreId, reasonDigest: digestOfText(reason) },
  });
}

/** Notes that someone wants a killed agent to work again, for a second person to agree. The agent stays stopped. */
export async function openRestore(tx: PrismaTx, actor: PersonActor, name: string, words: string, now: Date) {
  if (!access.restore(actor)) return REFUSED.ask;
  const agent = await store.findStopped(tx, name);
  if (agent === null) return notFound(name);
  if (agent.state !== "suspended") return refuse("conflict", "The agent is not suspended, so there is nothing to restore.");
  const waiting = await store.findWaiting(tx, agent.id);
  if (waiting !== null && confirmBlockOf(waiting, agent.stateAt, { id: actor.id, isAlone: true }, now) === null) {
    return waiting.askedById === actor.id
      ? refuse("conflict", "You asked to restore it already. A second person must agree.")
      : refuse("conflict", "Someone asked to restore it already. Agree to that instead.");
  }
  if (waiting !== null && (await store.endRestore(tx, waiting.id, "lapsed", null, now))) {
    await settleRestore(tx, waiting.id, LAPSED, now);
    await record(tx, systemActor, "agent.restore_lapsed", { agentId: agent.id, name, restoreId: waiting.id }, now);
  }
  const [id, reason] = [newId("restore"), cleanText(words).text.trim()];
  const lapsesAt = new Date(now.getTime() + RESTORE_LAPSES_MS);
  const { id: agentId, stateAt: killedAt } = agent;
  await store.insertRestore(tx, { id, agentId, askedById: actor.id, reason, askedAt: now, lapsesAt, killedAt });
  await record(tx, actor, "agent.restore_asked", { agentId, name, restoreId: id, reason }, now);
  await tellRestoreAsked(tx, actor, { id, name, ownerId: agent.ownerId, reason }, now);
  return ok({ id, reason, lapsesAt });
}

type Seen = { readonly name: string; readonly id: string };

/** Ends a wish to restore by agreement of another person, or alone where `isAlone` says that one suffices. */
export async function agreeToRestore(
  tx: PrismaTx,
  actor: PersonActor,
  { name, id, isAlone }: Seen & { readonly isAlone: boolean },
  now: Date,
) {
  const agent = await store.findStopped(tx, name);
  if (!access.agreeToRestore(actor, agent?.ownerId ?? null)) return REFUSED.confirm;
  if (agent === null) return notFound(name);
  const waiting = await store.findWaiting(tx, agent.id);
  if (waiting === null || waiting.id !== id || agent.state !== "suspended") return REFUSED.gone;
  const block = confirmBlockOf(waiting, agent.stateAt, { id: actor.id, isAlone }, now);
  if (block !== null) return BLOCKED[block];
  if (!(await store.endRestore(tx, id, "restored", actor.id, now))) return REFUSED.gone;
  await settleRestore(tx, id, `Agreed to by ${actor.name}`, now);
  return ok({ reason: waiting.reason, askedById: waiting.askedById });
}

/** Takes a wish to restore back: who asked thinks better of it, or the second person does not agree. */
export async function withdrawRestore(actor: PersonActor, { name, id }: Seen): Promise<Result<{ agent: string }>> {
  const now = clock.now();
  return inTransaction(async (tx) => {
    const agent = await store.findStopped(tx, name);
    if (!access.agreeToRestore(actor, agent?.ownerId ?? null)) return REFUSED.withdraw;
    if (agent === null) return notFound(name);
    const waiting = await store.findWaiting(tx, agent.id);
    if (waiting?.id !== id || !(await store.endRestore(tx, id, "withdrawn", actor.id, now))) return REFUSED.gone;
    await settleRestore(tx, id, `Withdrawn by ${actor.name}`, now);
    await record(tx, actor, "agent.restore_withdrawn", { agentId: agent.id, name, restoreId: id }, now);
    return ok({ agent: name });
  });
}

/** A kill, or the end of the agent, wins over whoever wants it to work again. Answers whether somebody did. */
export async function voidRestore(tx: PrismaTx, actor: Actor, name: string, now: Date): Promise<boolean> {
  const agent = await store.findStopped(tx, name);
  const waiting = agent === null ? null : await store.findWaiting(tx, agent.id);
  if (agent === null || waiting === null) return false;
  const isEnded = await store.endRestore(tx, waiting.id, "void", actor.id, now);
  if (!isEnded) return false;
  await settleRestore(tx, waiting.id, "Void: the agent was stopped for good, or again", now);
  await record(tx, actor, "agent.restore_voided", { agentId: agent.id, name, restoreId: waiting.id }, now);
  return true;
}

const BATCH = 100;

/** Ends what nobody agreed to in time. That it lapsed holds without this: it says so on the record. */
export async function lapseRestores(now: Date): Promise<number> {
  return inTransaction(async (tx) => {
    const lapsed = await store.takeLapsed(tx, BATCH, now);
    for (const { id, agentId, agentName } of lapsed) {
      await store.endRestore(tx, id, "lapsed", null, now);
      await settleRestore(tx, id, LAPSED, now);
      await record(tx, systemActor, "agent.restore_lapsed", { agentId, name: agentName, restoreId: id }, now);
    }
    return lapsed.length;
  });
}

/** Who wants which of these agents to work again, by the agent's id. */
export async function waitingRestores(agentIds: readonly string[]): Promise<ReadonlyMap<string, RestoreView>> {
  const waiting = agentIds.length === 0 ? [] : await store.listWaiting(agentIds, clock.now());
  const people = await listPeopleByIds(waiting.map(({ askedById }) => askedById));
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? "Someone";
  return new Map(
    waiting.map(({ agentId, id, askedById, reason, askedAt, lapsesAt }) => [
      agentId,
      { id, by: { id: askedById, name: nameOf(askedById) }, reason, askedAt: askedAt.toISOString(), lapsesAt: lapsesAt.toISOString() },
    ]),
  );
}

/** Which agent each of these was about, and why it was asked. */
export async function restoresByIds(ids: readonly string[]): Promise<readonly { id: string; agentName: string; reason: string }[]> {
  const rows = ids.length === 0 ? [] : await store.listByIds(ids);
  return rows.map(({ id, reason, agent }) => ({ id, reason, agentName: agent.name }));
}
