import { lastReceiptOn, ranCalls } from "@/server/actions/ran";
import { getActionForPeople } from "@/server/actions/service";
import { ownNames } from "@/server/identity/own-names";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { hostsIn, looksLike, MAX_HOSTS } from "./core/hosts";
import { stateBeside } from "./core/known-state";
import { PRECEDENT_DAYS } from "./core/precedent";
import type { KnownState, Touches } from "./precedent-schema";
import * as store from "./store";

const DAY_MS = 24 * 60 * 60_000;
/** In so many of the agent's newest calls hosts are looked for. */
const LOOKED_AT = 500;

/** What is known of the resource and of the hosts that a request names, from what ran before it; never more than this person may see. */
export async function readTouches(actor: PersonActor, id: string): Promise<Result<Touches>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the queue.");
  const record = await store.findApproval(id);
  if (record === null) return refuse("not_found", "There is no such request.");
  const found = await getActionForPeople(actor, record.actionId);
  if (!found.ok) return found;
  const action = found.value;
  const before = record.decidedAt ?? clock.now();
  const named = hostsIn(action.args, action.resource).slice(0, MAX_HOSTS);
  const [state, own, ran] = await Promise.all([
    stateOf(actor, action, before),
    ownNames(),
    named.length === 0
      ? []
      : ranCalls(actor, record.agentName, { since: new Date(before.getTime() - PRECEDENT_DAYS * DAY_MS), before }, LOOKED_AT),
  ]);
  const seen = new Set(ran.flatMap(({ args, resource }) => hostsIn(args, resource).map(({ host }) => host)));
  const known = [...own.domains, ...seen];
  return ok({
    state,
    hosts: named.map(({ host }) => ({
      host,
      isSeen: seen.has(host),
      looksLike: looksLike(
        host,
        known.filter((one) => one !== host),
        own.name,
      ),
    })),
    ranBefore: ran.every(({ isWhole }) => isWhole) ? ran.length : null,
  });
}

type Subject = { readonly id: string; readonly args: unknown; readonly resource: string | null; readonly hiddenBecause: string | null };

async function stateOf(actor: PersonActor, action: Subject, before: Date): Promise<KnownState | null> {
  // Where something of the call is hidden, so may be what its resource is.
  if (action.resource === null || action.hiddenBecause !== null) return null;
  const last = await lastReceiptOn(actor, action.resource, action.id, before);
  const rows = last === null ? [] : stateBeside(action.args, last.receipt.changes ?? [], action.resource);
  if (last === null || rows.length === 0) return null;
  const [request] = await store.listByActions([last.actionId]);
  return { asOf: last.asOf, approvalId: request?.id ?? null, actionId: last.actionId, agentName: last.agentName, rows };
}
