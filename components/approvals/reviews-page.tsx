"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { agentHref } from "@/components/fleet/fleet-address";
import { sentenceOf } from "@/components/trpc/failure";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { PageHeader } from "@/components/ui/page-header";
import { Textarea } from "@/components/ui/textarea";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { ReviewRow } from "@/server/approvals/delegation-schema";
import { cleanLine } from "@/server/kernel/untrusted";
import { isWaiting, reviewsSentence, soloWords } from "./prepare-reviews";

const PARENT = (
  <Link href="/queue" className="hover:underline">
    Queue
  </Link>
);

/** What one person did alone that takes two, for someone else to look at. */
export function ReviewsPage() {
  const list = useQuery(useTRPC().approvals.reviews.queryOptions());
  const [reviewed, setReviewed] = useState<ReviewRow | null>(null);
  return (
    <>
      <PageHeader parent={PARENT} title="Done alone" state={list.data && reviewsSentence(list.data)} />
      <Loaded query={list} what="What was done alone">
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title="What one person did alone will be listed here.">
              Only the single-operator mode lets one person do what takes two. It has not been used.
            </EmptyState>
          ) : (
            <>
              <Reviews title="To review" rows={rows.filter(isWaiting)} onReview={setReviewed} />
              <Reviews title="Reviewed" rows={rows.filter((row) => !isWaiting(row))} onReview={setReviewed} />
            </>
          )
        }
      </Loaded>
      {reviewed && <ReviewDialog row={reviewed} onClose={() => setReviewed(null)} />}
    </>
  );
}

type ReviewsProps = { readonly title: string; readonly rows: readonly ReviewRow[]; readonly onReview: (row: ReviewRow) => void };

function Reviews({ title, rows, onReview }: ReviewsProps) {
  if (rows.length === 0) return null;
  return (
    <section aria-label={title} className="border-t border-line pb-4">
      <h2 className="px-4 pt-3 pb-1 text-base font-medium md:px-6">
        {title} <span className="font-normal text-ink-3">{rows.length}</span>
      </h2>
      <ul>
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-start gap-x-6 gap-y-2 border-b border-line px-4 py-3 last:border-b-0 md:px-6">
            <div className="min-w-0 flex-1 basis-64">
              <p>
                <span className="font-medium">{row.isMine ? "You" : row.by.name}</span> {soloWords(row)},{" "}
                <Time at={row.createdAt} format="relative" />
              </p>
              {row.about && <About about={row.about} />}
              {row.reviewedBy !== null && row.reviewedAt !== null && (
                <p className="text-ink-2 wrap-anywhere">
                  Reviewed by {row.reviewedBy.name}, <Time at={row.reviewedAt} format="relative" />
                  {row.note !== null && `: ${row.note}`}
                </p>
              )}
            </div>
            {isWaiting(row) &&
              (row.isMine ? (
                <p className="max-w-60 text-xs text-ink-3">You did this yourself, so someone else reviews it.</p>
              ) : (
                <Button aria-label={`Reviewed: ${row.by.name} ${soloWords(row)}`} onClick={() => onReview(row)}>
                  Reviewed
                </Button>
              ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

function About({ about }: { readonly about: NonNullable<ReviewRow["about"]> }) {
  const agent = cleanLine(about.agentName, 128);
  return (
    <p className="text-ink-2 wrap-anywhere">
      {about.approvalId === null ? (
        <Link className="link" href={agentHref(about.agentName)}>
          {agent}
        </Link>
      ) : (
        <>
          <Link className="link" href={`/queue/${about.approvalId}`}>
            {cleanLine(about.title ?? "The request", 160)}
          </Link>
          , {agent}
        </>
      )}
      {about.reason !== null && `. Reason given: ${about.reason}`}
    </p>
  );
}

function ReviewDialog({ row, onClose }: { readonly row: ReviewRow; readonly onClose: () => void }) {
  const [note, setNote] = useState("");
  const review = useMutation(
    useTRPC().approvals.review.mutationOptions({
      onSuccess: () => {
        toast("Reviewed.");
        onClose();
      },
    }),
  );
  return (
    <FormDialog
      title="You have looked at it?"
      description={`${row.by.name} ${soloWords(row)}. That you reviewed it goes on the record; it changes nothing that was done.`}
      verb="Reviewed"
      isPending={review.isPending}
      error={review.error && sentenceOf(review.error)}
      onClose={onClose}
      onSubmit={() => review.mutate({ id: row.id, note })}
    >
      <Field label="Note" hint="Everyone who reads the list sees it.">
        {(control) => <Textarea {...control} rows={3} maxLength={500} value={note} onChange={({ target }) => setNote(target.value)} />}
      </Field>
    </FormDialog>
  );
}
