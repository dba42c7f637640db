import * as escalation from "@/server/escalation/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { policyInForce } from "@/server/policies/service";
import { dutiesAt } from "@/server/schedules/service";
import { access } from "./access";
import type { ActSeen, EscalationSeen, PreviewInput, PreviewSeen } from "./escalation-schema";
import * as store from "./escalation-store";
import { chainOf } from "./escalations";
import { openTimeOf } from "./open-time";
import { planRequest } from "./plan";
import { namesOf, personRef } from "./rows";
import { askingOf } from "./telling";

const READ = refuse("forbidden", "Your role does not show you the queue.");

type Planned = {
  readonly chain: escalation.Chain;
  readonly asking: escalation.Asking;
  readonly directory: escalation.Directory;
  readonly expiresAt: Date;
};

/** Who is told by an act: people as of now, on duty as of its moment. Whoever owns the agent is named by role where no agent is known. */
async function actSeen(act: escalation.Act, { chain, asking, directory }: Planned): Promise<ActSeen> {
  const { step: place, loop } = act;
  const at = act.at.toISOString();
  const there = { ...directory, onDuty: await onDutyAt(act.at) };
  const names = (told: readonly escalation.Recipient[]) => told.map(({ personId }) => there.people.get(personId)?.name ?? "Someone");
  const step = escalation.stepAt(chain, act);
  if (step !== null) {
    const roles = asking.ownerId !== null ? [] : step.targets.flatMap(({ kind }) => ROLES[kind] ?? []);
    const whom = [...names(escalation.whoIsTold(step.targets, asking, there)), ...roles];
    return { at, kind: "step", step: place, loop, whom, isImportant: step.important };
  }
  const { final } = chain;
  const about = { at, kind: final.kind, step: place, loop, isImportant: final.kind === "page" };
  if (final.kind === "expire") return { ...about, whom: [] };
  if (final.kind === "page")
    return { ...about, whom: names(escalation.whoIsTold([{ kind: "onCall", id: final.onCallId }], asking, there)) };
  const widened = { ...asking, groupIds: [final.groupId], personIds: [], onCallIds: [] };
  return { ...about, whom: names(escalation.askedBy(widened, there)) };
}

const ROLES: Readonly<Record<string, string>> = { owner: "the agent's owner", ownerManager: "the owner's manager" };

async function onDutyAt(at: Date): Promise<escalation.Directory["onDuty"]> {
  const onDuty = new Map<string, string[]>();
  for (const [personId, schedules] of await dutiesAt(at)) for (const id of schedules) onDuty.set(id, [...(onDuty.get(id) ?? []), personId]);
  return onDuty;
}

/** What will come of a chain, until the request ends. */
const actsSeen = (acts: readonly escalation.Act[], planned: Planned): Promise<ActSeen[]> =>
  Promise.all(acts.filter((act) => act.at < planned.expiresAt).map((act) => actSeen(act, planned)));

/** What follows on a request if nobody decides, and what the clock did so far, with names. */
export async function readEscalation(actor: PersonActor, id: string): Promise<Result<EscalationSeen>> {
  if (!access.read(actor)) return READ;
  const request = await store.findWatched(id);
  if (request === null) return refuse("not_found", "There is no such request.");
  const [chain, time, directory, events] = await Promise.all([
    chainOf(request),
    openTimeOf(request.calendarId),
    escalation.directoryAt(clock.now()),
    store.listEvents(id),
  ]);
  const names = await namesOf(events.flatMap(({ personIds }) => personIds));
  const { nextAt, step, loop } = request;
  const isRunning = chain !== null && request.state === "pending" && nextAt !== null;
  const first: escalation.Act[] = isRunning && step > 0 ? [{ step, loop, at: nextAt }] : [];
  const acts = isRunning ? [...first, ...escalation.actsAfter(chain, time, request, { step, loop })] : [];
  const planned = chain && { chain, asking: askingOf(request), directory, expiresAt: request.expiresAt };
  return ok({
    chain: chain && { id: chain.id, name: chain.name },
    zone: time.zone,
    next: planned === null ? [] : await actsSeen(acts, planned),
    past: events.map((event) => ({
      at: event.actedAt.toISOString(),
      kind: event.kind,
      stage: event.stage,
      step: event.step,
      loop: event.loop,
      whom: event.personIds.map((personId) => personRef(personId, names).name),
      isImportant: event.kind === "page",
    })),
  });
}

const ANYONE = { name: "Approval", groups: [], people: [], onCall: [], asksManager: false, quorum: 1, dueMinutes: null };
const BY_TARGET = { stages: [ANYONE], dueMinutes: null, expiryMinutes: null, calendarId: null, chainId: null };

/** Who would be told when, for a request that begins at a moment: by its tier's target, or by a rule's own plan. */
export async function previewEscalation(actor: PersonActor, input: PreviewInput): Promise<Result<PreviewSeen>> {
  const { riskTier, ruleId, startedAt, draft } = input;
  if (!access.read(actor)) return READ;
  const from = new Date(startedAt);
  const rule = ruleId === null ? undefined : (await policyInForce()).rules.find((each) => each.id === ruleId);
  if (ruleId !== null && !rule?.approval) return refuse("not_found", "There is no rule in force of this name that asks people.");
  const plan = await planRequest(rule?.approval ?? BY_TARGET, { riskTier, ownerId: null }, from);
  if (!plan.ok) return plan;
  const { stages, dueAt, expiresAt, calendarId, chainId } = plan.value;
  const [first] = stages;
  const [time, chain, people] = await Promise.all([
    openTimeOf(calendarId),
    draft ?? (chainId === null ? null : escalation.chainInForce(chainId)),
    escalation.directoryAt(from),
  ]);
  const asking = { ...first, without: new Set<string>(), ownerId: null };
  const asked = escalation.askedBy(asking, people).map(({ personId }) => people.people.get(personId)?.name ?? "Someone");
  const opening = { at: from.toISOString(), kind: "asked", step: 0, loop: 0, whom: asked, isImportant: false } as const;
  const acts = chain === null ? [] : escalation.actsAfter(chain, time, { startedAt: from, dueAt, pausedMs: 0 }, escalation.ASKED);
  const following = chain === null ? [] : await actsSeen(acts, { chain, asking, directory: people, expiresAt });
  return ok({
    chain: chain && { id: "id" in chain ? chain.id : null, name: chain.name },
    zone: time.zone,
    dueAt: dueAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    next: [opening, ...following],
  });
}
