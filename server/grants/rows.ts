import { actionsById } from "@/server/actions/service";
import { veilsFor } from "@/server/actions/veils";
import { listPeopleByIds } from "@/server/identity/service";
import type { PersonActor } from "@/server/platform/actor";
import { access } from "./access";
import { isWithin, type Scope } from "./core/scope";
import type { EndCause } from "./core/terms";
import type { GrantRow, PersonRef, ShownScope } from "./schema";
import type { StoredGrant } from "./store";

/** What of a grant one reader sees: what is hidden of the call that it came with is hidden of its shape and its words. */
type Sight = { readonly hidden: readonly string[]; readonly text: (text: string) => string };

const UNSEEN: Sight = { hidden: [], text: () => "" };

function shownScope(scope: Scope, { hidden, text }: Sight): ShownScope {
  if (scope.kind !== "shape") return scope;
  const isHidden = (pointer: string) => hidden.some((one) => isWithin(one, pointer) || isWithin(pointer, one));
  const constraints = scope.constraints.map((constraint) =>
    constraint.op !== "any" && isHidden(constraint.pointer) ? { pointer: constraint.pointer, op: "hidden" as const } : constraint,
  );
  const { resource } = scope;
  const value = resource.op === "equals" && resource.value !== null ? text(resource.value) : null;
  return { kind: "shape", constraints, resource: resource.op === "any" ? resource : { op: "equals", value } };
}

/** Over, whether or not that is on record yet. */
function endOf(grant: StoredGrant, now: Date): EndCause | null {
  if (grant.state === "ended") return grant.endCause;
  if (grant.endsAt <= now) return "expired";
  const isUsedUp = grant.maxUses !== null && grant.uses >= grant.maxUses;
  const isSpent = grant.budgetMicroUsd !== null && grant.spentMicroUsd >= grant.budgetMicroUsd;
  return isUsedUp || isSpent ? "used_up" : null;
}

const iso = (moment: Date | null): string | null => moment?.toISOString() ?? null;

type Person = (id: string) => PersonRef;

function extensionOf(grant: StoredGrant, { text }: Sight, person: Person): GrantRow["extension"] {
  const { extendTo, extendReason, extendAskedById, extendAskedAt } = grant;
  if (extendTo === null || extendAskedById === null || extendAskedAt === null) return null;
  return {
    until: extendTo.toISOString(),
    reason: text(extendReason ?? ""),
    by: person(extendAskedById),
    askedAt: extendAskedAt.toISOString(),
  };
}

const CAN_NOTHING: GrantRow["can"] = { revoke: false, askExtension: false, confirm: false, withdraw: false };

function canOf(grant: StoredGrant, actor: PersonActor): GrantRow["can"] {
  const isKept = access.keep(actor, grant);
  const isAsked = grant.extendTo !== null;
  const isMine = grant.extendAskedById === actor.id;
  return {
    revoke: isKept,
    askExtension: isKept && !isAsked,
    confirm: isAsked && access.confirm(actor) && !isMine,
    withdraw: isAsked && (isMine || access.confirm(actor)),
  };
}

type Seen = { readonly actor: PersonActor; readonly sight: Sight; readonly person: Person; readonly now: Date };

function toRow(grant: StoredGrant, { actor, sight, person, now }: Seen): GrantRow {
  const personOrNull = (id: string | null) => (id === null ? null : person(id));
  const endCause = endOf(grant, now);
  const isLive = endCause === null;
  return {
    id: grant.id,
    state: isLive ? "live" : "ended",
    endCause,
    agentName: grant.agentName,
    toolName: grant.toolName,
    scope: shownScope(grant.scope, sight),
    runId: grant.runId,
    endsAt: grant.endsAt.toISOString(),
    maxUses: grant.maxUses,
    uses: grant.uses,
    budgetMicroUsd: grant.budgetMicroUsd?.toString() ?? null,
    spentMicroUsd: grant.spentMicroUsd.toString(),
    lastUsedAt: iso(grant.lastUsedAt),
    author: person(grant.authorId),
    onBehalfOf: personOrNull(grant.onBehalfOfId),
    reason: sight.text(grant.reason),
    approvalId: grant.approvalId,
    liveAt: (grant.liveAt ?? grant.createdAt).toISOString(),
    endedAt: iso(grant.endedAt) ?? (endCause === "expired" ? grant.endsAt.toISOString() : null),
    endedBy: personOrNull(grant.endedById),
    endReason: grant.endReason === null ? null : sight.text(grant.endReason),
    extension: isLive ? extensionOf(grant, sight, person) : null,
    extendedBy: personOrNull(grant.extendedById),
    can: isLive ? canOf(grant, actor) : CAN_NOTHING,
  };
}

/** Grants as this person may see them. */
export async function toRows(actor: PersonActor, grants: readonly StoredGrant[], now: Date): Promise<GrantRow[]> {
  const ids = grants.flatMap((grant) => [grant.authorId, grant.onBehalfOfId, grant.endedById, grant.extendAskedById, grant.extendedById]);
  const known = [...new Set(ids.filter((id) => id !== null))];
  const toolNames = [...new Set(grants.map((grant) => grant.toolName))];
  const [people, actions, veil] = await Promise.all([
    listPeopleByIds(known),
    actionsById([...new Set(grants.map((grant) => grant.actionId))]),
    veilsFor(actor, toolNames),
  ]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const person: Person = (id) => ({ id, name: names.get(id) ?? "Someone" });
  const sights = new Map(actions.map((action) => [action.id, veil(action)]));
  return grants.map((grant) => toRow(grant, { actor, sight: sights.get(grant.actionId) ?? UNSEEN, person, now }));
}
