import * as audit from "@/server/audit/service";
import { candidatesByIds } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { notify, settle } from "@/server/notifications/service";
import { hasRole, type PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type Tx } from "@/server/platform/tx";
import { circleOf } from "./core/delegation";
import type { DelegateInput, DelegationRow } from "./delegation-schema";
import * as store from "./delegation-store";
import { namesOf, personRef } from "./rows";

const refuseField = (path: string, message: string) => refuse("invalid_request", message, { errors: [{ path, message }] });

/**
 * Lets another approver decide in one's place for a while: what they decide is recorded as theirs, for one. An operator
 * may arrange it for someone who is away. A circle (A for B while B is for A) is refused.
 */
export async function delegate(actor: PersonActor, input: DelegateInput): Promise<Result<{ id: string }>> {
  const now = clock.now();
  const fromId = input.fromId ?? actor.id;
  if (fromId !== actor.id && !hasRole(actor, "operator")) return refuse("forbidden", "Only operators delegate for someone else.");
  const [startsAt, endsAt] = [new Date(input.startsAt), new Date(input.endsAt)];
  if (endsAt <= now) return refuseField("endsAt", "It would be over already. Choose a later end.");
  if (fromId === input.toId) return refuseField("toId", "Choose someone else: nobody stands in for themselves.");
  const candidates = await candidatesByIds([fromId, input.toId]);
  const approver = (id: string) => candidates.some((candidate) => candidate.id === id && candidate.isApprover);
  if (!approver(fromId)) return refuseField("fromId", "Only approvers have something to delegate.");
  if (!approver(input.toId)) return refuseField("toId", "They are not an active approver, so they could decide nothing.");
  const { agents, tools, toId } = input;
  const delegation = { id: newId("delegation"), fromId, toId, startsAt, endsAt, agents, tools, reason: input.reason || null };
  return inTransaction(async (tx) => {
    await store.lockDelegations(tx);
    const circle = circleOf(delegation, await store.listDelegations(now, tx));
    if (circle !== null) {
      const names = await namesOf(circle);
      const chain = circle.map((id) => personRef(id, names).name).join(" → ");
      return refuseField("toId", `That would go in a circle: ${chain}. Choose someone else, or another time.`);
    }
    await store.insertDelegation(tx, { ...delegation, createdById: actor.id, createdAt: now });
    await audit.append(tx, {
      kind: "delegation.created",
      actor: audit.entryActor(actor),
      subject: { type: "delegation", id: delegation.id },
      occurredAt: now,
      data: { from: fromId, to: toId, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), agents, tools },
    });
    await tellDelegated(tx, actor, delegation, now);
    return ok({ id: delegation.id });
  });
}

type Delegation = { readonly id: string; readonly fromId: string; readonly toId: string; readonly startsAt: Date; readonly endsAt: Date };

const minuteOf = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** Tells who is to decide in another's place, and that other one when somebody else arranged it. */
async function tellDelegated(tx: Tx, actor: PersonActor, { id, fromId, toId, startsAt, endsAt }: Delegation, now: Date): Promise<void> {
  const names = await namesOf([fromId, toId]);
  const [from, to] = [personRef(fromId, names).name, personRef(toId, names).name];
  const both = [
    { personId: toId, because: `${from} delegates to you` },
    { personId: fromId, because: "you are away" },
  ];
  const notice = {
    kind: "approval.delegated",
    subject: { type: "delegation", id },
    recipients: both.filter(({ personId }) => personId !== actor.id),
    important: false,
    title: `${to} decides for ${from}`,
    body: `From ${minuteOf(startsAt)} to ${minuteOf(endsAt)}. What is decided is recorded as ${to}'s, for ${from}.`,
    path: "/settings/account/out-of-office",
    groupKey: `delegation:${id}`,
    dedupeKey: `approval.delegated:${id}`,
  };
  await notify(tx, [notice], now);
}

/** Ends a delegation before its time. */
export async function endDelegation(actor: PersonActor, { id }: { readonly id: string }): Promise<Result<{ id: string }>> {
  const now = clock.now();
  return inTransaction(async (tx) => {
    const found = (await store.listDelegations(now, tx)).find((delegation) => delegation.id === id);
    if (found === undefined) return refuse("not_found", "There is no such delegation, or it is over.");
    const isParty = found.fromId === actor.id || found.toId === actor.id;
    if (!isParty && !hasRole(actor, "operator")) return refuse("forbidden", "Only the two people, or an operator, end it.");
    if (!(await store.endDelegation(tx, id, actor.id, now))) return refuse("conflict", "It is over already.");
    const subject = { type: "delegation", id };
    await audit.append(tx, { kind: "delegation.ended", actor: audit.entryActor(actor), subject, occurredAt: now, data: {} });
    await settle(tx, subject, `Ended by ${actor.name}`, now);
    return ok({ id });
  });
}

/** Delegations that hold or will, the next to begin first. */
export async function listDelegations(actor: PersonActor): Promise<Result<readonly DelegationRow[]>> {
  const now = clock.now();
  const rows = await store.listDelegations(now);
  const names = await namesOf(rows.flatMap((row) => [row.fromId, row.toId]));
  return ok(
    rows.map(({ id, fromId, toId, startsAt, endsAt, agents, tools, reason }) => ({
      id,
      from: personRef(fromId, names),
      to: personRef(toId, names),
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      agents,
      tools,
      reason,
      isRunning: startsAt <= now,
      mayEnd: fromId === actor.id || toId === actor.id || hasRole(actor, "operator"),
      isFromMe: fromId === actor.id,
      isToMe: toId === actor.id,
    })),
  );
}
