import type { ApprovalEvent, Change, QueuePage, QueueRow } from "@/server/approvals/schema";

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

/** What to say of a change: what ended, with the name of whoever ended it; null when it need not be said. */
export function changeWords({ change, by, isMine, title }: ChangeEvent): string | null {
  const verb = BY_PERSON[change];
  if (verb !== undefined && by !== null && !isMine) return `${by.name} ${verb}: ${title}.`;
  const word = BY_ITSELF[change];
  return word === undefined ? null : `${word}: ${title}.`;
}

/** The same for the request that is open, of which every step by someone else is worth a word. */
export function openWords(event: ChangeEvent): string | null {
  const { change, by, isMine, title } = event;
  if (isMine || by === null) return change === "breached" ? `Now overdue: ${title}.` : changeWords(event);
  if (change === "claimed") return `${by.name} holds it now: ${title}.`;
  if (change === "released") return `${by.name} let it go: ${title}.`;
  return changeWords(event);
}

/** Words on one's own verdict. */
export const verdictWords = (verdict: "approve" | "reject", title: string): string =>
  `${verdict === "approve" ? "Approved" : "Rejected"}: ${title}.`;

/** Changes that only touch who holds it: they neither move a row nor take it from the list. */
const OF_THE_CLAIM: ReadonlySet<Change> = new Set(["claimed", "renewed", "released"]);
export const isOfTheClaim = (change: Change): boolean => OF_THE_CLAIM.has(change);

const patchRow = (row: QueueRow, { id, state, claim, revision }: ChangeEvent): QueueRow =>
  row.id === id && revision >= row.revision ? { ...row, state, claim, revision } : row;

/** A page of the list after a change; the page itself when the change is about none of its rows. */
export function patchPage(page: QueuePage, event: ChangeEvent): QueuePage {
  if (!page.items.some((row) => row.id === event.id)) return page;
  return { ...page, items: page.items.map((row) => patchRow(row, event)) };
}
