import { ok, type Result, refuse } from "@/server/kernel/result";
import { logFailure } from "./database-away";
import { pool } from "./db";

const PATIENCE_MS = 3_000;

const away = refuse("unavailable", "The database does not answer.");

let asking: Promise<Result<{ status: "ready" }>> | null = null;

/**
 * Whether this process can do its work now: its database answers within three seconds. Who asks while another asks
 * shares the answer, so that many who wait for a database to come back do not take its connections.
 */
export function readiness(): Promise<Result<{ status: "ready" }>> {
  asking ??= ask().finally(() => {
    asking = null;
  });
  return asking;
}

async function ask(): Promise<Result<{ status: "ready" }>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the database did not answer in time: ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    await Promise.race([pool().query("select 1"), late]);
    return ok({ status: "ready" });
  } catch (error) {
    // What the driver says may name hosts and users: it goes to the log, not to whoever asks.
    logFailure(error, "not ready: the database does not answer");
    return away;
  } finally {
    clearTimeout(timer);
  }
}
