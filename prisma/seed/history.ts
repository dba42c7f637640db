import { expireAllowances } from "@/server/actions/lifecycle";
import type { ActionAnswer } from "@/server/actions/schema";
import { expireDue } from "@/server/approvals/sweeps";
import { consume, propose, receive } from "@/server/gate/service";
import type { KeyActor, PersonActor } from "@/server/platform/actor";
import { clock, happeningAt } from "@/server/platform/clock";
import { decideWithKey, type Keys } from "./countersign";
import { expectOk } from "./expect";
import type { Random } from "./random";
import { drawCall, type SeedCall } from "./scenarios";
import type { Episode } from "./telemetry/episodes";
import { type Fault, spanOf, traceOf } from "./telemetry/run";
import { endingOf } from "./telemetry/trials";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DAYS = 90;
/** Proposals handled at a time: more would only wait for the database. */
const PARALLEL = 8;

/** How long after a decision its agent has heard of it. */
const HEARD_MS = 400;
const AWAY: Fault = { type: "AbortError", message: "The worker was restarted before the tool ran." };
const UNANSWERED: Fault = { type: "ToolError", message: "The system behind the tool did not answer." };

type Plan = {
  readonly at: Date;
  readonly call: SeedCall;
  readonly approverEmail: string;
  readonly minutesToDecide: number;
  readonly verdict: "approve" | "reject" | "nobody";
  readonly outcome: "succeeded" | "failed" | "never_consumed";
};

export const APPROVERS = ["approver@reeve.demo", "approver2@reeve.demo", "noor@reeve.demo", "priya@reeve.demo"];
const REJECTIONS = [
  "Too much for this client. Offer less.",
  "The paperwork does not match. Check with the client first.",
  "Not this quarter.",
];

/** What happened on each working day of the last ninety: who proposed what, and how it ended. Pure, from the seed alone. */
export function planHistory(random: Random, now: Date): readonly Plan[] {
  const plans: Plan[] = [];
  for (let day = DAYS; day >= 1; day--) {
    const midnight = Math.floor((now.getTime() - day * DAY) / DAY) * DAY;
    const weekday = new Date(midnight).getUTCDay();
    const isWeekend = weekday === 0 || weekday === 6;
    const count = isWeekend ? random.between(2, 5) : random.between(10, 17);
    for (let index = 0; index < count; index++) plans.push(planOne(random, new Date(midnight + random.between(8 * 60, 18 * 60) * MINUTE)));
  }
  return plans;
}

function planOne(random: Random, at: Date): Plan {
  return {
    at,
    call: drawCall(random),
    approverEmail: random.pick(APPROVERS),
    minutesToDecide: random.chance(0.1) ? random.between(70, 200) : random.between(2, 50),
    verdict: random.chance(0.04) ? "nobody" : random.chance(0.17) ? "reject" : "approve",
    outcome: random.chance(0.04) ? "failed" : random.chance(0.02) ? "never_consumed" : "succeeded",
  };
}

export const toProposal = (call: SeedCall, runId: string) => ({
  agent: call.agent,
  tool: call.tool,
  args: call.args,
  resource: call.resource,
  reasoning: call.reasoning,
  impact: call.impact,
  run: { id: runId, taskClass: call.taskClass, traceId: traceOf(runId), spanId: spanOf(runId) },
  initiator: { type: "user", id: call.initiatorEmail },
});

export type Players = {
  readonly key: KeyActor;
  readonly people: ReadonlyMap<string, PersonActor>;
  /** With which approvers countersign. */
  readonly keys: Keys;
  /** Hears how each call went, for the telemetry of the run that made it. */
  readonly tell: (episode: Episode) => void;
};

/** What an agent hears when it may not. */
export const denied = (cause: string, reason: string): Fault => ({ type: "ReeveDenied", message: `Denied (${cause}): ${reason}` });

/** Plays the plans through the gate and the approval queue, each at its own time. */
export async function playHistory(plans: readonly Plan[], players: Players, progress: (done: number) => void): Promise<void> {
  const now = clock.now();
  let next = 0;
  const worker = async () => {
    const expiries: Date[] = [];
    for (let index = next++; index < plans.length; index = next++) {
      const expiry = await play(plans[index] as Plan, index, players);
      if (expiry !== null && expiry < now) expiries.push(expiry);
      if (index % 100 === 0) progress(index);
    }
    return expiries;
  };
  const unfinished = (await Promise.all(Array.from({ length: PARALLEL }, worker))).flat().sort((a, b) => a.getTime() - b.getTime());
  // In order and at last, since the sweeps end all that is over at their time, in this history or not.
  for (const at of unfinished) {
    await happeningAt(at, () => expireDue(at));
    await happeningAt(at, () => expireAllowances(at));
  }
}

