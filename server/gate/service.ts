import * as actions from "@/server/actions/lifecycle";
import {
  type ActionAnswer,
  IdempotencyKeySchema,
  type Lease,
  ProposeInput,
  type ProposeInput as ProposeRequest,
  type ReceiptInput,
} from "@/server/actions/schema";
import { tellPromised } from "@/server/approvals/promises";
import { endedByBudget, holdWithCommit, isBudgetGone, noteRefusal, readBudgets } from "@/server/budgets/gate";
import { checkArgs } from "@/server/fleet/args-schema";
import type { GateAgent } from "@/server/fleet/schema";
import { lockAgent, readForGate, registerShadow } from "@/server/fleet/service";
import { confirmKey, organisation } from "@/server/identity/service";
import { invariant, ok, type Refused, type Result, refuse } from "@/server/kernel/result";
import type { LoopLimit } from "@/server/loops/schema";
import { limitOf } from "@/server/loops/service";
import { tellLoop } from "@/server/loops/telling";
import { endpointAt } from "@/server/notifications/callbacks";
import type { KeyActor, KeyClaim } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { remembered } from "@/server/platform/remembered";
import { inPgTransaction, type PgTx } from "@/server/platform/tx";
import { validate } from "@/server/platform/validate";
import { answerKept, getAnswer, notFound } from "./answers";
import { ask, type Plan, planApproval } from "./asking";
import { answerConsume, LEASE_MS } from "./core/consume";
import { answerReceipt } from "./core/receipt";
import { type Call, type Decided, decideCall, digestOfCall, isDenied, type NewAction, type Readings, toAction } from "./proposal";
import { askingAgain, readCall } from "./readings";
import { readToken, signToken, type TokenClaims } from "./signing";
import { take } from "./taking";

const MAX_ARGS_BYTES = 256 * 1024;

const zoneOf = remembered(10_000, async () => (await organisation()).timeZone);

/** The header that makes a call safe to send again. */
export const checkIdempotencyKey = (key: string | null): Result<string> => {
  const parsed = IdempotencyKeySchema.safeParse(key ?? undefined);
  if (parsed.success) return ok(parsed.data);
  const message = parsed.error.issues[0]?.message ?? "is not valid";
  return refuse("invalid_request", `Idempotency-Key: ${message}.`, { errors: [{ path: "Idempotency-Key", message }] });
};

/**
 * Decides what an agent is about to do, and keeps it: the same key and body again answer the action as it is now.
 * With `waitMs`, holds a pending answer until people have decided, the time is over or the caller is gone. A key that
 * is only claimed is confirmed by what decides: nothing is decided, kept or told for one that was revoked.
 */
export async function propose(
  by: KeyActor | KeyClaim,
  request: ProposeRequest,
  idempotencyKey: string,
  signal?: AbortSignal,
): Promise<Result<ActionAnswer>> {
  const parsed = validate(ProposeInput, request);
  if (!parsed.ok) return parsed;
  const proposal = parsed.value;
  const { id: apiKeyId, agentName } = by.kind === "key" ? by : by.key;
  if (agentName !== null && agentName !== proposal.agent) return refuse("agent_mismatch", `This key is bound to the agent ${agentName}.`);
  const canonicalArgs = actions.canonicalArgs(proposal.args);
  if (Buffer.byteLength(canonicalArgs) > MAX_ARGS_BYTES) return refuse("too_large", "The arguments may have at most 256 KiB.");
  const requestHash = actions.hashRequest(proposal);
  const [zone, limit, callback] = await Promise.all([zoneOf("organisation"), limitOf(proposal.agent), callbackOf(proposal.callbackUrl)]);
  if (!callback.ok) return callback;
  const call: Call = {
    ...{ proposal, canonicalArgs, apiKeyId, idempotencyKey, requestHash, zone },
    digest: digestOfCall(proposal),
    now: clock.now(),
    callbackEndpointId: callback.value,
  };
  const first = await decideAgain(by, call, limit);
  if (!first.ok) return first;
  if (first.value.kind === "answered") return ok(first.value.answer);
  return answerKept(first.value.actor, first.value.id, proposal.waitMs, signal);
}

/** The endpoint that is to be told, or a refusal: Reeve calls no address that only an agent names. */
async function callbackOf(url: string | null | undefined): Promise<Result<string | null>> {
  const endpointId = url ? await endpointAt(url) : null;
  if (!url || endpointId !== null) return ok(endpointId);
  const message = "must be the address of a webhook that an administrator registered and that is on";
  return refuse("invalid_request", `callbackUrl ${message}.`, { errors: [{ path: "callbackUrl", message }] });
}

/** Answered, or kept under an id whose current state is the answer (a replay, or one that is to be waited for). */
type Outcome =
  | { readonly kind: "answered"; readonly answer: ActionAnswer }
  | { readonly kind: "kept"; readonly id: string; readonly actor: KeyActor };

const RETRIES = 3;

