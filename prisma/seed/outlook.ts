import type { PersonActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { findAnomalies } from "@/server/spend/anomaly-finding";
import { setEstimate, tellOverruns } from "@/server/spend/overruns";
import { expectOk } from "./expect";

const DAY_MS = 86_400_000;
const HOURS_BACK = 14 * 24;

/** What the agents of the demo were expected to do and to cost: one of them does more. */
const ESTIMATES: readonly (readonly [agent: string, runsPerMonth: number, costPerRunMicroUsd: string])[] = [
  ["renewals-agent", 120, "5000"],
  ["deploy-agent", 25, "60000"],
  ["reporting-agent", 60, "12000"],
];

/** What people expect of agents, and what of the last two weeks was out of the ordinary. */
export async function seedOutlook(operator: PersonActor, now: Date): Promise<void> {
  const expected = new Date(now.getTime() - 30 * DAY_MS);
  for (const [agent, runsPerMonth, costPerRunMicroUsd] of ESTIMATES)
    expectOk(await happeningAt(expected, () => setEstimate(operator, { agent, revision: 0, runsPerMonth, costPerRunMicroUsd })), agent);
  await findAnomalies(now, HOURS_BACK);
  await tellOverruns(now);
}
