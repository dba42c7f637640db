import { countQueue } from "@/server/approvals/queue";
import { countAgents, listAgents } from "@/server/fleet/agents";
import type { AgentRow } from "@/server/fleet/schema";
import { organisation } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { outcomesOf, proposedIn, type Tally } from "./core/outcomes";
import type { NamedAgent, Overview, OverviewInput } from "./schema";
import * as store from "./store";

const BUSIEST = 5;
/** More names than this are no reading for two minutes; the list of agents has them all. */
const NAMED = 5;
/** A first day that began late still counts as on record. */
const DAY_MS = 86_400_000;

function tally(counts: readonly store.Count[]): Tally {
  const sums: Tally = {};
  for (const { kind, count } of counts) sums[kind] = (sums[kind] ?? 0) + count;
  return sums;
}

const named = ({ name, stateAt, stateReason }: AgentRow): NamedAgent => ({ name, since: stateAt, reason: stateReason });

async function readAgents(actor: PersonActor): Promise<Result<Overview["agents"]>> {
  const inState = (state: "suspended" | "shadow") => listAgents(actor, { group: "all", search: "", state, limit: NAMED });
  const [counts, suspended, shadow] = await Promise.all([countAgents(actor), inState("suspended"), inState("shadow")]);
  if (!counts.ok) return counts;
  if (!suspended.ok) return suspended;
  if (!shadow.ok) return shadow;
  return ok({ states: counts.value.states, suspended: suspended.value.items.map(named), shadow: shadow.value.items.map(named) });
}

/** What agents asked in the last days, what became of it, and what needs a look now. The outcomes add up to what was asked. */
export async function readOverview(actor: PersonActor, { days }: OverviewInput): Promise<Result<Overview>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the overview.");
  const now = clock.now();
  const { timeZone } = await organisation();
  const moments = await store.findMoments(now, days, timeZone);
  const { beforeFrom, beforeTo, recordedSince, starts } = moments;
  const [counts, decisions, decisionsBefore, queue, agents] = await Promise.all([
    store.countAsked(moments, now, BUSIEST),
    store.summariseDecisions(starts[0] ?? now, now, now),
    store.summariseDecisions(beforeFrom, beforeTo, now),
    countQueue(actor),
    readAgents(actor),
  ]);
  if (!queue.ok) return queue;
  if (!agents.ok) return agents;

  const inBucket = (bucket: number) => outcomesOf(tally(counts.filter((count) => count.bucket === bucket)));
  const hasBefore = recordedSince !== null && recordedSince.getTime() - beforeFrom.getTime() < DAY_MS;
  return ok({
    asOf: now.toISOString(),
    timeZone,
    days,
    outcomes: outcomesOf(tally(counts.filter(({ bucket }) => bucket !== null && bucket >= store.FIRST_DAY))),
    decisions,
    before: hasBefore ? { outcomes: inBucket(store.BEFORE), decisions: decisionsBefore } : null,
    perDay: moments.days.map((day, i) => {
      const endsAt = starts[i + 1] ?? now;
      return { day, outcomes: recordedSince === null || endsAt <= recordedSince ? null : inBucket(store.FIRST_DAY + i) };
    }),
    waiting: { all: queue.value.all, pastDue: queue.value.breached, dueWithinHour: queue.value.dueWithinHour },
    agents: agents.value,
    askedMost: askedMost(counts),
  });
}

function askedMost(counts: readonly store.Count[]): Overview["askedMost"] {
  const names = [...new Set(counts.flatMap(({ agent }) => (agent === null ? [] : [agent])))];
  return names
    .map((agent) => {
      const outcomes = outcomesOf(tally(counts.filter((count) => count.agent === agent)));
      return { agent, proposed: proposedIn(outcomes), refused: outcomes.refused + outcomes.rejected };
    })
    .sort((a, b) => b.proposed - a.proposed || a.agent.localeCompare(b.agent));
}
