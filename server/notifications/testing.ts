import { newId } from "@/server/platform/new-id";
import { inTransaction } from "@/server/platform/tx";
import type { Notice } from "./schema";
import { notify } from "./service";

/** For tests: a notice about a request of its own, as a caller would hand it over. */
export function noticeTo(personIds: readonly string[], more: Partial<Notice> = {}): Notice {
  const id = more.subject?.id ?? newId("approval");
  return {
    kind: "approval.asked",
    subject: { type: "approval", id },
    recipients: personIds.map((personId) => ({ personId, because: "you approve for Finance" })),
    important: false,
    title: "Order 3 chairs from Fabrikam",
    body: "procurement-agent asks for $12,000.",
    path: `/queue/${id}`,
    groupKey: `approval:${id}`,
    dedupeKey: `approval.asked:${id}`,
    ...more,
  };
}

/** For tests: tells it in a transaction of its own. */
export async function tell(notice: Notice, now = new Date()): Promise<Notice> {
  await inTransaction((tx) => notify(tx, [notice], now));
  return notice;
}
