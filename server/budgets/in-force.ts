import { organisation } from "@/server/identity/service";
import { remembered } from "@/server/platform/remembered";
import type { ReadTx } from "@/server/platform/tx";
import { type KeptBudget, listBudgets, readVersion } from "./budget-store";

export type InForce = { readonly version: number; readonly budgets: readonly KeptBudget[] };

// Budgets of one version never change, so a process remembers the newest that it read.
let known: InForce | null = null;

/** The budgets that it remembers, if any; whoever reads counters by them learns whether they still are in force. */
export const rememberedBudgets = (): InForce | null => known;

/** The budgets in force at this moment. */
export async function budgetsInForce(tx: ReadTx): Promise<InForce> {
  const version = await readVersion(tx);
  if (known?.version === version) return known;
  const read = { version, budgets: await listBudgets(tx, "active") };
  // Another version may have been committed between the two: then the older number is remembered, and read again.
  known = read;
  return read;
}

/** The organisation's zone, which windows follow. */
export const zoneOf = remembered(10_000, async () => (await organisation()).timeZone);
