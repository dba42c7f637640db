import { type FieldError, ReeveError, ReeveUnavailable } from "./errors.js";

export type TransportOptions = {
  readonly url: string;
  readonly apiKey: string;
  readonly fetch?: typeof fetch;
  /** How long one request may take, apart from the time it was asked to wait. */
  readonly timeoutMs?: number;
  /** How long to go on trying when Reeve cannot be reached or cannot answer. */
  readonly retryForMs?: number;
};

export type Call = {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: unknown;
  /** The same one at each retry: that is what makes trying again safe. */
  readonly idempotencyKey?: string;
  /** For how long Reeve was asked to hold its answer. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal | undefined;
  readonly retryForMs?: number | undefined;
  /** The problem that, at a second try, means that the first one arrived and only its answer was lost. */
  readonly settledBy?: string;
};

type Problem = {
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly title?: unknown;
  readonly message?: unknown;
  readonly errors?: unknown;
};

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** No proxy or Reeve can make an agent sleep longer than this between two tries. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/** Full jitter: agents that lost Reeve together do not come back together. */
const pauseMs = (attempt: number) => Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);

/** Resolves after `ms`, or rejects with the signal's reason. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** Seconds or an HTTP date, as RFC 9110 allows; null when there is none or it is not understood. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null || header.trim() === "") return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), LONGEST_RETRY_AFTER_MS) : null;
}

class Passing extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly afterMs: number | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * One call of the machine API. What may pass (no connection, no answer in time, 429, 5xx) is tried again with the same
 * idempotency key until the deadline, then thrown as `ReeveUnavailable`; any other problem is thrown at once.
 */
export class Transport {
  readonly #url: string;
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#url = options.url.replace(/\/+$/, "");
    this.#options = options;
  }

  async call<T>(call: Call): Promise<T> {
    const deadline = Date.now() + (call.retryForMs ?? this.#options.retryForMs ?? 30_000);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#once<T>(call);
      } catch (error) {
        if (attempt > 0 && isSettled(error, call)) return undefined as T;
        await sleep(pauseAfter(error, attempt, deadline), call.signal);
      }
    }
  }

  async #once<T>(call: Call): Promise<T> {
    const timeout = AbortSignal.timeout((this.#options.timeoutMs ?? 10_000) + (call.waitMs ?? 0));
    const signal = call.signal === undefined ? timeout : AbortSignal.any([call.signal, timeout]);
    let response: Response;
    let text: string;
    try {
      response = await (this.#options.fetch ?? fetch)(this.#url + call.path, this.#request(call, signal));
      text = await response.text();
    } catch (error) {
      if (call.signal?.aborted) throw call.signal.reason;
      throw new Passing("Reeve could not be reached.", 0, null, { cause: error });
    }
    if (response.ok) return parse<T>(text, response.status);
    throw problemOf(response, text);
  }

  #request({ method, body, idempotencyKey }: Call, signal: AbortSignal): RequestInit {
    const headers: Record<string, string> = { authorization: `Bearer ${this.#options.apiKey}`, accept: "application/json" };
    if (idempotencyKey !== undefined) headers["idempotency-key"] = idempotencyKey;
    if (body === undefined) return { method, headers, signal, redirect: "error" };
    return { method, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body), signal, redirect: "error" };
  }
}

const isSettled = (error: unknown, call: Call) => error instanceof ReeveError && error.code === call.settledBy;

/** How long to pause before the next try; throws when there is to be none. */
function pauseAfter(error: unknown, attempt: number, deadline: number): number {
  if (!(error instanceof Passing)) throw error;
  const pause = error.afterMs === null ? pauseMs(attempt) : error.afterMs + pauseMs(0);
  if (Date.now() + pause >= deadline) throw new ReeveUnavailable(error.message, error.status, { cause: error.cause });
  return pause;
}

function parse<T>(text: string, status: number): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    // Something that is not Reeve answered, a captive portal for one: that is no decision.
    throw new Passing("The answer was not JSON.", status, null, { cause: error });
  }
}

const textOf = (...candidates: readonly unknown[]) =>
  candidates.find((value): value is string => typeof value === "string" && value !== "");

function problemOf(response: Response, text: string): Error {
  let problem: Problem = {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) problem = parsed;
  } catch {
    // A proxy's page instead of a problem: the status says enough.
  }
  const message = textOf(problem.detail, problem.title, problem.message) ?? `Reeve answered ${response.status}.`;
  const { status } = response;
  if (status === 429 || status === 408 || status >= 500)
    return new Passing(message, status, retryAfterMs(response.headers.get("retry-after"), Date.now()));
  const errors = Array.isArray(problem.errors) ? (problem.errors as FieldError[]) : [];
  return new ReeveError(textOf(problem.code) ?? `http_${status}`, message, status, errors);
}
