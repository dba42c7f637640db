import { type Lines, linesFor } from "@/server/actions/veils";
import { listGroups, listPeopleByIds } from "@/server/identity/service";
import type { PersonActor } from "@/server/platform/actor";
import { type Approval, ban, blockOf, type HeldBy, liveClaims } from "./core/decide";
import { ONE_APPROVER, type PlannedStage } from "./core/stages";
import { readImpact, stakeText } from "./core/stake";
import type { Decider } from "./core/why-not";
import type { Claim, PersonRef, QueueRow } from "./schema";
import * as store from "./store";

export type Names = ReadonlyMap<string, string>;

/** Names of people by id; ids that nobody has are left out. */
export async function namesOf(ids: readonly (string | null)[]): Promise<Names> {
  const known = ids.filter((id) => id !== null);
  return new Map((await listPeopleByIds([...new Set(known)])).map((person) => [person.id, person.name]));
}

/** A person to show; someone who is not in the directory is still someone. */
export const personRef = (id: string, names: Names): PersonRef => ({ id, name: names.get(id) ?? "Someone" });

type Held = Pick<store.ApprovalRecord, "claims">;

/** Who holds or held it, with names; lapsed claims too. */
const heldBy = ({ claims }: Held, names: Names): HeldBy[] =>
  Object.entries(claims).map(([personId, until]) => ({ personId, personName: personRef(personId, names).name, until: new Date(until) }));

/** Ids of everyone that a row names. */
export const peopleOf = (
  record: Held & Partial<Pick<store.ApprovalRecord, "voterIds" | "decidedById" | "escalated">>,
): (string | null)[] => [
  ...Object.keys(record.claims),
  ...(record.voterIds ?? []),
  record.decidedById ?? null,
  ...(record.escalated?.personIds ?? []),
];

/** The claims that hold now, as `personId` sees them, the longest first. */
export const claimsFor = (held: Held, names: Names, personId: string, now: Date): Claim[] =>
  liveClaims(heldBy(held, names), now)
    .sort((a, b) => a.until.getTime() - b.until.getTime())
    .map((claim) => ({ ...claim, until: claim.until.toISOString(), isMine: claim.personId === personId }));

/** Which claim stands for the request: one's own, else the first. */
export const mainClaim = (claims: readonly Claim[]): Claim | null => claims.find((claim) => claim.isMine) ?? claims[0] ?? null;

/** The open stage of a request. */
export const openStageOf = ({ stages, stage }: Pick<store.ApprovalRecord, "stages" | "stage">): PlannedStage =>
  stages[stage - 1] ?? ONE_APPROVER;

/** Where a request is on its way: the open stage, and how many of its approvals are in. */
export function placeOf(record: Pick<store.ApprovalRecord, "state" | "stages" | "stage" | "slots">) {
  const { name, quorum } = openStageOf(record);
  return {
    stage: record.stage,
    stageCount: Math.max(1, record.stages.length),
    stageName: name,
    quorum,
    votesIn: record.state === "pending" ? quorum - record.slots : 0,
  };
}

/** A stored request as the core decides on it. */
export const toApproval = (record: store.ApprovalRecord, names: Names): Approval => ({
  ...record,
  claims: heldBy(record, names),
  voterNames: record.voterIds.map((id) => personRef(id, names).name),
  quorum: openStageOf(record).quorum,
  decidedBy: record.decidedById === null ? null : personRef(record.decidedById, names),
});

/** The request as it stands now, for the core and beside it as stored; null when there is none. */
export async function loadApproval(id: string): Promise<{ record: store.ApprovalRecord; approval: Approval } | null> {
  const record = await store.findApproval(id);
  if (record === null) return null;
  return { record, approval: toApproval(record, await namesOf(peopleOf(record))) };
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

/** How far the clock went on the open stage, and whom it told; null while nobody else was told. */
const escalatedOf = ({ state, escalated }: store.ApprovalRecord, names: Names): QueueRow["escalated"] =>
  !escalated || (state !== "pending" && state !== "frozen")
    ? null
    : { kind: escalated.kind, step: escalated.step, told: escalated.personIds.map((id) => personRef(id, names).name) };

export function toRow(record: store.ApprovalRecord, viewer: Viewer): QueueRow {
  const { decider, names, now } = viewer;
  const block = blockOf(toApproval(record, names), decider, now);
  const impact = readImpact(record.impact);
  const claims = record.state === "pending" ? claimsFor(record, names, decider.id, now) : [];
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
    // What is hidden from a reader is not hinted at either.
    hasLookAlike: record.hasLookAlike && viewer.lines.isWhole(record.actionId),
    agentsWaiting: record.agentsWaiting,
    createdAt: record.createdAt.toISOString(),
    dueAt: record.dueAt.toISOString(),
    expiresAt: record.expiresAt.toISOString(),
    breachedAt: record.breachedAt?.toISOString() ?? null,
    frozenAt: record.frozenAt?.toISOString() ?? null,
    claim: mainClaim(claims),
    claims,
    ...placeOf(record),
    settlesAt: record.settlesAt?.toISOString() ?? null,
    escalated: escalatedOf(record, names),
    waitsForMe: block === null || block.code === "claimed_by_other",
    mayNotDecide: ban(decider, record),
    groupNames: record.groupIds.flatMap((id) => viewer.groupNames.get(id) ?? []),
    revision: record.revision,
  };
}