/**
 * Decides in one transaction. Someone else may be faster with the same key, or with the last of a budget: then all was
 * rolled back, and is read and decided anew, the budgets with their rows held while it is.
 */
async function decideAgain(
  by: KeyActor | KeyClaim,
  call: Call,
  limit: LoopLimit,
  isCareful = false,
  tries = RETRIES,
): Promise<Result<Outcome>> {
  try {
    return await inPgTransaction((tx) => decideAndKeep(tx, by, call, limit, isCareful));
  } catch (error) {
    const isGone = isBudgetGone(error);
    if (tries === 0 || !(isGone || actions.isKeyTaken(error))) throw error;
    return decideAgain(by, call, limit, isCareful || isGone, tries - 1);
  }
}

async function decideAndKeep(
  tx: PgTx,
  by: KeyActor | KeyClaim,
  call: Call,
  limit: LoopLimit,
  isCareful: boolean,
): Promise<Result<Outcome>> {
  const [readings, confirmed] = await Promise.all([readCall(tx, call, limit), by.kind === "key" ? ok(by) : confirmKey(tx, by)]);
  if (!confirmed.ok) return confirmed;
  const actor = confirmed.value;
  const decided = decideCall(call, readings);
  if (decided.verdict.kind === "conflict") return keyConflict();
  if (decided.verdict.kind === "replay") return ok({ kind: "kept", id: readings.known?.id ?? "", actor });
  const misfit = checkFit(readings, call.proposal);
  if (misfit !== null) return misfit;
  const id = newId("action");
  const { decided: standing, unheld } = await take(tx, call, readings, decided, id, isCareful);
  const { plan, decided: settled } = await planApproval(call, standing, readings);
  const action = toAction(id, call, readings, settled);
  if (call.proposal.dryRun) return ok({ kind: "answered", answer: { ...actions.answerOf(action, null), id: null } });
  return keep(tx, actor, call, action, { agent: readings.agent, plan, budget: settled.budget, unheld: isDenied(settled) ? null : unheld });
}

type Asked = { readonly agent: GateAgent | null; readonly plan: Plan | null; readonly budget: Decided["budget"] } & {
  /** Budgets of which the call has still to take what it may use. */
  readonly unheld: Readings["budgets"];
};

/** State, event, request and record, in the one transaction that decided: they travel with its commit. */
async function keep(
  tx: PgTx,
  actor: KeyActor,
  call: Call,
  decided: NewAction,
  { agent: known, plan, budget, unheld }: Asked,
): Promise<Result<Outcome>> {
  const agent = known ?? (await registerShadow(tx, call.proposal.agent, call.now));
  const action = { ...decided, agentId: agent.id };
  if (action.cause === "loop" && action.runId !== null)
    await tellLoop(tx, { ...action, runId: action.runId, ownerId: agent.ownerId }, call.now);
  if (budget !== null && action.cause === "budget") await noteRefusal(tx, budget, action.agentName, call.now);
  if (unheld !== null) holdWithCommit(tx, unheld, agent.teamId, action.id);
  const inserted = actions.insertAction(tx, action);
  const asked = plan === null ? null : ask(tx, action, agent.ownerId, plan, call.now);
  tx.withCommit(Promise.all([inserted, asked?.written, actions.recordProposal(tx, actor, action)]));
  const approval = asked?.opened ?? null;
  const isToWait = approval !== null && call.proposal.waitMs > 0;
  return ok(isToWait ? { kind: "kept", id: action.id, actor } : { kind: "answered", answer: actions.answerOf(action, approval) });
}

const keyConflict = () => refuse("idempotency_conflict", "This idempotency key was used with another body.");

/** A refusal that names what in the arguments does not fit the registered tool; null when all does, or the tool is unknown. */
function checkFit({ tool }: Readings, { args }: Call["proposal"]): Refused | null {
  const errors = tool === null ? [] : checkArgs(tool, args).map(({ path, message }) => ({ path: path.replaceAll("/", "."), message }));
  if (errors.length === 0) return null;
  return refuse("invalid_request", `The arguments do not fit the tool: ${errors[0]?.path} ${errors[0]?.message}.`, { errors });
}

type LeaseCommand = { readonly actionDigest: string };

/**
 * Turns an allowed action into one execution, once: under the agent's shared lock, so that nothing is consumed after
 * a kill was acknowledged. The same idempotency key gets the same token while the lease lasts.
 */
