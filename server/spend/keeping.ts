import { organisation } from "@/server/identity/service";
import { inPgTransaction } from "@/server/platform/tx";
import { foldDeltas, sumUpDays, zoneOfDays } from "./fold-store";

/** Sums up what came to the counted cost, until nothing is left to sum up; and the days anew, once the organisation's zone is another. */
export async function foldCosts(now: Date): Promise<void> {
  const { timeZone } = await organisation();
  if ((await zoneOfDays()) !== timeZone) await inPgTransaction((tx) => sumUpDays(tx, timeZone));
  while ((await inPgTransaction((tx) => foldDeltas(tx, now))) > 0);
}
