import { type Lines, linesFor } from "@/server/actions/veils";
import { listGroups, listPeopleByIds } from "@/server/identity/service";
import type { PersonActor } from "@/server/platform/actor";
import { toDecider } from "./access";
import { type Approval, ban, blockOf, liveClaim } from "./core/decide";
import { readImpact, stakeText } from "./core/stake";
import type { Decider } from "./core/why-not";
import type { Claim, PersonRef, QueueRow } from "./schema";
import * as store from "./store";

/** What the core must know of the person who asks. */
export const deciderOf = async (actor: PersonActor): Promise<Decider> => toDecider(actor, await store.listOwnedAgents(actor.id));

export type Names = ReadonlyMap<string, string>;

/** Names of people by id; ids that nobody has are left out. */
export async function namesOf(ids: readonly (string | null)[]): Promise<Names> {
  const known = ids.filter((id) => id !== null);
  return new Map((await listPeopleByIds([...new Set(known)])).map((person) => [person.id, person.name]));
}

/** A person to show; someone who is not in the directory is still someone. */
export const personRef = (id: string, names: Names): PersonRef => ({ id, name: names.get(id) ?? "Someone" });

type Held = { readonly claimedById: string | null; readonly claimExpiresAt: Date | null };

const heldBy = (held: Held, names: Names): Approval["claim"] =>
  held.claimedById === null || held.claimExpiresAt === null
    ? null
    : { personId: held.claimedById, personName: personRef(held.claimedById, names).name, until: held.claimExpiresAt };

/** The claim that holds now, as `personId` sees it. */
export function claimFor(held: Held, names: Names, personId: string, now: Date): Claim | null {
  const live = liveClaim(heldBy(held, names), now);
  return live === null ? null : { ...live, until: live.until.toISOString(), isMine: live.personId === personId };
}

/** A stored request as the core decides on it. */
export const toApproval = (record: store.ApprovalRecord, names: Names): Approval => ({
  ...record,
  claim: heldBy(record, names),
  decidedBy: record.decidedById === null ? null : personRef(record.decidedById, names),
});

/** The request as it stands now, for the core and beside it as stored; null when there is none. */
export async function loadApproval(id: string): Promise<{ record: store.ApprovalRecord; approval: Approval } | null> {
  const record = await store.findApproval(id);
  if (record === null) return null;
  return { record, approval: toApproval(record, await namesOf([record.claimedById, record.decidedById])) };
}

export type Viewer = {
  readonly decider: Decider;
  readonly names: Names;
  readonly groupNames: Names;
  readonly lines: Lines;
  readonly now: Date;
};

type Shown = Pick<store.ApprovalRecord, "actionId" | "toolName">;

/** Everything that rows need to be shown to this person. */
export async function viewerOf(
  actor: PersonActor,
  decider: Decider,
  { personIds, records }: { readonly personIds: readonly (string | null)[]; readonly records: readonly Shown[] },
  now: Date,
): Promise<Viewer> {
  const [names, groups, lines] = await Promise.all([namesOf(personIds), listGroups(), linesFor(actor, records)]);
  return { decider, names, groupNames: new Map(groups.map((group) => [group.id, group.name])), lines, now };
}

export function toRow(record: store.ApprovalRecord, viewer: Viewer): QueueRow {
  const { decider, names, now } = viewer;
  const block = blockOf(toApproval(record, names), decider, now);
  const impact = readImpact(record.impact);
  return {
    id: record.id,
    actionId: record.actionId,
    state: record.state,
    title: viewer.lines.title(record.actionId, record.title),
    agentName: record.agentName,
    toolName: record.toolName,
    riskTier: record.riskTier,
    stake: {
      amountMicroUsd: record.amountMicroUsd ?? impact.amountMicroUsd,
      records: impact.records,
      text: stakeText(impact, record.sideEffect),
    },
    createdAt: record.createdAt.toISOString(),
    dueAt: record.dueAt.toISOString(),
    expiresAt: record.expiresAt.toISOString(),
    breachedAt: record.breachedAt?.toISOString() ?? null,
    frozenAt: record.frozenAt?.toISOString() ?? null,
    claim: record.state === "pending" ? claimFor(record, names, decider.id, now) : null,
    waitsForMe: block === null || block.code === "claimed_by_other",
    mayNotDecide: ban(decider, record),
    groupNames: record.groupIds.flatMap((id) => viewer.groupNames.get(id) ?? []),
    revision: record.revision,
  };
}
