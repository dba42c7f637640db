import { actionsById } from "@/server/actions/service";
import { veilsFor } from "@/server/actions/veils";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { becameOf, type Comparable, mostAlike, mostDifferent, PRECEDENT_DAYS, plainArg, usualOf } from "./core/precedent";
import { readImpact } from "./core/stake";
import type { Precedent } from "./precedent-schema";
import * as past from "./precedent-store";
import { namesOf, personRef } from "./rows";
import * as store from "./store";

const DAY_MS = 24 * 60 * 60_000;
/** So many of the newest decisions are compared; all of them are counted. */
const COMPARED = 200;

type Hidden = { readonly args: Readonly<Record<string, unknown>>; readonly hidden: readonly string[] };

/** The arguments at the top of which the reader sees everything. */
function shownArgs({ args, hidden }: Hidden): Comparable["args"] {
  const names = new Set(hidden.map((pointer) => pointer.split("/")[1]?.replaceAll("~1", "/").replaceAll("~0", "~")));
  return names.size === 0 ? args : Object.fromEntries(Object.entries(args).filter(([name]) => !names.has(name)));
}

/** How requests like this one were decided in the ninety days before it was, and what became of them, as much as this person may see. */
export async function readPrecedent(actor: PersonActor, id: string): Promise<Result<Precedent>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the queue.");
  const record = await store.findApproval(id);
  const [action] = record === null ? [] : await actionsById([record.actionId]);
  if (record === null || action === undefined) return refuse("not_found", "There is no such request.");
  const until = record.decidedAt ?? clock.now();
  const byTool = { agentName: null, toolName: record.toolName, since: new Date(until.getTime() - PRECEDENT_DAYS * DAY_MS), until };
  const byAgent = { ...byTool, agentName: record.agentName };
  const [own, veil] = await Promise.all([past.countDecided(byAgent, id), veilsFor(actor, [record.toolName])]);
  const span = own.length > 0 ? byAgent : byTool;
  const [counts, rows] = await Promise.all([own.length > 0 ? own : past.countDecided(byTool, id), past.listDecided(span, id, COMPARED)]);

  const amountMicroUsd = record.amountMicroUsd ?? readImpact(record.impact).amountMicroUsd;
  const current = { resource: action.resource, amountMicroUsd, args: shownArgs(veil(action)) };
  const calls = rows.map((row) => {
    const seen = veil(row);
    return { ...row, args: shownArgs(seen), title: seen.title(row.title), isShown: seen.because === null };
  });
  const alike = mostAlike(current, calls);
  const name = mostDifferent(current, alike);
  const names = await namesOf(alike.map(({ decidedById }) => decidedById));
  return ok({
    days: PRECEDENT_DAYS,
    of: span === byAgent ? "agent" : "tool",
    ...summed(counts),
    amountMicroUsd,
    argument: name === null ? null : { name, value: plainArg(current.args, name) },
    usual: usualOf(current, calls),
    alike: alike.map((call) => ({
      id: call.id,
      title: call.title,
      agentName: call.agentName,
      state: call.state,
      decidedAt: call.decidedAt.toISOString(),
      by: call.decidedById === null ? null : personRef(call.decidedById, names),
      amountMicroUsd: call.amountMicroUsd,
      argument: plainArg(call.args, name),
      // Whether two resources are the same one is part of what may be hidden.
      isSameResource: call.isShown && call.resource !== null && call.resource === action.resource,
      became: becameOf(call.actionState, call.cause),
    })),
  });
}

/** What was taken back had been approved. */
function summed(counts: readonly past.StateCount[]): Pick<Precedent, "counts" | "approvedAtMost" | "approvedUnstated"> {
  const of = (...states: readonly string[]) => counts.filter(({ state }) => states.includes(state));
  const sum = (some: readonly past.StateCount[]) => some.reduce((total, { count }) => total + count, 0);
  const approved = of("approved", "revoked");
  const highest = approved.flatMap((one) => (one.highest === null ? [] : [BigInt(one.highest)])).sort((a, b) => (a < b ? 1 : -1))[0];
  return {
    counts: { approved: sum(approved), rejected: sum(of("rejected")), expired: sum(of("expired")), withdrawn: sum(of("cancelled")) },
    approvedAtMost: highest === undefined ? null : String(highest),
    approvedUnstated: approved.reduce((total, { count, stated }) => total + count - stated, 0),
  };
}
