import { listQueue } from "@/server/approvals/queue";
import { QueueInput } from "@/server/approvals/schema";
import { searchRequests } from "@/server/approvals/search";
import type { Notice } from "@/server/notifications/schema";
import { notify, settle } from "@/server/notifications/service";
import type { PersonActor } from "@/server/platform/actor";
import { inTransaction } from "@/server/platform/tx";
import { expectOk } from "./expect";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const ASKED_EACH = 4;

const tell = (notice: Notice, at: Date) => inTransaction((tx) => notify(tx, [notice], at));

/** What an approver was asked, as far as it still waits, each at the moment when it was. */
async function seedAsked(approver: PersonActor, because: string): Promise<void> {
  const { items } = expectOk(await listQueue(approver, QueueInput.parse({ tab: "forMe", sort: "newest", limit: ASKED_EACH })), "read the queue");
  for (const request of items) {
    const notice = {
      kind: "approval.asked",
      subject: { type: "approval", id: request.id },
      recipients: [{ personId: approver.id, because }],
      important: false,
      title: request.title,
      body: `${request.agentName} asks to run ${request.toolName}.`,
      path: `/queue/${request.id}`,
      groupKey: `approval:${request.id}`,
      dedupeKey: `approval.asked:${request.id}:${approver.id}`,
    };
    await tell(notice, new Date(request.createdAt));
  }
}

/** One that somebody has decided since: its notice says so. */
async function seedSettled(approver: PersonActor): Promise<void> {
  const [found] = expectOk(await searchRequests(approver, { text: "refund", limit: 1 }), "find a decided request");
  if (found === undefined || found.decidedAt === null) return;
  const decidedAt = new Date(found.decidedAt);
  const subject = { type: "approval", id: found.id };
  const notice = {
    kind: "approval.asked",
    subject,
    recipients: [{ personId: approver.id, because: "you are an approver of Finance" }],
    important: false,
    title: found.title,
    body: `${found.agentName} asked for it.`,
    path: `/queue/${found.id}`,
    groupKey: `approval:${found.id}`,
    dedupeKey: `approval.asked:${found.id}:${approver.id}`,
  };
  await tell(notice, new Date(decidedAt.getTime() - 30 * MINUTE_MS));
  await inTransaction((tx) => settle(tx, subject, `Already ${found.state}`, decidedAt));
}

/** A few notices for the people of the demo, told through the service that tells everyone. */
export async function seedNotices(personOf: (email: string) => PersonActor, now: Date): Promise<void> {
  const [ana, tom] = [personOf("approver@reeve.demo"), personOf("approver2@reeve.demo")];
  await seedAsked(ana, "you are an approver of Finance");
  await seedAsked(tom, "you are an approver of Sales");
  await seedSettled(ana);
  const killedAt = new Date(now.getTime() - 2 * DAY_MS);
  const keepers = [
    { personId: personOf("operator@reeve.demo").id, because: "you are an operator" },
    { personId: personOf("executive@reeve.demo").id, because: "you are an executive" },
    { personId: personOf("admin@reeve.demo").id, because: "you are an administrator" },
  ];
  const killed = {
    kind: "agent.killed",
    subject: { type: "agent", id: "invoice-agent" },
    recipients: keepers,
    important: true,
    title: "invoice-agent was killed by Mei Lin",
    body: "Matched 41 invoices with the wrong orders. Stopped until the matching is mended.",
    path: "/agents/invoice-agent",
    groupKey: "agent:invoice-agent",
    dedupeKey: `agent.killed:invoice-agent:${killedAt.getTime()}`,
  };
  await tell(killed, killedAt);
}
