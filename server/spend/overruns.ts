import * as audit from "@/server/audit/service";
import { readAgent } from "@/server/fleet/agents";
import { ownerIdsOf } from "@/server/fleet/owners";
import { idsOfRoles, listPeopleByIds } from "@/server/identity/service";
import { isId } from "@/server/kernel/ids";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { notify } from "@/server/notifications/service";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import { type Actual, measure, overrun } from "./core/overrun";
import type { AgentEstimate, Overruns, SetEstimateInput } from "./overrun-schema";
import * as store from "./overrun-store";

const DAY_MS = 86_400_000;
const SHOWN_DAYS = 30;

const hidden = refuse("forbidden", "Your role does not show you spend.");

async function actualsOf(agents: readonly string[], now: Date): Promise<ReadonlyMap<string, Actual>> {
  const rows = await store.listActuals(agents, new Date(now.getTime() - SHOWN_DAYS * DAY_MS));
  return new Map(
    rows.map(({ agent, firstHour, microUsd, runs }) => [
      agent,
      { days: Math.max(1, Math.ceil((now.getTime() - firstHour.getTime()) / DAY_MS)), runs, costMicroUsd: BigInt(microUsd) },
    ]),
  );
}

const NOTHING_EXPECTED = { runsPerMonth: 0, costPerRunMicroUsd: 0n };

/** Who set an estimate and is no person of this organisation. */
const strangerOf = (id: string): string => (isId("apiKey", id) ? "An API key" : "Someone unknown");

/** What an agent is expected to cost, and what it does. */
export async function readEstimate(actor: PersonActor, agent: string): Promise<Result<AgentEstimate>> {
  if (!access.read(actor)) return hidden;
  const [estimate, actuals] = await Promise.all([store.findEstimate(agent), actualsOf([agent], clock.now())]);
  const actual = actuals.get(agent);
  const measured = actual === undefined ? null : measure(estimate ?? NOTHING_EXPECTED, actual);
  const [by] = estimate === null ? [] : await listPeopleByIds([estimate.setById]);
  return ok({
    agent,
    estimate:
      estimate === null
        ? null
        : {
            runsPerMonth: estimate.runsPerMonth,
            costPerRunMicroUsd: estimate.costPerRunMicroUsd.toString(),
            revision: estimate.revision,
            by: by?.name ?? strangerOf(estimate.setById),
            at: estimate.setAt.toISOString(),
          },
    actual:
      actual === undefined || measured === null
        ? null
        : {
            days: actual.days,
            runs: actual.runs,
            perRunMicroUsd: measured.perRunMicroUsd?.toString() ?? null,
            runsPerMonth: measured.runsPerMonth,
            perMonthMicroUsd: measured.perMonthMicroUsd.toString(),
          },
    overrun: estimate === null || actual === undefined ? null : overrun(estimate, actual),
    can: { edit: access.estimate(actor) },
  });
}

/** Says what an agent is expected to do and to cost. */
export async function setEstimate(actor: PersonActor, input: SetEstimateInput): Promise<Result<{ revision: number }>> {
  if (!access.estimate(actor)) return refuse("forbidden", "Only operators say what an agent is expected to cost.");
  const agent = await readAgent(actor, input.agent);
  if (!agent.ok) return agent;
  const now = clock.now();
  return inTransaction(async (tx): Promise<Result<{ revision: number }>> => {
    if (!(await store.saveEstimate(tx, input, actor.id, now)))
      return refuse("conflict", "Someone else changed this estimate meanwhile. Look at it again, then repeat your change.");
    const revision = input.revision + 1;
    await audit.append(tx, {
      kind: "estimate.changed",
      actor: audit.entryActor(actor),
      subject: { type: "agent", id: agent.value.id },
      agentName: input.agent,
      occurredAt: now,
      data: { revision, runsPerMonth: input.runsPerMonth, costPerRunMicroUsd: input.costPerRunMicroUsd },
    });
    return ok({ revision });
  });
}

async function overrunning(now: Date) {
  const estimates = await store.listEstimates();
  const actuals = await actualsOf(
    estimates.map(({ agentName }) => agentName),
    now,
  );
  const items = estimates.flatMap((estimate) => {
    const actual = actuals.get(estimate.agentName);
    const words = actual === undefined ? null : overrun(estimate, actual);
    return words === null ? [] : [{ agent: estimate.agentName, revision: estimate.revision, words }];
  });
  return { items, estimated: estimates.length };
}

/** The agents that cost more than they were expected to. */
export async function listOverruns(actor: PersonActor): Promise<Result<Overruns>> {
  if (!access.read(actor)) return hidden;
  const { items, estimated } = await overrunning(clock.now());
  return ok({ items: items.map(({ agent, words }) => ({ agent, words })), estimated });
}

/** Tells owners and operators, once for each estimate that an agent leaves behind. */
export async function tellOverruns(now: Date): Promise<void> {
  const { items } = await overrunning(now);
  if (items.length === 0) return;
  const owners = await ownerIdsOf(items.map(({ agent }) => agent));
  const operators = (await idsOfRoles(["operator"])).map((personId) => ({ personId, because: "you are an operator" }));
  const notices = items.map(({ agent, revision, words }) => {
    const owner = owners.get(agent);
    return {
      kind: "spend.estimate_left",
      subject: { type: "agent", id: agent },
      recipients: [...(owner === undefined ? [] : [{ personId: owner, because: "you own the agent" }]), ...operators],
      important: false,
      title: `${agent} costs more than was estimated`,
      body: words,
      path: `/agents/${encodeURIComponent(agent)}`,
      groupKey: `spend:agent:${agent}`,
      dedupeKey: `spend.estimate_left:${agent}:${revision}`,
    };
  });
  await inTransaction((tx) => notify(tx, notices, now));
}
