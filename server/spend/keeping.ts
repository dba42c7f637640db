import { inPgTransaction } from "@/server/platform/tx";
import { foldDeltas } from "./fold-store";

/** Sums up what came to the counted cost, until nothing is left to sum up. */
export async function foldCosts(now: Date): Promise<void> {
  while ((await inPgTransaction((tx) => foldDeltas(tx, now))) > 0);
}
