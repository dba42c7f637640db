import { personIdByEmail } from "@/server/identity/service";
import { notify } from "@/server/notifications/service";
import type { PgTx } from "@/server/platform/tx";
import { readObligations } from "./obligation-schema";
import * as store from "./store";

type Ran = {
  readonly id: string;
  readonly agentName: string;
  readonly toolName: string;
  readonly summary: string;
  readonly obligations: readonly unknown[];
};

const ENDS = { succeeded: "and it succeeded", failed: "and it failed", compensated: "and undid it" } as const;

/** Tells whomever an approver promised it to that an action has run: in the transaction that keeps its receipt. */
export async function tellPromised(tx: PgTx, ran: Ran, status: keyof typeof ENDS, now: Date): Promise<void> {
  const emails = readObligations(ran.obligations).flatMap((one) => (one.kind === "notify" ? [one.email] : []));
  if (emails.length === 0) return;
  const personIds = (await Promise.all(emails.map((email) => personIdByEmail(tx, email)))).filter((id) => id !== null);
  const [request] = await store.listByActions([ran.id], tx);
  await notify(
    tx,
    [
      {
        kind: "action.ran",
        subject: { type: "action", id: ran.id },
        recipients: personIds.map((personId) => ({ personId, because: "an approver asked that you are told" })),
        channels: ["inbox", "email"],
        important: false,
        title: ran.summary,
        body: `${ran.agentName} has run ${ran.toolName}, ${ENDS[status]}.`,
        path: request === undefined ? "/queue" : `/queue/${request.id}`,
        groupKey: `action:${ran.id}`,
        dedupeKey: `action.ran:${ran.id}`,
      },
    ],
    now,
  );
}
