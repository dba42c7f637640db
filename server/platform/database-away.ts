import { log } from "./log";

/** What sockets, PostgreSQL and Prisma say when nobody is there, or the one who was there is going or only coming up. */
const CODES = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN"],
  ...["08000", "08001", "08003", "08004", "08006", "57P01", "57P02", "57P03", "53300"],
  ...["P1001", "P1002", "P1008", "P1017", "P2024", "P2037"],
]);
const KINDS = new Set(["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout", "TooManyConnections"]);
/** `pg` tells some of it in words alone, and Prisma repeats them. A server that was stopped takes its socket away (ENOENT). */
const WORDS =
  /connect ENOENT|Connection terminated|not currently accepting connections|timeout exceeded when trying to connect|connection error and is not queryable|did not answer in time|Unable to start a transaction in the given time/;

type Told = {
  readonly code?: unknown;
  readonly kind?: unknown;
  readonly originalCode?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
  readonly meta?: { readonly driverAdapterError?: unknown };
};
const DEEPEST = 6;

/** Whether this is a failure of the database to be there, not of what was asked of it. */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > DEEPEST) return false;
  const { code, kind, originalCode, message, cause, errors, meta }: Told = error;
  if ([code, originalCode].some((word) => typeof word === "string" && CODES.has(word))) return true;
  if (typeof kind === "string" && KINDS.has(kind)) return true;
  if (typeof message === "string" && WORDS.test(message)) return true;
  const inner = [cause, meta?.driverAdapterError, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return inner.some((below) => isDatabaseAway(below, depth + 1));
}

const SAY_AGAIN_MS = 30_000;
// Next.js loads modules once a bundle; the log must still be told once.
const shared = globalThis as typeof globalThis & { reeveAwaySaidMs?: number };

/**
 * Logs a failure. That the database is away is said once in half a minute, however many calls run into it; anything else each time.
 */
export function logFailure(error: unknown, what: string, about: Readonly<Record<string, unknown>> = {}): void {
  if (!isDatabaseAway(error)) {
    log.error({ ...about, err: error }, what);
    return;
  }
  const nowMs = performance.now();
  if (shared.reeveAwaySaidMs !== undefined && nowMs - shared.reeveAwaySaidMs < SAY_AGAIN_MS) return;
  shared.reeveAwaySaidMs = nowMs;
  // Prisma shows the source before it says what is wrong.
  const reason = String((error as Error).message)
    .trim()
    .split("\n")
    .at(-1);
  log.warn({ ...about, reason }, "the database does not answer; what needs it fails until it is back");
}
