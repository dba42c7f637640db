import { roundTogether } from "./core/round";
import { firstHour, hasUnsettled, type ModelSums, momentsOf, sumByDayAndModel, sumByModel } from "./counted-store";

export type { ModelSums };

/** Amounts of pico-USD as micro-USD that add up. */
export const microTogether = (picos: readonly bigint[]): readonly string[] => roundTogether(picos, 1_000_000n).map(String);

/** Amounts of micro-USD as cents that add up. */
export const centsTogether = (micros: readonly string[]): readonly bigint[] => roundTogether(micros.map(BigInt), 10_000n);

/** What the hours from one moment to another cost, by team, agent, model and bucket; for whoever closes or checks accounts. */
export const sumsByModel = sumByModel;

/** The same by day of UTC and model, as providers bill. */
export const sumsByDayAndModel = sumByDayAndModel;

/** When days begin in a zone. */
export const midnightsOf = momentsOf;

/** The first hour that cost anything; null while there is none. */
export const recordedSince = firstHour;

/** Whether what came before a moment may still be counted otherwise within minutes. */
export const isUnsettledBefore = hasUnsettled;