export async function consume(actor: KeyActor, id: string, command: LeaseCommand, idempotencyKey: string): Promise<Result<Lease>> {
  const found = await actions.actionToActOn(actor, id);
  if (found === null) return notFound();
  const { now, key, zone } = { now: clock.now(), key: idempotencyKey, zone: await zoneOf("organisation") };
  return inPgTransaction(async (tx) => {
    const [, registry, current, budgets] = await Promise.all([
      lockAgent(tx, found.agentName, "shared"),
      readForGate(tx, found.agentName, found.toolName),
      actions.actionInTx(tx, id),
      readBudgets(tx, askingAgain(found), { now, zone }),
    ]);
    const action = current ?? found;
    const overBudget = endedByBudget(budgets, registry.agent?.teamId ?? null);
    const asked = { actionDigest: command.actionDigest, key, isAgentStopped: isStopped(registry.agent), overBudget };
    const answer = answerConsume(action, asked, now);
    if (answer.kind === "refused") return refuse(answer.code, answer.message);
    if (answer.kind === "again") return ok(toLease(action, answer.token, answer.leaseExpiresAt));
    const expiresAt = new Date(now.getTime() + LEASE_MS);
    const token = await signToken(claimsOf(action), now, expiresAt);
    if (await actions.consumeAllowed(tx, actor, action, { key, token, expiresAt }, now)) return ok(toLease(action, token, expiresAt));
    return answerLoser(await actions.actionInTx(tx, id), command, key, now);
  });
}

/** Two callers were allowed to consume and the other one was faster; the same caller twice still gets its token. */
function answerLoser(action: actions.StoredAction | null, command: LeaseCommand, key: string, now: Date): Result<Lease> {
  invariant(action !== null, "an action that was about to be consumed is gone");
  const answer = answerConsume(action, { actionDigest: command.actionDigest, key, isAgentStopped: false, overBudget: null }, now);
  if (answer.kind === "again") return ok(toLease(action, answer.token, answer.leaseExpiresAt));
  return answer.kind === "refused" ? refuse(answer.code, answer.message) : refuse("already_consumed", "The action was consumed before.");
}

const toLease = (action: actions.StoredAction, token: string, expiresAt: Date): Lease => ({
  token,
  args: actions.argsOf(action),
  leaseExpiresAt: expiresAt.toISOString(),
});

const claimsOf = (action: actions.StoredAction): TokenClaims => ({
  action: action.id,
  digest: action.digest,
  agent: action.agentName,
  tool: action.toolName,
  obligations: action.obligations,
});

/** What the token says, if it is one that consuming this very action gave. */
async function readTokenOf(action: actions.StoredAction, token: string): Promise<TokenClaims | null> {
  const claims = await readToken(token);
  return claims?.action === action.id ? claims : null;
}

/** More time for an execution that still runs, against its token. */
export async function renew(actor: KeyActor, id: string, token: string): Promise<Result<Lease>> {
  const action = await actions.actionToActOn(actor, id);
  if (action === null) return notFound();
  if (action.consumedAt === null) return refuse("not_consumed", "The action was not consumed.");
  if ((await readTokenOf(action, token)) === null) return badToken();
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + LEASE_MS);
  const next = await signToken(claimsOf(action), now, expiresAt);
  return inPgTransaction(async (tx) => {
    const [, registry] = await Promise.all([lockAgent(tx, action.agentName, "shared"), readForGate(tx, action.agentName, action.toolName)]);
    if (isStopped(registry.agent)) return refuse("revoked", "The agent was stopped: what runs gets no more time.");
    const isRenewed = await actions.renewLease(tx, actor, action, { token: next, expiresAt }, now);
    return isRenewed ? ok(toLease(action, next, expiresAt)) : refuse("expired", "The lease is over.");
  });
}

/** Whether nothing more may be executed in its name. */
const isStopped = (agent: GateAgent | null): boolean => agent?.state === "suspended" || agent?.state === "retired";

const badToken = () =>
  refuse("invalid_request", "The token is not one that consuming this action gave.", {
    errors: [{ path: "token", message: "is not one that consuming this action gave" }],
  });

/**
 * Keeps what the agent reports after executing. One whose digest is not the approved one is kept too, refused and
 * raised. A receipt after the lease lapsed still says what happened, and is taken.
 */
export async function receive(actor: KeyActor, id: string, input: ReceiptInput): Promise<Result<ActionAnswer>> {
  const found = await actions.actionToActOn(actor, id);
  if (found === null) return notFound();
  const claims = await readTokenOf(found, input.token);
  const now = clock.now();
  const { token: _, ...report } = input;
  const refusal = await inPgTransaction(async (tx): Promise<Refused | null> => {
    const action = (await actions.actionInTx(tx, id)) ?? found;
    const answer = answerReceipt(action, claims, input.actionDigest);
    const receipt = { ...report, receivedAt: now.toISOString(), accepted: answer.kind === "accept" };
    if (answer.kind === "refused") return answer.code === "invalid_request" ? badToken() : refuse(answer.code, answer.message);
    if (answer.kind === "mismatch") {
      await actions.refuseReceipt(tx, actor, action, receipt, now);
      return refuse("digest_mismatch", "The digest is not that of the action that was approved. The receipt was kept and raised.");
    }
    const isAccepted = await actions.acceptReceipt(tx, actor, action, receipt, now);
    if (!isAccepted) return refuse("already_received", "A receipt was stored before.");
    await tellPromised(tx, action, receipt.status, now);
    return null;
  });
  return refusal ?? getAnswer(actor, id);
}
