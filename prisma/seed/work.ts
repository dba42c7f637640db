import { decide } from "@/server/approvals/decisions";
import { delegate } from "@/server/approvals/delegations";
import { escalateDue } from "@/server/approvals/escalations";
import { getAnswer } from "@/server/gate/answers";
import { editAndApprove } from "@/server/gate/edit";
import { consume, propose, receive } from "@/server/gate/service";
import type { PersonActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { expectOk } from "./expect";
import { type Players, toProposal } from "./history";
import type { SeedCall } from "./scenarios";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

type PersonOf = (email: string) => PersonActor;

const refund: SeedCall = {
  agent: "refund-agent",
  tool: "payments.refund",
  args: { client: "Rosa Lind", amountUsd: 1_640, reason: "an overpaid premium", iban: "ES9121000418450200051332" },
  resource: "payments:client/rosa-lind",
  reasoning: "Four months were charged at the old premium, $410 each.",
  impact: { amountMicroUsd: "1640000000", records: 1, external: true, reversible: true },
  taskClass: "refunds",
  initiatorEmail: "jon@reeve.demo",
};

/** A refund that its approver lowered before approving it: what ran is what was approved, and the receipt says what changed. */
export async function seedEdit(players: Players, approver: PersonActor, now: Date): Promise<void> {
  const at = (minutesAgo: number) => new Date(now.getTime() - minutesAgo * MINUTE_MS);
  const asked = expectOk(await happeningAt(at(300), () => propose(players.key, toProposal(refund, "run-8830"), "demo-edit")), "ask");
  const approvalId = asked.approval?.id ?? "";
  const args = JSON.stringify({ ...refund.args, amountUsd: 1_230 });
  const edit = { approvalId, args, reason: "Three months, not four: September was charged right.", revision: 1 };
  expectOk(await happeningAt(at(288), () => editAndApprove(approver, edit)), "edit and approve");
  const id = asked.id ?? "";
  const { actionDigest } = expectOk(await getAnswer(players.key, id), "what may run");
  const { token } = expectOk(await happeningAt(at(287), () => consume(players.key, id, { actionDigest }, "demo-edit-once")), "consume");
  const changes = [{ resource: "payments:client/rosa-lind", before: { balanceUsd: 1_230 }, after: { balanceUsd: 0 } }];
  const receipt = { token, status: "succeeded" as const, actionDigest, durationMs: 2_100, changes };
  expectOk(await happeningAt(at(286), () => receive(players.key, id, receipt)), "receipt");
  const ran = { ...refund, args: { ...refund.args, amountUsd: 1_230 } };
  players.tell({ runId: "run-8830", call: ran, actionId: id, askedAt: at(300), endedAt: at(286), fault: null });
}

/** Someone is away, and someone else decides in their place. */
export async function seedDelegation(personOf: PersonOf, now: Date): Promise<void> {
  const [away, standIn] = [personOf("priya@reeve.demo"), personOf("noor@reeve.demo")];
  const from = new Date(now.getTime() - DAY_MS);
  const window = { startsAt: from.toISOString(), endsAt: new Date(now.getTime() + 3 * DAY_MS).toISOString() };
  const scope = { agents: ["data-export-agent"], tools: [], reason: "At the security conference until Wednesday." };
  expectOk(await happeningAt(from, () => delegate(away, { toId: standIn.id, ...window, ...scope })), "delegate");
}

/** The first of two votes; the second one is awaited. */
export async function seedFirstVote(voter: PersonActor, approvalId: string, at: Date): Promise<void> {
  const vote = { id: approvalId, verdict: "approve" as const, reason: "The report and the photos fit. One more of us should look." };
  expectOk(await happeningAt(at, () => decide(voter, vote)), "the first of two votes");
}

const STEP_MS = 5 * MINUTE_MS;

/** Lets the clock of what waits run from the first proposal until now, as a worker would have done. */
export async function runClock(from: Date, now: Date): Promise<void> {
  for (let at = from.getTime(); at <= now.getTime(); at += STEP_MS) await happeningAt(new Date(at), () => escalateDue(new Date(at)));
}
