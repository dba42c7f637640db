import * as audit from "@/server/audit/service";
import { type Actor, systemActor } from "@/server/platform/actor";
import { newId } from "@/server/platform/new-id";
import type { ReadTx, Tx } from "@/server/platform/tx";
import type { Touched } from "./change-sql";
import * as clocks from "./clock-store";
import { type RiskTier, urgencyAt } from "./core/deadlines";
import type { ApprovalState } from "./core/transitions";
import { exclusions } from "./core/why-not";
import { openTimeOf } from "./open-time";
import type { Planned } from "./plan";
import * as store from "./store";
import { settleTold } from "./telling";
import * as votes from "./vote-store";

// What the gate calls, inside its own transactions. Locks are taken in one order everywhere: first the approval
// request, then its action. Who ends both in one transaction begins with the request, or risks a deadlock.

export type NewApprovalRequest = Planned & {
  readonly actionId: string;
  readonly agentName: string;
  readonly toolName: string;
  readonly teamId: string | null;
  readonly riskTier: RiskTier;
  /** One line that is safe to show. */
  readonly title: string;
  readonly ownerId: string | null;
  readonly initiatorPersonId: string | null;
  readonly ruleAuthorId: string | null;
  /** By what it was sent to people: the rule (null when the default of the policy asked) and the set it stands in. */
  readonly authority: { readonly ruleId: string | null; readonly ruleVersion: number | null; readonly policyVersion: number };
  readonly amountMicroUsd: bigint | null;
  /** Whether it names a host that a reader may take for another one. */
  readonly hasLookAlike?: boolean;
};

export type OpenedApproval = { readonly id: string; readonly state: ApprovalState; readonly dueAt: Date; readonly expiresAt: Date };

/** Asks people about an action: the request is pending, and its clock runs from `now`. */
export async function openApproval(tx: Tx, input: NewApprovalRequest, now: Date): Promise<OpenedApproval> {
  const { opened, written } = sendApproval(tx, input, now);
  await written;
  return opened;
}

/** Like `openApproval`, with every statement sent on return: it holds once `written` does. */
export function sendApproval(
  tx: Tx,
  input: NewApprovalRequest,
  now: Date,
): { readonly opened: OpenedApproval; readonly written: Promise<unknown> } {
  const id = newId("approval");
  const { dueAt, expiresAt, riskTier, amountMicroUsd } = input;
  const [first] = input.stages;
  const excluded = exclusions(input);
  const urgency = urgencyAt({ dueAt, riskTier, amountMicroUsd });
  const inserted = store.insertApproval(tx, { ...input, id, first, excluded, urgencyAt: urgency }, now);
  const recorded = audit.append(tx, {
    kind: "approval.opened",
    actor: audit.entryActor(systemActor),
    subject: { type: "approval", id },
    actionId: input.actionId,
    agentName: input.agentName,
    occurredAt: now,
    data: {
      ...input.authority,
      groupIds: [...first.groupIds],
      stages: input.stages.length,
      quorum: first.quorum,
      excluded,
      dueAt: dueAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    },
  });
  return { opened: { id, state: "pending", dueAt, expiresAt }, written: Promise.all([inserted, recorded]) };
}

/** The agent withdraws an action: its open request is cancelled. False when there is none that is open. */
export async function cancelForAction(tx: ReadTx, actor: Actor, actionId: string, now: Date): Promise<boolean> {
  const touched = await store.cancelByActions(tx, [actionId], personIdOf(actor), now);
  await voidVotesOn(tx, touched, now);
  await record(tx, actor, "approval.cancelled", touched, now);
  await settleTold(tx, idsOf(touched), "Withdrawn by its agent", now);
  return touched.length > 0;
}

/** An agent is retired: its open requests are cancelled for `reason`. Answers the ids of their actions. */
export async function cancelForAgent(tx: ReadTx, actor: Actor, agentName: string, reason: string, now: Date): Promise<string[]> {
  const touched = await clocks.cancelOpen(tx, agentName, reason, personIdOf(actor), now);
  await voidVotesOn(tx, touched, now);
  await record(tx, actor, "approval.cancelled", touched, now, { cause: "retired" });
  await settleTold(tx, idsOf(touched), "Closed: its agent was retired", now);
  return touched.map(({ actionId }) => actionId);
}