type Ended = { readonly endedAt: Date | null; readonly fault: Fault | null; readonly expiry: Date | null };

/** Plays one plan; answers when it ends by itself, if nobody decided it or its agent never ran it. */
async function play(planned: Plan, index: number, players: Players): Promise<Date | null> {
  const runId = `run-${4_000 + index}`;
  const plan = endingOf(planned, runId);
  const proposed = await happeningAt(plan.at, () => propose(players.key, toProposal(plan.call, runId), `demo-${index}`));
  const answer = expectOk(proposed, `propose ${plan.call.tool}`);
  const { expiry, ...ended } = await settle(plan, answer, `demo-${index}`, players);
  players.tell({ runId, call: plan.call, actionId: answer.id, askedAt: plan.at, ...ended });
  return expiry;
}

async function settle(plan: Plan, answer: ActionAnswer, key: string, players: Players): Promise<Ended> {
  if (answer.approval === null) {
    if (answer.decision === "allow") return execute(plan, answer, plan.at, key, players);
    return { endedAt: new Date(plan.at.getTime() + HEARD_MS), fault: denied(answer.cause, answer.reason), expiry: null };
  }
  if (plan.verdict === "nobody") {
    const expiry = new Date(Date.parse(answer.approval.expiresAt) + 1_000);
    return { endedAt: expiry < clock.now() ? expiry : null, fault: denied("timeout", "Nobody decided in time."), expiry };
  }
  const { at, isAllowed, reason } = await vote(plan, plan.verdict, answer.approval.id, players);
  if (isAllowed) return execute(plan, answer, at, key, players);
  return { endedAt: new Date(at.getTime() + HEARD_MS), fault: denied("human", reason), expiry: null };
}

type Settled = { readonly at: Date; readonly isAllowed: boolean; readonly reason: string };

/** Whoever is asked decides: the planned approver, or the first of the others who may. */
async function vote(plan: Plan, verdict: "approve" | "reject", id: string, players: Players): Promise<Settled> {
  const at = new Date(plan.at.getTime() + plan.minutesToDecide * MINUTE);
  const reason = verdict === "reject" ? (REJECTIONS[plan.minutesToDecide % REJECTIONS.length] ?? "No.") : "";
  for (const email of [plan.approverEmail, ...APPROVERS]) {
    const actor = players.people.get(email);
    if (actor === undefined) continue;
    const result = await happeningAt(at, () => decideWithKey(actor, { id, verdict, reason }, plan.call.agent, players.keys));
    if (result.ok) return { at, isAllowed: result.value.state === "approved", reason };
    if (result.refusal.code !== "forbidden" && result.refusal.code !== "self_approval") expectOk(result, `decide ${id}`);
  }
  throw new Error(`seeding the demo: nobody may decide ${plan.call.tool}`);
}

/** Runs what was allowed; answers when the allowance ends if the agent never used it. */
async function execute(plan: Plan, answer: ActionAnswer, from: Date, key: string, players: Players): Promise<Ended> {
  if (answer.id === null) return { endedAt: from, fault: null, expiry: null };
  if (plan.outcome === "never_consumed") {
    const expiry = new Date(from.getTime() + (answer.approval === null ? 15 * MINUTE : DAY) + 1_000);
    return { endedAt: new Date(from.getTime() + HEARD_MS), fault: AWAY, expiry };
  }
  const id = answer.id;
  const consumedAt = new Date(from.getTime() + 2_000);
  const lease = expectOk(
    await happeningAt(consumedAt, () => consume(players.key, id, { actionDigest: answer.actionDigest }, `${key}-once`)),
    "consume",
  );
  const receivedAt = new Date(consumedAt.getTime() + 1_500);
  const status = plan.outcome === "failed" ? ("failed" as const) : ("succeeded" as const);
  const receipt = {
    token: lease.token,
    status,
    actionDigest: answer.actionDigest,
    durationMs: 1_500,
    ...(status === "succeeded" ? changesOf(plan.call) : {}),
    ...(status === "failed" ? { error: UNANSWERED.message } : {}),
  };
  expectOk(await happeningAt(receivedAt, () => receive(players.key, id, receipt)), "receipt");
  return { endedAt: receivedAt, fault: status === "failed" ? UNANSWERED : null, expiry: null };
}

/** What a tool reports that it changed, where it knows the state before. */
export function changesOf({ tool, args, resource }: SeedCall): { changes?: { resource: string; before: unknown; after: unknown }[] } {
  if (resource === null) return {};
  if (tool === "crm.apply_discount")
    return { changes: [{ resource, before: { discountPercent: 0 }, after: { discountPercent: args.percent } }] };
  if (tool === "idp.grant_role")
    return { changes: [{ resource: `${resource}/${args.person}`, before: { roles: [] }, after: { roles: [args.role] } }] };
  return {};
}
