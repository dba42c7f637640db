import type { Action, Cause, Retry } from "./wire.js";

export type FieldError = { readonly path: string; readonly message: string };

/** Reeve answered with a problem: a stable `code`, a sentence, and the fields at fault if there are any. */
export class ReeveError extends Error {
  override readonly name: string = "ReeveError";
  constructor(
    /** E.g. `invalid_request`, `unauthenticated`, `forbidden`, `already_consumed`. */
    readonly code: string,
    message: string,
    /** The HTTP status, or 0 when there was no answer. */
    readonly status: number,
    readonly errors: readonly FieldError[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Reeve could not be reached, or said that it cannot answer now, until the deadline for trying again had passed. */
export class ReeveUnavailable extends ReeveError {
  override readonly name = "ReeveUnavailable";
  constructor(message: string, status: number, options?: ErrorOptions) {
    super("unavailable", message, status, [], options);
  }
}

type Denial = { readonly cause: Cause; readonly reason: string; readonly retry: Retry };

const RETRY_WORDS = {
  never: "Do not try again.",
  after_change: "A changed proposal may be allowed.",
  later: "It may be allowed later.",
} as const satisfies Record<Retry, string>;

/** The call was refused and did not run. The message is fit for a model: it names the cause and whether trying again helps. */
export class ReeveDenied extends Error {
  override readonly name = "ReeveDenied";
  override readonly cause: Cause;
  readonly reason: string;
  readonly retry: Retry;
  constructor(
    denial: Denial,
    /** The action, if it was stored. */
    readonly action: Action | null = null,
  ) {
    super(`Denied (${denial.cause}): ${denial.reason} ${RETRY_WORDS[denial.retry] ?? ""}`.trimEnd());
    this.cause = denial.cause;
    this.reason = denial.reason;
    this.retry = denial.retry;
  }
}
