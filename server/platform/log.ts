import pino from "pino";

/** Structured logs to standard error, so that standard output stays for what people asked for. */
export const log = pino(
  { base: null, level: "info", redact: { paths: ["*.authorization", "*.password", "*.token", "*.cookie"], censor: "[removed]" } },
  pino.destination(2),
);
