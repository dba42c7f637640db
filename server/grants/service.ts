import type { StoredAction } from "@/server/actions/lifecycle";
import { argsOf } from "@/server/actions/lifecycle";
import { actionsById } from "@/server/actions/service";
import * as audit from "@/server/audit/service";
import { readForGate } from "@/server/fleet/service";
import { invariant, ok, type Result, refuse } from "@/server/kernel/result";
import { type Actor, systemActor } from "@/server/platform/actor";
import { newId } from "@/server/platform/new-id";
import type { PgTx, PrismaTx, ReadTx, Tx } from "@/server/platform/tx";
import { type CoveredCall, coveringGrant as cover, type LiveGrant } from "./core/covers";
import { isInScope, type Scope } from "./core/scope";
import { faultsOf } from "./core/terms";
import { printsOf } from "./prints";
import type { GrantInput } from "./schema";
import * as store from "./store";
import { tellCreated, tellEnded } from "./telling";

// What the gate and the votes do with standing grants, inside their own transactions.

export type { CoveredCall, LiveGrant };
export { printsOf };

/** What is live for calls of this tool by this agent. Read it under the agent's lock: what a kill has ended is not there. */
export const liveGrants = (tx: PgTx, agentName: string, toolName: string): Promise<readonly LiveGrant[]> =>
  store.listLive(tx, agentName, toolName);

/** The grant that turns this call's "ask people" into "allow"; null when none does. Pure. */
export const coveringGrant = (grants: readonly LiveGrant[], call: CoveredCall, now: Date): LiveGrant | null => cover(grants, call, now);

type Use = { readonly grantId: string; readonly actionId: string; readonly amountMicroUsd: bigint | null };

/** Takes one use, in the transaction that keeps the action; false when none was left, whatever was read before. */
export const takeUse = (tx: Tx, { grantId, actionId, amountMicroUsd }: Use, now: Date): Promise<boolean> =>
  store.takeUse(tx, grantId, actionId, amountMicroUsd ?? 0n, now);

/** What a grant says to the agent. It names no argument: whoever reads the answer may see less than who gave the grant. */
export const reasonOf = ({ endsAt }: LiveGrant): string =>
  `A standing grant allows calls like this one until ${endsAt.toISOString().slice(0, 16).replace("T", " ")} UTC.`;

/** The request that a grant is to come with. */
export type GrantedRequest = {
  readonly approvalId: string;
  readonly actionId: string;
  readonly groupIds: readonly string[];
  /** How many people it takes in all: every stage's quorum. */
  readonly votesNeeded: number;
};

export type PlannedGrant = Omit<store.NewGrant, "id" | "voteId" | "authorId" | "onBehalfOfId" | "isWaived">;

const toScope = (input: GrantInput["scope"], action: StoredAction): Scope =>
  input.kind === "call" ? { kind: "call", digest: action.digest } : input;

const invalid = (path: string, message: string) => refuse("invalid_request", message, { errors: [{ path, message }] });

/** The grant that an approval would bring, or why it cannot. Nothing is written. */
export async function planGrant(tx: ReadTx, request: GrantedRequest, input: GrantInput, now: Date): Promise<Result<PlannedGrant>> {
  if (request.votesNeeded > 1)
    return refuse("conflict", "This takes several people each time, and a standing grant would leave it to one. Approve this one alone.");
  const [action] = await actionsById([request.actionId]);
  invariant(action, "a request asks about an action that is not there");
  const endsAt = input.endsAt ? new Date(input.endsAt) : null;
  const faults = faultsOf({ endsAt, isThisRun: input.isThisRun }, action.runId, now);
  const [first] = faults;
  if (first !== undefined || endsAt === null) return refuse("invalid_request", first?.message ?? "", { errors: faults });
  const scope = toScope(input.scope, action);
  const { digest, resource } = action;
  if (!isInScope(scope, { digest, resource, args: argsOf(action) }))
    return invalid("grant.scope", "This very request does not fit the shape: every argument of it must be named, and allowed as it is.");
  const prints = printsOf(await readForGate(tx, action.agentName, action.toolName));
  if (prints === null)
    return refuse("conflict", "Agent and tool must be registered: nobody can say ahead of time what an unregistered one will do.");
  return ok({
    ...prints,
    state: "proposed",
    agentName: action.agentName,
    toolName: action.toolName,
    scope,
    runId: input.isThisRun ? action.runId : null,
    endsAt,
    maxUses: input.maxUses ?? null,
    budgetMicroUsd: input.budgetMicroUsd ? BigInt(input.budgetMicroUsd) : null,
    reason: input.reason,
    approvalId: request.approvalId,
    actionId: request.actionId,
    groupIds: [...request.groupIds],
    createdAt: now,
  });
}

