import { ok, type Result, refuse } from "@/server/kernel/result";
import { pool } from "./db";
import { log } from "./log";

const PATIENCE_MS = 3_000;

const away = refuse("unavailable", "The database does not answer.");

/** Whether this process can do its work now: its database answers within three seconds. */
export async function readiness(): Promise<Result<{ status: "ready" }>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    await Promise.race([pool().query("select 1"), late]);
    return ok({ status: "ready" });
  } catch (error) {
    // What the driver says may name hosts and users: it goes to the log, not to whoever asks.
    log.warn({ err: error }, "not ready: the database does not answer");
    return away;
  } finally {
    clearTimeout(timer);
  }
}
