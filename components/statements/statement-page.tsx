"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { formatCents } from "@/components/spend/prepare-spend";
import { isMissing, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button, buttonLook } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { monthWords } from "@/server/statements/core/months";
import { STATE_WORDS, teamWords } from "@/server/statements/core/words";
import type { Statement } from "@/server/statements/schema";
import { StatementLines } from "./statement-lines";
import { DisputeForm, HandOverForm } from "./verdict-forms";

const Parent = () => (
  <Link href="/spend/statements" className="hover:text-ink">
    Statements
  </Link>
);

/** What one team is charged with for one month, line by line, and what its owner says of it. */
export function StatementPage({ id }: { readonly id: string }) {
  const query = useQuery(useTRPC().statements.byId.queryOptions({ id }));
  if (query.data) return <Sheet statement={query.data} />;
  if (!query.isError) {
    return (
      <div role="status" aria-label="The statement is loading" className="flex flex-col gap-6 px-4 pt-4 md:px-6">
        <Skeleton className="h-12 max-w-md" />
        <Skeleton className="h-64" />
      </div>
    );
  }
  return (
    <>
      <PageHeader title="Statement" parent={<Parent />} />
      {isMissing(query.error) || query.error.data?.code === "BAD_REQUEST" ? (
        <EmptyState
          title="There is no such statement"
          action={
            <Link href="/spend/statements" className="link">
              See all statements
            </Link>
          }
        >
          The address may be cut short.
        </EmptyState>
      ) : (
        <ErrorState title="The statement could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      )}
    </>
  );
}

function Sheet({ statement }: { readonly statement: Statement }) {
  const { id, team, month, can } = statement;
  const [form, setForm] = useState<"dispute" | "handOver" | null>(null);
  const acknowledge = useMutation(
    useTRPC().statements.acknowledge.mutationOptions({
      onError: (error) => toast(sentenceOf(error)),
      onSuccess: () => toast("The statement is acknowledged."),
    }),
  );
  const file = (format: "pdf" | "csv") => `/api/statements/${id}/document?format=${format}`;
  return (
    <>
      <PageHeader
        parent={<Parent />}
        title={`${teamWords(team)}, ${monthWords(month)}`}
        state={<State statement={statement} />}
        actions={
          <>
            <a href={file("pdf")} download className={buttonLook({})}>
              PDF
            </a>
            <a href={file("csv")} download className={buttonLook({})}>
              CSV
            </a>
            {can.handOver && <Button onClick={() => setForm("handOver")}>Hand over</Button>}
            {can.decide && statement.state !== "disputed" && <Button onClick={() => setForm("dispute")}>Dispute</Button>}
            {can.decide && (
              <Button variant="primary" isPending={acknowledge.isPending} onClick={() => acknowledge.mutate({ id })}>
                Acknowledge
              </Button>
            )}
          </>
        }
      />
      <div className="grid max-w-4xl gap-8 px-4 pb-10 md:px-6">
        <Summary statement={statement} />
        <StatementLines statement={statement} />
      </div>
      {form === "dispute" && <DisputeForm id={id} onClose={() => setForm(null)} />}
      {form === "handOver" && <HandOverForm id={id} ownerId={statement.owner?.id ?? null} onClose={() => setForm(null)} />}
    </>
  );
}

function State({ statement: { state, stateBy, stateAt, owner } }: { readonly statement: Statement }) {
  if (stateBy !== null && stateAt !== null) {
    return (
      <>
        {STATE_WORDS[state]} by {stateBy.name}, <Time at={stateAt} />
      </>
    );
  }
  return owner === null ? "Nobody owns it: an operator acknowledges it, or hands it over" : `Waits for ${owner.name} to acknowledge it`;
}

function Summary({ statement }: { readonly statement: Statement }) {
  const { totalMicroUsd, usageMicroUsd, correctionsMicroUsd, corrections, owner, organisation, timeZone, closedAt, reason, state } =
    statement;
  return (
    <div className="grid gap-4 border-t border-line pt-4">
      <p className="text-sm text-ink-2">
        {organisation}. Days of {timeZone}, US dollars. Closed <Time at={closedAt} />.
      </p>
      <dl className="flex flex-wrap gap-y-4">
        <Figure name="Charged" value={formatCents(totalMicroUsd)} />
        <Figure name="Calls of models" value={formatCents(usageMicroUsd)} />
        {corrections.length > 0 && <Figure name="Corrections of earlier months" value={formatCents(correctionsMicroUsd)} />}
        <Figure name="Owner" value={owner?.name ?? "Nobody yet"} />
      </dl>
      {reason !== null && state === "disputed" && (
        <div className="max-w-[70ch] border-l-2 border-danger pl-3">
          <p className="text-sm font-medium">Disputed</p>
          <p className="text-sm wrap-anywhere whitespace-pre-wrap">{reason}</p>
        </div>
      )}
    </div>
  );
}

const Figure = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div className="border-l border-line px-5 first:border-0 first:pl-0">
    <dt className="text-sm text-ink-2">{name}</dt>
    <dd className="text-xl font-semibold tracking-tight">{value}</dd>
  </div>
);
