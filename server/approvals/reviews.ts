import { linesFor } from "@/server/actions/veils";
import * as audit from "@/server/audit/service";
import { restoresByIds } from "@/server/fleet/reinstatements";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import type { ReviewCounts, ReviewInput, ReviewRow } from "./delegation-schema";
import * as store from "./review-store";
import { namesOf, personRef } from "./rows";

// What one person did alone that takes two, for someone else to look at later.

type Solo = { readonly subject: { readonly type: string; readonly id: string }; readonly personId: string; readonly what: string };

/** Puts something that only the single-operator mode allowed on the list, in the transaction that did it. */
export async function recordReview(tx: PrismaTx, { subject, personId, what }: Solo, now: Date): Promise<void> {
  const id = newId("review");
  await store.insertReview(tx, { id, subjectType: subject.type, subjectId: subject.id, personId, what, createdAt: now });
  await audit.append(tx, {
    kind: "review.opened",
    actor: { type: "person", id: personId },
    subject: { type: "review", id },
    occurredAt: now,
    data: { subjectType: subject.type, subjectId: subject.id, what },
  });
}

/** What waits for a look, the oldest first, then what was looked at. */
export async function listReviews(actor: PersonActor): Promise<Result<readonly ReviewRow[]>> {
  if (!access.review(actor)) return refuse("forbidden", "Only approvers, operators, auditors and administrators see this list.");
  const rows = await store.listReviews(REVIEWS);
  const [names, abouts] = await Promise.all([namesOf(rows.flatMap((row) => [row.personId, row.reviewedById])), aboutsOf(actor, rows)]);
  return ok(
    rows.map(({ createdAt, reviewedAt, reviewedById, personId, ...row }) => ({
      ...row,
      about: abouts.get(row.subjectId) ?? null,
      by: personRef(personId, names),
      createdAt: createdAt.toISOString(),
      reviewedAt: reviewedAt?.toISOString() ?? null,
      reviewedBy: reviewedById === null ? null : personRef(reviewedById, names),
      isMine: personId === actor.id,
    })),
  );
}

const REVIEWS = 200;

/** What the entries were about, by the id of their subject, as this person may read it. */
async function aboutsOf(actor: PersonActor, rows: readonly { readonly subjectType: string; readonly subjectId: string }[]) {
  const idsOf = (type: string) => rows.filter(({ subjectType }) => subjectType === type).map(({ subjectId }) => subjectId);
  const [votes, restores] = await Promise.all([store.listVotes(idsOf("vote")), restoresByIds(idsOf("restore"))]);
  const lines = await linesFor(actor, votes);
  const abouts = new Map<string, NonNullable<ReviewRow["about"]>>();
  for (const { id, actionId, title, verdict, reason, approvalId, agentName } of votes) {
    abouts.set(id, { approvalId, agentName, title: lines.title(actionId, title), verdict, reason });
  }
  for (const { id, agentName, reason } of restores) abouts.set(id, { approvalId: null, agentName, title: null, verdict: null, reason });
  return abouts;
}

/** How much waits for a look; nothing for those who have no part in it. */
export async function countReviews(actor: PersonActor): Promise<ReviewCounts> {
  if (!access.review(actor)) return { open: 0, forMe: 0 };
  const { open, own } = await store.countOpen(actor.id);
  return { open, forMe: open - own };
}

/** Notes that someone looked at it. Nobody reviews what they did themselves. */
export async function review(actor: PersonActor, { id, note }: ReviewInput): Promise<Result<{ id: string }>> {
  if (!access.review(actor)) return refuse("forbidden", "Only approvers, operators, auditors and administrators review.");
  const now = clock.now();
  return inTransaction(async (tx) => {
    const found = await store.findReview(tx, id);
    if (found === null) return refuse("not_found", "There is no such entry on the list.");
    if (found.personId === actor.id) return refuse("self_approval", "You did this yourself, so someone else reviews it.");
    if (!(await store.closeReview(tx, { id, personId: actor.id, note }, now)))
      return refuse("conflict", "Someone has reviewed it meanwhile.");
    const subject = { type: "review", id };
    await audit.append(tx, { kind: "review.closed", actor: audit.entryActor(actor), subject, occurredAt: now, data: {} });
    return ok({ id });
  });
}
