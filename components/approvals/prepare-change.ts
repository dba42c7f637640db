import type { ApprovalEvent, Change } from "@/server/approvals/change-schema";
import type { QueuePage, QueueRow } from "@/server/approvals/schema";

export type ChangeEvent = Extract<ApprovalEvent, { kind: "change" }>;

const BY_PERSON: Partial<Record<Change, string>> = {
  approved: "approved",
  rejected: "rejected",
  revoked: "took back",
  cancelled: "closed",
};
const BY_ITSELF: Partial<Record<Change, string>> = {
  approved: "Approved",
  rejected: "Rejected",
  expired: "Expired",
  cancelled: "Withdrawn by its agent",
  revoked: "Taken back",
};

/** One's own verdict was said when it was given; once it takes effect one has long been at another request. */
const WAS_SAID: ReadonlySet<Change> = new Set(["approved", "rejected"]);

/** What to say of a change: what ended, with the name of whoever ended it; null when it need not be said. */
export function changeWords(event: ChangeEvent): string | null {
  const { change, by, isMine, title } = event;
  if (isMine && WAS_SAID.has(change)) return null;
  const verb = BY_PERSON[change];
  if (verb !== undefined && by !== null && !isMine) return `${by.name} ${verb}: ${title}.`;
  // One's own vote opened the next stage.
  if (change === "stage_opened" && isMine) return stageWords(event);
  const word = BY_ITSELF[change];
  return word === undefined ? null : `${word}: ${title}.`;
}

/** The same for the request that is open, of which every step by someone else is worth a word. */
export function openWords(event: ChangeEvent): string | null {
  const { change, by, isMine, title } = event;
  if (change === "stage_opened") return stageWords(event);
  if (isMine || by === null) return change === "breached" ? `Now overdue: ${title}.` : changeWords(event);
  if (change === "claimed") return `${by.name} holds it now: ${title}.`;
  if (change === "released") return `${by.name} let it go: ${title}.`;
  if (change === "voted") return `${by.name} ${voteWords(event)}: ${title}.`;
  if (change === "edited") return `${by.name} edited the arguments: ${title}.`;
  if (change === "undone") return `${by.name} took the vote back: ${title}.`;
  return changeWords(event);
}

const stageWords = ({ stage, stageCount, stageName, title }: ChangeEvent): string =>
  `Now with ${stageName} (stage ${stage} of ${stageCount}): ${title}.`;

/** A vote that ends its stage can still be undone; any other is an approval, since a rejection always ends it. */
const voteWords = ({ votesIn, quorum }: ChangeEvent): string =>
  votesIn < quorum ? `approved; ${votesIn} of ${quorum} so far` : "decided; it takes effect in a moment";

const DONE = { approve: "Approved", reject: "Rejected" } as const;

/** Words on one's own verdict. */
export const verdictWords = (verdict: keyof typeof DONE, title: string): string => `${DONE[verdict]}: ${title}.`;

/** "1 request", "12 requests". */
export const requestsWords = (count: number): string => `${count.toLocaleString("en-GB")} ${count === 1 ? "request" : "requests"}`;

type Undone = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** What became of taking votes back. */
export function undoneWords(items: readonly Undone[], about: string): string {
  const late = items.flatMap((one) => (one.ok ? [] : [one.message]));
  const [first] = late;
  if (first === undefined) return `Undone: ${about}.`;
  if (items.length === 1) return `${first} ${about}.`;
  return `Undone: ${items.length - late.length} of ${items.length} requests. ${late.length} had taken effect.`;
}

/** Changes that only touch who holds it: they neither move a row nor take it from the list. */
const OF_THE_CLAIM: ReadonlySet<Change> = new Set(["claimed", "renewed", "released"]);
export const isOfTheClaim = (change: Change): boolean => OF_THE_CLAIM.has(change);

/** Whether the row waits for its reader after this change, as far as the change tells; the list read afresh knows. */
function stillWaits(row: QueueRow, { change, isMine, votesIn, quorum }: ChangeEvent): boolean {
  if (change === "voted" || change === "edited") return row.waitsForMe && !isMine && votesIn < quorum;
  return change === "undone" ? row.mayNotDecide === null : row.waitsForMe;
}

function patchRow(row: QueueRow, event: ChangeEvent): QueueRow {
  if (row.id !== event.id || event.revision < row.revision) return row;
  const { state, claim, claims, revision, stage, stageName, quorum, votesIn } = event;
  return { ...row, state, claim, claims, revision, stage, stageName, quorum, votesIn, waitsForMe: stillWaits(row, event) };
}

/** A page of the list after a change; the page itself when the change is about none of its rows. */
export function patchPage(page: QueuePage, event: ChangeEvent): QueuePage {
  if (!page.items.some((row) => row.id === event.id)) return page;
  return { ...page, items: page.items.map((row) => patchRow(row, event)) };
}

/** A page once its reader has voted on requests, or taken the votes back: they leave what waits, or come back to it. */
export function patchVoted(
  page: QueuePage,
  voted: ReadonlyMap<string, Pick<QueueRow, "state" | "revision">>,
  waitsForMe: boolean,
): QueuePage {
  if (!page.items.some((row) => voted.has(row.id))) return page;
  const items = page.items.map((row) => {
    const now = voted.get(row.id);
    return now === undefined ? row : { ...row, ...now, waitsForMe, claim: null, claims: [] };
  });
  return { ...page, items };
}
