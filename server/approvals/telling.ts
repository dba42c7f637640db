import { type Asking, askedBy, type Directory, directoryAt } from "@/server/escalation/service";
import type { Notice } from "@/server/notifications/schema";
import { closeTold, isNews, listFollowers, notify, settle } from "@/server/notifications/service";
import type { PrismaTx, Tx } from "@/server/platform/tx";
import { type Ended, listEnded } from "./end-store";
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

/** Closes what was told of a request whose arguments were edited while its stage stays open, and asks for votes on what it is now. */
export async function tellEdited(
  tx: PrismaTx,
  { id, revision, words }: { readonly id: string; readonly revision: number; readonly words: string },
  now: Date,
): Promise<void> {
  await closeStage(tx, id, words, now);
  const [[request], directory] = await Promise.all([listWatched(tx, [id]), directoryAt(now)]);
  if (request === undefined) return;
  const asked = askedNotice(request, directory);
  await notify(
    tx,
    [{ ...asked, body: `${words}, so votes count afresh. ${asked.body}`, dedupeKey: `${asked.dedupeKey}:${revision}` }],
    now,
  );
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

type HowEnded = {
  readonly state: "approved" | "rejected" | "expired";
  /** What is said of it: "Approved by Ana Ruiz". */
  readonly words: string;
  /** Who ended it, and need not be told. */
  readonly byId: string | null;
};

/**
 * Closes what was told of requests that ended, and tells how they ended to whom it concerns: who set it off, who owns the
 * agent, whose votes counted, and whoever was asked and chose to hear of ends. Many of one agent stand together.
 */
export async function tellEnded(tx: PrismaTx, ids: readonly string[], { state, words, byId }: HowEnded, now: Date): Promise<void> {
  await settleTold(tx, ids, state === "expired" ? words : `Already ${words.charAt(0).toLowerCase()}${words.slice(1)}`, now);
  if (ids.length === 0 || !isNews(now)) return;
  const [ended, followers] = await Promise.all([listEnded(tx, ids), listFollowers(tx, { type: "approval", ids }, "approval.decided")]);
  const notices = ended.flatMap((request): Notice[] => {
    const following = followers.flatMap(({ subjectId, personId }) => (subjectId === request.id ? [personId] : []));
    const recipients = concerned(request, following).filter(({ personId }) => personId !== byId);
    if (recipients.length === 0) return [];
    const { id, title, agentName, toolName } = request;
    return [
      {
        kind: "approval.decided",
        subject: { type: "approval", id },
        recipients,
        important: false,
        title,
        body: `${words}: ${agentName} asked to run ${toolName}.`,
        path: `/queue/${id}`,
        groupKey: `approval.decided:${agentName}`,
        dedupeKey: `approval.decided:${id}:${state}`,
      },
    ];
  });
  await notify(tx, notices, now);
}

const concerned = ({ initiatorPersonId, ownerId, voterIds }: Ended, following: readonly string[]): Notice["recipients"] => [
  ...(initiatorPersonId === null ? [] : [{ personId: initiatorPersonId, because: "you set it off" }]),
  ...(ownerId === null ? [] : [{ personId: ownerId, because: "you own the agent" }]),
  ...voterIds.map((personId) => ({ personId, because: "you voted on it" })),
  ...following.map((personId) => ({ personId, because: "you were asked, and chose to hear how it ends" })),
];
