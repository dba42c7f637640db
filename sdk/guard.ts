import { ReeveDenied, ReeveError, ReeveUnavailable } from "./errors.js";
import { brokenObligation, type Permission, UNASKED } from "./obligations.js";
import type { CallOptions, Reeve } from "./reeve.js";
import type { Args, Change, Impact, Initiator, Lease, Receipt, Run, StoredAction } from "./wire.js";

type From<A, T> = T | ((args: A) => T);

/** What a guarded call says about itself. Each may be a value, or be made from the arguments. */
export type GuardOptions<A, R> = {
  /** `read` lets the call run when Reeve cannot be reached, if the client allows it. */
  readonly sideEffect?: "read";
  readonly toolVersion?: From<A, string>;
  readonly resource?: From<A, string>;
  readonly reasoning?: From<A, string>;
  readonly impact?: From<A, Impact>;
  readonly run?: From<A, Run>;
  readonly initiator?: From<A, Initiator>;
  /** What the receipt may tell of the result. Nothing by default: results can be large, and private. */
  readonly report?: (result: R, args: A) => { readonly output?: unknown; readonly changes?: readonly Change[] };
  readonly onPending?: (action: StoredAction) => void;
  /** Runs before the tool where an approver asked for a dry run first; if it throws, the tool does not run. Without it such a call is refused. */
  readonly dryRun?: (args: A, permission: Permission) => unknown;
};

/** Per call: `idempotencyKey` makes the call happen once even across restarts; `signal` withdraws it while people decide. */
export type GuardedOptions = CallOptions;
export type Guarded<A, R> = (args: A, options?: GuardedOptions) => Promise<R>;

const made = <A, T>(from: From<A, T> | undefined, args: A): T | undefined =>
  typeof from === "function" ? (from as (args: A) => T)(args) : from;

/** Proposes, waits, consumes, runs, reports. Whatever goes wrong before the tool runs, the tool does not run. */
export async function guardedCall<A extends Args, R>(
  reeve: Reeve,
  tool: string,
  run: (args: A, permission: Permission) => R | Promise<R>,
  options: GuardOptions<A, R>,
  args: A,
  callOptions: GuardedOptions,
): Promise<R> {
  let allowed: { action: StoredAction; lease: Lease };
  try {
    allowed = await obtain(reeve, tool, options, args, callOptions);
  } catch (error) {
    if (!(error instanceof ReeveUnavailable)) throw error;
    if (options.sideEffect === "read" && reeve.options.allowReadsWhenUnavailable) return run(args, UNASKED);
    throw new ReeveDenied({ cause: "unavailable", reason: error.message, retry: "later" });
  }
  return execute(reeve, allowed.action, allowed.lease, run, options);
}

async function obtain<A extends Args, R>(
  reeve: Reeve,
  tool: string,
  options: GuardOptions<A, R>,
  args: A,
  { idempotencyKey, signal }: GuardedOptions,
): Promise<{ action: StoredAction; lease: Lease }> {
  const details = {
    toolVersion: made(options.toolVersion, args),
    resource: made(options.resource, args),
    reasoning: made(options.reasoning, args),
    impact: made(options.impact, args),
    run: made(options.run, args),
    initiator: made(options.initiator, args),
  };
  const stated = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
  const proposed = await reeve.propose({ ...stated, tool, args }, { ...(idempotencyKey && { idempotencyKey }), ...(signal && { signal }) });
  const action = await waitOrWithdraw(reeve, proposed, options.onPending, signal);
  if (action.decision !== "allow") throw new ReeveDenied(action, action);
  // Before it is consumed: what is not run leaves nothing behind that looks as if it had.
  const keeping = { args: action.args, nowMs: Date.now(), hasDryRun: options.dryRun !== undefined };
  const broken = brokenObligation(action.obligations ?? [], keeping);
  if (broken !== null) throw new ReeveDenied({ cause: action.cause, reason: broken, retry: "after_change" }, action);
  return { action, lease: await consumeOrSayWhy(reeve, action, signal) };
}

