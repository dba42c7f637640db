import type { ReviewRow } from "@/server/approvals/delegation-schema";

const WHAT: Readonly<Record<string, string>> = {
  initiator: "decided what a run of their own asked for",
  owner: "decided what an agent of their own asked for",
  rule_author: "decided what a rule of their own put to people",
  decided_before: "decided a stage after having decided the one before",
  quorum: "decided alone what takes several",
  restore: "restored a stopped agent without a second person",
};

/** "approved what a run of their own asked for": what was passed over, in words. */
export function soloWords({ what, about }: Pick<ReviewRow, "what" | "about">): string {
  const words = WHAT[what] ?? "did alone what takes two";
  if (about?.verdict == null) return words;
  return words.replace(/^decided/, about.verdict === "approve" ? "approved" : "rejected");
}

/** Whether nobody has looked at it yet. */
export const isWaiting = ({ reviewedAt }: Pick<ReviewRow, "reviewedAt">): boolean => reviewedAt === null;

/** "3 wait for a review, 1 of them your own." */
export function reviewsSentence(rows: readonly Pick<ReviewRow, "reviewedAt" | "isMine">[]): string {
  const waiting = rows.filter(isWaiting);
  const own = waiting.filter(({ isMine }) => isMine).length;
  if (waiting.length === 0) return "Nothing waits for a review.";
  const first = waiting.length === 1 ? "1 waits for a review" : `${waiting.length} wait for a review`;
  if (own === 0) return `${first}.`;
  return waiting.length === own ? `${first}, by someone else than you.` : `${first}, ${own} of them your own.`;
}
