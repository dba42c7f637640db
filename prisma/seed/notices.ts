import { searchRequests } from "@/server/approvals/search";
import type { Notice } from "@/server/notifications/schema";
import { notify, settle } from "@/server/notifications/service";
import type { PersonActor } from "@/server/platform/actor";
import { inTransaction } from "@/server/platform/tx";
import { expectOk } from "./expect";

const MINUTE_MS = 60_000;

const tell = (notice: Notice, at: Date) => inTransaction((tx) => notify(tx, [notice], at));

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
export async function seedNotices(personOf: (email: string) => PersonActor): Promise<void> {
  await seedSettled(personOf("approver@reeve.demo"));
}