/** A caller who gives up takes the question back, so that nobody decides about what no longer runs. */
async function waitOrWithdraw(
  reeve: Reeve,
  action: StoredAction,
  onPending: ((action: StoredAction) => void) | undefined,
  signal: AbortSignal | undefined,
): Promise<StoredAction> {
  try {
    return await reeve.wait(action, { ...(signal && { signal }), ...(onPending && { onPending }) });
  } catch (error) {
    if (signal?.aborted) await reeve.cancel(action.id).catch(() => undefined);
    throw error;
  }
}

/** Between the decision and the execution it may have been killed, revoked or have lapsed: the denial names what happened. */
async function consumeOrSayWhy(reeve: Reeve, action: StoredAction, signal: AbortSignal | undefined): Promise<Lease> {
  try {
    return await reeve.consume(action, signal && { signal });
  } catch (error) {
    if (!(error instanceof ReeveError) || !["revoked", "expired", "not_allowed"].includes(error.code)) throw error;
    const now = await reeve.get(action.id, signal && { signal });
    if (now.decision === "deny") throw new ReeveDenied(now, now);
    if (error.code === "expired") throw new ReeveDenied({ cause: "timeout", reason: error.message, retry: "later" }, now);
    throw error;
  }
}

async function execute<A extends Args, R>(
  reeve: Reeve,
  action: StoredAction,
  lease: Lease,
  run: (args: A, permission: Permission) => R | Promise<R>,
  { report, dryRun }: GuardOptions<A, R>,
): Promise<R> {
  const args = lease.args as A;
  const permission: Permission = { action, obligations: action.obligations ?? [], token: lease.token };
  const startedAt = Date.now();
  const renewal = keepLease(reeve, action.id, lease);
  const send = (outcome: Omit<Receipt, "token" | "actionDigest" | "durationMs">) => {
    const token = renewal.end();
    const receipt = { ...outcome, token, actionDigest: action.actionDigest, durationMs: Date.now() - startedAt };
    // The tool has run: a lost receipt must not look as if it had not, or the agent would run it again.
    return reeve.receipt(action.id, receipt).catch((error: unknown) => reeve.options.onReceiptLost?.(error, action.id));
  };
  let result: R;
  try {
    if (permission.obligations.some(({ kind }) => kind === "dry_run_first")) await dryRun?.(args, permission);
    result = await run(args, permission);
  } catch (error) {
    await send({ status: "failed", error: described(error) });
    throw error;
  }
  await send({ status: "succeeded", ...reported(report, result, args) });
  return result;
}

/** The longest that a timer can be set for; a lease beyond it needs no renewal soon. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Renews the lease at half its time, so that a tool that takes long is not taken for lost. `end` answers the token in force. */
function keepLease(reeve: Reeve, actionId: string, lease: Lease): { readonly end: () => string } {
  let current = lease;
  const ended = new AbortController();
  const schedule = () => {
    const halfMs = (Date.parse(current.leaseExpiresAt) - Date.now()) / 2;
    // A lease that is over, or whose end is not understood, cannot be renewed; the receipt is taken all the same.
    if (!(halfMs > 0)) return;
    const timer = setTimeout(renew, Math.min(halfMs, LONGEST_TIMER_MS));
    ended.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  };
  const renew = () =>
    reeve.renew(actionId, current.token, { signal: ended.signal }).then(
      (next) => {
        if (ended.signal.aborted) return;
        current = next;
        schedule();
      },
      // Without renewal Reeve flags the action when its lease is over; the tool runs on and its receipt still counts.
      () => undefined,
    );
  schedule();
  return {
    end: () => {
      ended.abort();
      return current.token;
    },
  };
}

/** A report that throws is the reporter's fault, not the tool's: the call has succeeded and says so. */
function reported<A, R>(report: GuardOptions<A, R>["report"], result: R, args: A) {
  try {
    return report?.(result, args);
  } catch (error) {
    return { output: { reportFailed: described(error) } };
  }
}

const described = (error: unknown) =>
  error instanceof Error ? { name: error.name, message: error.message.slice(0, 2_000) } : { message: String(error).slice(0, 2_000) };