type Vote = { readonly id: string; readonly personId: string; readonly onBehalfOfId: string | null; readonly waived: string | null };

/** Keeps a planned grant with the vote that brings it. It holds nothing until that vote takes effect; if it never does, it never was. */
export const proposeGrant = (tx: PrismaTx, planned: PlannedGrant, vote: Vote): Promise<void> =>
  store.insertGrant(tx, {
    ...planned,
    id: newId("grant"),
    voteId: vote.id,
    authorId: vote.personId,
    onBehalfOfId: vote.onBehalfOfId,
    isWaived: vote.waived !== null,
  });

/** Lets the grant that came with this vote take effect, if one did. */
export async function makeLive(tx: PrismaTx, voteId: string, now: Date): Promise<void> {
  const grant = await store.makeLive(tx, voteId, now);
  if (grant === null) return;
  await audit.append(tx, {
    kind: "grant.created",
    actor: { type: "person", id: grant.authorId },
    subject: { type: "grant", id: grant.id },
    actionId: grant.actionId,
    agentName: grant.agentName,
    occurredAt: now,
    data: {
      tool: grant.toolName,
      approval: grant.approvalId,
      scope: grant.scope.kind,
      run: grant.runId !== null,
      endsAt: grant.endsAt.toISOString(),
      maxUses: grant.maxUses,
      budgetMicroUsd: grant.budgetMicroUsd?.toString() ?? null,
    },
  });
  await tellCreated(tx, grant, now);
}

type Ended = Awaited<ReturnType<typeof store.endOver>>[number];

const endedEntry = (kind: "grant.ended" | "grant.revoked", actor: Actor, ended: Ended, now: Date): Parameters<typeof audit.append>[1] => ({
  kind,
  actor: audit.entryActor(actor),
  subject: { type: "grant", id: ended.id },
  agentName: ended.agentName,
  occurredAt: now,
  data: { cause: ended.endCause, uses: ended.uses },
});

const ENDS_WITH_AGENT = { killed: "The agent was stopped.", retired: "The agent was retired." } as const;

/** Ends every live grant of an agent that is killed or retired, in that transaction and under its lock. Answers how many. */
export async function endForAgent(tx: ReadTx, actor: Actor, agentName: string, cause: "killed" | "retired", now: Date): Promise<number> {
  const ended = await store.endOfAgent(tx, agentName, { cause, byId: actor.id, reason: ENDS_WITH_AGENT[cause] }, now);
  await audit.append(tx, ...ended.map((one) => endedEntry("grant.ended", actor, one, now)));
  await tellEnded(tx, actor, ended, now);
  return ended.length;
}

/** Takes a live grant back; false when it is not live any more. */
export async function revoke(tx: ReadTx, actor: Actor, id: string, reason: string, now: Date): Promise<boolean> {
  const ended = await store.endOne(tx, id, { cause: "revoked", byId: actor.id, reason }, now);
  if (ended === null) return false;
  await audit.append(tx, endedEntry("grant.revoked", actor, ended, now));
  await tellEnded(tx, actor, [ended], now);
  return true;
}

const SWEEP = 200;

/** Puts on record which grants are over: their time, their uses or their money. They held nothing any more before. */
export async function endOver(tx: ReadTx, now: Date): Promise<number> {
  const ended = await store.endOver(tx, SWEEP, now);
  await audit.append(tx, ...ended.map((one) => endedEntry("grant.ended", systemActor, one, now)));
  await tellEnded(tx, systemActor, ended, now);
  return ended.length;
}

const CHANGED = {
  tool_changed: "The tool became another version, or takes other arguments.",
  agent_changed: "The agent's risk, its environment or its right to the tool became another.",
} as const;

/** Ends a grant whose agent or tool has become another. It covered nothing from that moment on. */
export async function endChanged(tx: ReadTx, id: string, cause: keyof typeof CHANGED, now: Date): Promise<void> {
  const ended = await store.endOne(tx, id, { cause, byId: null, reason: CHANGED[cause] }, now);
  if (ended === null) return;
  await audit.append(tx, endedEntry("grant.ended", systemActor, ended, now));
  await tellEnded(tx, systemActor, [ended], now);
}
