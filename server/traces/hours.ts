import { inPgTransaction } from "@/server/platform/tx";
import { countStale } from "./hour-store";

const HOURS_AT_A_TIME = 100;

/** Counts the traces of the hours that changed, so that how they spread over months is read at once. */
export async function countHours(now: Date): Promise<void> {
  while ((await inPgTransaction((tx) => countStale(tx, now, HOURS_AT_A_TIME))) === HOURS_AT_A_TIME);
}