/** How many requests of this agent are open. */
export const countOpenForAgent = (agentName: string): Promise<number> => store.countOpen(agentName);

/** A kill stops the clock of everything that waits for the agent; claims end. Answers how many were frozen. */
export async function freezeForAgent(tx: ReadTx, actor: Actor, agentName: string, now: Date): Promise<number> {
  const touched = await clocks.freeze(tx, agentName, personIdOf(actor), now);
  await voidVotesOn(tx, touched, now);
  await record(tx, actor, "approval.frozen", touched, now);
  return touched.length;
}

/** A restore starts the clocks again, with the frozen open time of each calendar given back. Answers how many were thawed. */
export async function thawForAgent(tx: ReadTx, actor: Actor, agentName: string, now: Date): Promise<number> {
  const frozen = await clocks.listFrozen(tx, agentName);
  const touched = await clocks.thaw(tx, await Promise.all(frozen.map((one) => thawed(one, now))), personIdOf(actor));
  await record(tx, actor, "approval.thawed", touched, now);
  return touched.length;
}

async function thawed({ calendarId, frozenAt, ...moments }: clocks.Frozen, now: Date): Promise<clocks.Thawed> {
  const time = await openTimeOf(calendarId);
  const pausedMs = Math.max(0, time.between(frozenAt, now));
  const later = (at: Date) => (pausedMs === 0 ? at : time.add(at, pausedMs));
  const dueAt = later(moments.dueAt);
  return {
    id: moments.id,
    dueAt,
    expiresAt: later(moments.expiresAt),
    urgencyAt: new Date(moments.urgencyAt.getTime() + dueAt.getTime() - moments.dueAt.getTime()),
    nextEscalationAt: moments.nextEscalationAt && later(moments.nextEscalationAt),
    pausedMs,
  };
}

/** What people approved for these actions is taken back, since a kill revoked them. Answers how many. */
export async function revokeForActions(tx: ReadTx, actor: Actor, actionIds: readonly string[], now: Date): Promise<number> {
  if (actionIds.length === 0) return 0;
  const touched = await store.revokeByActions(tx, actionIds, personIdOf(actor), now);
  await record(tx, actor, "approval.revoked", touched, now);
  return touched.length;
}

/** The approval requests of these actions; actions that nobody was asked about have none. */
export const approvalsOfActions = (actionIds: readonly string[], tx?: ReadTx): Promise<store.ActionApprovalRow[]> =>
  actionIds.length === 0 ? Promise.resolve([]) : store.listByActions(actionIds, tx);

/** Votes that still waited for their undo window lose their object when a request ends or stops. */
export const voidVotesOn = (tx: ReadTx, touched: readonly Touched[], now: Date): Promise<void> =>
  votes.voidWaitingVotes(
    tx,
    touched.map(({ id }) => id),
    now,
  );

const idsOf = (touched: readonly Touched[]): string[] => touched.map(({ id }) => id);

const personIdOf = (actor: Actor): string | null => (actor.kind === "person" ? actor.id : null);

const ENTRIES_A_STATEMENT = 500;

/** One audit entry for each request that changed, with what every such entry holds. */
export async function record(
  tx: Tx,
  actor: Actor,
  kind: `approval.${string}`,
  touched: readonly Touched[],
  now: Date,
  why: { readonly cause?: string } = {},
): Promise<void> {
  const entries = touched.map(({ id, actionId, agentName, revision }) => ({
    kind,
    actor: audit.entryActor(actor),
    subject: { type: "approval", id },
    actionId,
    agentName,
    occurredAt: now,
    data: { revision, ...why },
  }));
  for (let from = 0; from < entries.length; from += ENTRIES_A_STATEMENT) {
    await audit.append(tx, ...entries.slice(from, from + ENTRIES_A_STATEMENT));
  }
}
