import { personIdByEmail } from "@/server/identity/service";
import { closeTold, notify } from "@/server/notifications/service";
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

const ENDS = {
  succeeded: { kind: "action.ran", words: "and it succeeded" },
  failed: { kind: "action.ran", words: "and it failed" },
  compensated: { kind: "action.ran", words: "and undid it" },
  unknown: { kind: "action.outcome_unknown", words: "but never said how it ended" },
} as const;
type RunEnd = keyof typeof ENDS;

const subjectOf = ({ id }: Ran) => ({ type: "action", id });

/**
 * Tells whomever an approver promised it to that an action has run: in the transaction that keeps its receipt, or that
 * gives up waiting for one. A receipt that comes after that closes what was told before, and is told itself.
 */
export async function tellPromised(tx: PgTx, ran: Ran, end: RunEnd, now: Date): Promise<void> {
  const emails = readObligations(ran.obligations).flatMap((one) => (one.kind === "notify" ? [one.email] : []));
  if (emails.length === 0) return;
  const personIds = (await Promise.all(emails.map((email) => personIdByEmail(tx, email)))).filter((id) => id !== null);
  const [request] = await store.listByActions([ran.id], tx);
  const { kind, words } = ENDS[end];
  await closeTold(tx, subjectOf(ran), "Its agent has said since how it ended", now);
  await notify(
    tx,
    [
      {
        kind,
        subject: subjectOf(ran),
        recipients: personIds.map((personId) => ({ personId, because: "an approver asked that you are told" })),
        channels: ["inbox", "email"],
        important: false,
        title: ran.summary,
        body: `${ran.agentName} has run ${ran.toolName}, ${words}.`,
        path: request === undefined ? "/queue" : `/queue/${request.id}`,
        groupKey: `action:${ran.id}`,
        dedupeKey: `${kind}:${ran.id}`,
      },
    ],
    now,
  );
}
