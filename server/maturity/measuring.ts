import { append, entryActor } from "@/server/audit/service";
import { organisation } from "@/server/identity/service";
import type { Actor } from "@/server/platform/actor";
import { isDatabaseAway, logFailure } from "@/server/platform/database-away";
import { digestOfJson } from "@/server/platform/digest";
import { newId } from "@/server/platform/new-id";
import { inTransaction } from "@/server/platform/tx";
import { CHECKS } from "./checks";
import { dayOf } from "./core/days";
import type { CountedCriterion, FleetContent } from "./core/fleet";
import type { Check, Population } from "./core/measurement";
import * as store from "./fleet-store";
import { isTooSlow } from "./query-store";
import { RUBRIC } from "./rubrics";

/** Counts one check by agent; null where it cannot be told apart, or where its query took too long or failed. */
async function countOne(check: Check, at: Date, population: Population): Promise<CountedCriterion | null> {
  const { byAgent, version: queryVersion, criterion } = check;
  if (byAgent === undefined) return null;
  try {
    const { as, isOfAgents } = byAgent;
    return { as, isOfAgents, queryVersion, tallies: Object.fromEntries(await byAgent.count(at, population)) };
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    if (!isTooSlow(error)) logFailure(error, "a check of the maturity scorecard could not be counted by agent", { criterion });
    return null;
  }
}

/** Counts some checks by agent, one after the other, so that whoever waits for a decision has the database. */
export async function countByAgent(
  at: Date,
  population: Population,
  isAsked: (check: Check) => boolean,
): Promise<Readonly<Record<string, CountedCriterion>>> {
  const counted: Record<string, CountedCriterion> = {};
  for (const check of CHECKS.values()) {
    const one = isAsked(check) ? await countOne(check, at, population) : null;
    if (one !== null) counted[check.criterion] = one;
  }
  return counted;
}

/** Counts every check that can be by agent and keeps it: each is one query, however many teams there are. */
export async function measureFleet(actor: Actor, at: Date): Promise<void> {
  const begun = performance.now();
  const agents = await store.listCounted(at);
  const criteria = await countByAgent(at, "actual", () => true);
  const content: FleetContent = { at: at.toISOString(), rubricVersion: RUBRIC.version, agents, criteria };
  const tookMs = Math.round(performance.now() - begun);
  const [id, digest] = [newId("maturityFleet"), digestOfJson(content)];
  await inTransaction(async (tx) => {
    const day = dayOf(at, (await organisation(tx)).timeZone);
    await store.insertFleet(tx, { ...content, id, day, tookMs, digest });
    await append(tx, {
      kind: "maturity.fleet_measured",
      actor: entryActor(actor),
      subject: { type: "maturity_fleet", id },
      occurredAt: at,
      data: { day, agents: agents.length, criteria: Object.keys(criteria).length, digest },
    });
  });
}
