import pino from "pino";

/** What of an error may be logged: drivers hang whole connections, with their parameters, on theirs. */
const describeError = (error: unknown) =>
  error instanceof Error
    ? { type: error.name, message: error.message, code: "code" in error ? String(error.code) : undefined, stack: error.stack }
    : { message: String(error) };

/** Structured logs to standard error, so that standard output stays for what people asked for. */
export const log = pino(
  {
    base: null,
    level: "info",
    serializers: { err: describeError },
    redact: { paths: ["*.authorization", "*.password", "*.token", "*.cookie"], censor: "[removed]" },
  },
  pino.destination(2),
);
