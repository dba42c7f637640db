import { type Asking, askedBy, type Directory, directoryAt } from "@/server/escalation/service";
import type { Notice } from "@/server/notifications/schema";
import { closeTold, notify, settle } from "@/server/notifications/service";
import type { PrismaTx, Tx } from "@/server/platform/tx";
import { listWatched, type Watched } from "./escalation-store";
import { openStageOf } from "./rows";

// What people are told of a request, as notices: facts of Reeve, never rights.

/** Whom the open stage asks, as far as telling needs it: who may not decide or has voted is left out. */
export const askingOf = ({ groupIds, personIds, onCallIds, excluded, voterIds, ownerId }: Watched): Asking => ({
  groupIds,
  personIds,
  onCallIds,
  without: new Set([...Object.keys(excluded), ...voterIds]),
  ownerId,
});

/** What was told of a request counts for one round: whoever is asked anew after an edit is told anew. */
export const askingKey = ({ id, round }: Pick<Watched, "id" | "round">): string => (round === 0 ? id : `${id}:${round}`);

type Told = Pick<Notice, "kind" | "recipients" | "body" | "dedupeKey"> & Partial<Pick<Notice, "channels" | "important">>;

/** What Slack offers, on the request as it stands; what is of high risk is decided in Reeve alone. */
const buttonsOf = ({ riskTier, revision }: Watched): NonNullable<Notice["buttons"]> =>
  riskTier === "high"
    ? []
    : [
        { verb: "approve", label: "Approve", style: "primary", value: String(revision) },
        { verb: "reject", label: "Reject", style: "danger", value: String(revision), asksReason: true },
      ];

/** A notice about a request. Whoever gets it may try the buttons; whether they may decide is said when they do. */
export const noticeOf = (request: Watched, told: Told): Notice => ({
  important: false,
  buttons: buttonsOf(request),
  ...told,
  subject: { type: "approval", id: request.id },
  title: request.title,
  path: `/queue/${request.id}`,
  groupKey: `approval:${request.id}`,
});

/** "approval.asked" of the open stage. */
export function askedNotice(request: Watched, directory: Directory): Notice {
  const stage =
    request.stages.length > 1 ? ` It is with ${openStageOf(request).name}, stage ${request.stage} of ${request.stages.length}.` : "";
  return noticeOf(request, {
    kind: "approval.asked",
    recipients: askedBy(askingOf(request), directory),
    body: `${request.agentName} asks to run ${request.toolName}.${stage}`,
    dedupeKey: `approval.asked:${askingKey(request)}:${request.stage}`,
  });
}

/** Tells whoever is asked that these requests are past their due time. */
export async function tellBreached(tx: PrismaTx, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  const [requests, directory] = await Promise.all([listWatched(tx, ids), directoryAt(now)]);
  const notices = requests.map((request) =>
    noticeOf(request, {
      kind: "approval.breached",
      recipients: askedBy(askingOf(request), directory),
      body: `${request.agentName} still waits to run ${request.toolName}: the time to decide is over.`,
      dedupeKey: `approval.breached:${askingKey(request)}:${request.stage}`,
    }),
  );
  await notify(tx, notices, now);
}

/** Closes what was told of a stage that is over, on every channel, before the next stage is asked: its cards decide nothing any more. */
export const closeStage = (tx: Tx, id: string, words: string, now: Date): Promise<void> =>
  closeTold(tx, { type: "approval", id }, words, now);

/** Closes what was told of requests that ended, on every channel: "Already approved by Ana Ruiz". */
export async function settleTold(tx: Tx, ids: readonly string[], words: string, now: Date): Promise<void> {
  for (const id of ids) await settle(tx, { type: "approval", id }, words, now);
}
