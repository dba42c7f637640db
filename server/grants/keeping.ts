import * as audit from "@/server/audit/service";
import { readAgent } from "@/server/fleet/agents";
import { type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import { extensionFault } from "./core/terms";
import { noSuchGrant, readGrant } from "./ledger";
import type { GrantRow } from "./schema";
import { revoke } from "./service";
import * as store from "./store";
import { tellExtension, tellExtensionAsked } from "./telling";

// What people do with a grant once it is live: take it back, or let it last longer by four eyes.

const over = () => refuse("conflict", "It is over already.");
const gone = () => refuse("conflict", "That question is gone: look again.");
const notYours = () => refuse("forbidden", "Only who gave it, who was asked with them, and operators may do this.");

/** Takes a grant back. What it let through before stays as it was decided; the next call asks people again. */
export async function revokeGrant(actor: PersonActor, input: { readonly id: string; readonly reason: string }): Promise<Result<GrantRow>> {
  const grant = await store.findGrant(input.id);
  if (grant === null) return noSuchGrant();
  if (!access.keep(actor, grant)) return notYours();
  const isDone = await inTransaction((tx) => revoke(tx, actor, grant.id, input.reason, clock.now()));
  return isDone ? readGrant(actor, grant.id) : over();
}

type ExtensionKind = "grant.extension_asked" | "grant.extended" | "grant.extension_dropped";

const record = (tx: PrismaTx, actor: PersonActor, kind: ExtensionKind, { id, agentName }: store.StoredGrant, until: Date, now: Date) =>
  audit.append(tx, {
    kind,
    actor: audit.entryActor(actor),
    subject: { type: "grant", id },
    agentName,
    occurredAt: now,
    data: { until: until.toISOString() },
  });

type Ask = { readonly id: string; readonly until: string; readonly reason: string };

/** Asks for a later end. It changes nothing until an operator, somebody else, confirms it. */
export async function askExtension(actor: PersonActor, input: Ask): Promise<Result<GrantRow>> {
  const grant = await store.findGrant(input.id);
  if (grant === null) return noSuchGrant();
  if (!access.keep(actor, grant)) return notYours();
  const [now, until] = [clock.now(), new Date(input.until)];
  const fault = extensionFault(until, grant.endsAt, now);
  if (fault !== null) return refuse("invalid_request", fault, { errors: [{ path: "until", message: fault }] });
  const isDone = await inTransaction(async (tx) => {
    if (!(await store.askExtension(tx, { id: grant.id, to: until, reason: input.reason, byId: actor.id }, now))) return false;
    await record(tx, actor, "grant.extension_asked", grant, until, now);
    await tellExtensionAsked(tx, actor, grant, until, now);
    return true;
  });
  return isDone ? readGrant(actor, grant.id) : refuse("conflict", "It is over, or somebody has asked for a later end already.");
}

type Answer = { readonly id: string; readonly until: string };

/** Confirms a later end that somebody else asked for: the second pair of eyes. */
export async function confirmExtension(actor: PersonActor, input: Answer): Promise<Result<GrantRow>> {
  if (!access.confirm(actor)) return refuse("forbidden", "Only an operator may confirm a later end.");
  const grant = await store.findGrant(input.id);
  if (grant === null) return noSuchGrant();
  if (grant.extendAskedById === actor.id) return refuse("self_approval", "You asked for it, so another operator confirms it.");
  const agent = await readAgent(actor, grant.agentName);
  if (agent.ok && agent.value.owner?.id === actor.id)
    return refuse("self_approval", "You own this agent, so another operator confirms it.");
  const [now, until] = [clock.now(), new Date(input.until)];
  const isDone = await inTransaction(async (tx) => {
    if (!(await store.extend(tx, grant.id, until, actor.id, now))) return false;
    await record(tx, actor, "grant.extended", grant, until, now);
    await tellExtension(tx, actor, grant, until, now);
    return true;
  });
  return isDone ? readGrant(actor, grant.id) : gone();
}

/** Takes back one's own question for a later end, or declines another's. */
export async function dropExtension(actor: PersonActor, input: Answer): Promise<Result<GrantRow>> {
  const grant = await store.findGrant(input.id);
  if (grant === null) return noSuchGrant();
  if (grant.extendAskedById !== actor.id && !access.confirm(actor)) return notYours();
  const [now, until] = [clock.now(), new Date(input.until)];
  const isDone = await inTransaction(async (tx) => {
    if (!(await store.dropExtension(tx, grant.id, until))) return false;
    await record(tx, actor, "grant.extension_dropped", grant, until, now);
    await tellExtension(tx, actor, grant, null, now);
    return true;
  });
  return isDone ? readGrant(actor, grant.id) : gone();
}
