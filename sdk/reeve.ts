import { ReeveError } from "./errors.js";
import { type Guarded, type GuardOptions, guardedCall } from "./guard.js";
import type { Permission } from "./obligations.js";
import { sleep, Transport, type TransportOptions } from "./transport.js";
import type { Action, Args, Budget, Initiator, Lease, Proposal, Receipt, Run, StoredAction } from "./wire.js";

export type ReeveOptions = TransportOptions & {
  /** Name of the agent that this client speaks for. */
  readonly agent: string;
  /** Who set the run off; without one the agent itself is named. */
  readonly initiator?: Initiator;
  readonly run?: Run;
  /** Lets tools that are declared `read` run when Reeve cannot be reached. Off by default: nothing runs unseen. */
  readonly allowReadsWhenUnavailable?: boolean;
  /** Called when a tool ran but its receipt could not be delivered; Reeve flags the action once its lease is over. */
  readonly onReceiptLost?: (error: unknown, actionId: string) => void;
};

export type CallOptions = { readonly idempotencyKey?: string; readonly signal?: AbortSignal };
export type WaitOptions = { readonly signal?: AbortSignal; readonly onPending?: (action: StoredAction) => void };

/** The longest that one request may be held (contract: `waitMs`). */
const LONGEST_WAIT_MS = 55_000;
/** People take their time: an outage meanwhile is waited out for longer than one before the question was put. */
const OUTAGE_WHILE_WAITING_MS = 120_000;
const RECEIPT_RETRY_MS = 120_000;
const newKey = () => crypto.randomUUID();
const pathOf = (id: string, verb = "") => `/api/v1/actions/${encodeURIComponent(id)}${verb}`;

/** Speaks for one agent with one Reeve. Safe to share between parallel calls; it keeps no state of its own. */
export class Reeve {
  readonly options: ReeveOptions;
  readonly #transport: Transport;

  constructor(options: ReeveOptions) {
    for (const name of ["url", "apiKey", "agent"] as const)
      if (!options[name]) throw new TypeError(`Reeve: "${name}" is missing; the agent may not act without it.`);
    this.options = options;
    this.#transport = new Transport(options);
  }

  /** The same client for one run: its calls carry the run and who set it off. */
  with(context: { readonly initiator?: Initiator; readonly run?: Run }): Reeve {
    return new Reeve({ ...this.options, ...context });
  }

  /** A function that asks before it runs: see `GuardOptions`. It throws `ReeveDenied` when refused, or where it would break what approvers asked in return. */
  guard<A extends Args, R>(
    tool: string,
    run: (args: A, permission: Permission) => R | Promise<R>,
    options: GuardOptions<A, R> = {},
  ): Guarded<A, R> {
    return (args, callOptions = {}) => guardedCall(this, tool, run, options, args, callOptions);
  }

  /** Says what the agent is about to do; the answer is the decision, or `pending` while people are asked. */
  async propose(proposal: Proposal & { readonly dryRun: true }, options?: CallOptions): Promise<Action>;
  async propose(proposal: Proposal, options?: CallOptions): Promise<StoredAction>;
  async propose(proposal: Proposal, { idempotencyKey = newKey(), signal }: CallOptions = {}): Promise<Action> {
    const { agent, initiator = { type: "agent", id: agent }, run } = this.options;
    const body = { initiator, ...(run && { run }), ...proposal, agent };
    return this.#transport.call<Action>({ method: "POST", path: "/api/v1/actions", body, idempotencyKey, signal });
  }

  /** The action as it stands now; with `waitMs` held until it is decided, at most that long. */
  async get(id: string, { waitMs = 0, signal }: { readonly waitMs?: number; readonly signal?: AbortSignal } = {}): Promise<StoredAction> {
    const held = Math.min(Math.max(0, Math.round(waitMs)), LONGEST_WAIT_MS);
    const path = held === 0 ? pathOf(id) : `${pathOf(id)}?waitMs=${held}`;
    const retryForMs = held === 0 ? undefined : (this.options.retryForMs ?? OUTAGE_WHILE_WAITING_MS);
    return this.#transport.call<StoredAction>({ method: "GET", path, waitMs: held, signal, retryForMs });
  }

  /** Waits until the action is no longer pending, however long people take: it ends at the latest when the approval expires. */
  async wait(action: StoredAction, { signal, onPending }: WaitOptions = {}): Promise<StoredAction> {
    let current = action;
    if (current.decision === "pending") onPending?.(current);
    while (current.decision === "pending") {
      const askedAt = Date.now();
      current = await this.get(action.id, { waitMs: LONGEST_WAIT_MS, ...(signal && { signal }) });
      const tooSoonBy = (current.approval?.pollAfterMs ?? 2_000) - (Date.now() - askedAt);
      // Something on the way that does not hold answers must not turn waiting into a storm.
      if (current.decision === "pending" && tooSoonBy > 0) await sleep(tooSoonBy, signal);
    }
    return current;
  }

  /** Takes the one execution of an allowed action. What runs must be the `args` of this answer. */
  async consume(action: StoredAction, { idempotencyKey = newKey(), signal }: CallOptions = {}): Promise<Lease> {
    const body = { actionDigest: action.actionDigest };
    return this.#transport.call<Lease>({ method: "POST", path: pathOf(action.id, "/consume"), body, idempotencyKey, signal });
  }

  /** More time for an execution that goes on; the answer holds the token that counts from now on. */
  async renew(id: string, token: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<Lease> {
    return this.#transport.call<Lease>({ method: "POST", path: pathOf(id, "/renew"), body: { token }, signal });
  }

  /** Reports how the execution ended. It is tried for two minutes, since the tool has run already. */
  async receipt(id: string, receipt: Receipt): Promise<void> {
    const path = pathOf(id, "/receipt");
    await this.#transport.call({ method: "POST", path, body: receipt, retryForMs: RECEIPT_RETRY_MS, settledBy: "already_received" });
  }

  /** The budgets that bind this agent and what they leave, so that it can plan. Takes a key with the scope `spend:read`. */
  async budgets({ signal }: { readonly signal?: AbortSignal } = {}): Promise<readonly Budget[]> {
    const path = `/api/v1/budgets?agent=${encodeURIComponent(this.options.agent)}`;
    const { items } = await this.#transport.call<{ readonly items: readonly Budget[] }>({ method: "GET", path, signal });
    return items;
  }

  /** Withdraws a pending action. Throws `ReeveError` `not_pending` when it was decided meanwhile. */
  async cancel(id: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    try {
      await this.#transport.call({ method: "POST", path: pathOf(id, "/cancel"), signal });
    } catch (error) {
      if (!(error instanceof ReeveError) || error.code !== "not_pending") throw error;
      const { cause } = await this.get(id);
      if (cause !== "cancelled") throw error;
    }
  }
}
