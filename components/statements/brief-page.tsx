"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatCents, formatChange } from "@/components/spend/prepare-spend";
import { SpendTabs } from "@/components/spend/spend-tabs";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { formatCount } from "@/components/ui/format-count";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { usdWords } from "@/server/kernel/money";
import type { Brief } from "@/server/statements/brief-schema";
import { budgetStanding } from "@/server/statements/core/brief-words";
import { BriefCharts } from "./brief-charts";
import { BriefForm } from "./brief-form";

/** Spend on one page, for whoever has a minute: three sentences, five numbers, two charts. */
export function BriefPage() {
  const query = useQuery(useTRPC().statements.brief.queryOptions());
  const [isChoosing, setChoosing] = useState(false);
  const brief = query.data;
  return (
    <>
      <PageHeader
        title="Spend in brief"
        state={
          brief ? (
            <>
              {brief.organisation}, {brief.monthName}, as of <Time at={brief.asOf} />
            </>
          ) : (
            "Three sentences, five numbers, two charts"
          )
        }
        actions={
          <span className="flex flex-wrap gap-2 print:hidden">
            <Button onClick={() => window.print()}>Print</Button>
            {brief?.canBeSent && (
              <Button onClick={() => setChoosing(true)}>{brief.sent ? sentWords(brief.sent.every) : "Send it to me"}</Button>
            )}
          </span>
        }
      />
      <div className="print:hidden">
        <SpendTabs current="brief" />
      </div>
      {brief ? (
        <div className="grid max-w-5xl gap-8 px-4 pb-10 md:px-6 print:max-w-none print:gap-4 print:pb-0">
          <Sentences brief={brief} />
          <Figures brief={brief} />
          <BriefCharts brief={brief} />
        </div>
      ) : query.isError ? (
        <ErrorState title="The brief could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      ) : (
        <div role="status" aria-label="The brief is loading" className="flex flex-col gap-6 px-4 md:px-6">
          <Skeleton className="h-24 max-w-2xl" />
          <Skeleton className="h-64" />
        </div>
      )}
      {isChoosing && brief && <BriefForm brief={brief} onClose={() => setChoosing(false)} />}
    </>
  );
}

const sentWords = (every: "weekly" | "monthly") => (every === "weekly" ? "Sent every Monday" : "Sent every month");

const Sentences = ({ brief }: { readonly brief: Brief }) => (
  <div className="grid max-w-[70ch] gap-2 pt-2 text-lg text-pretty">
    {brief.sentences.map((sentence) => (
      <p key={sentence} className="wrap-anywhere">
        {sentence}
      </p>
    ))}
  </div>
);

function Figures({ brief }: { readonly brief: Brief }) {
  const { spentMicroUsd, beforeMicroUsd, ahead, budget, unknownCalls, toAcknowledge, disputed } = brief;
  const change = formatChange(spentMicroUsd, beforeMicroUsd);
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 border-y border-line py-5 md:grid-cols-5 print:grid-cols-5 print:gap-x-4 print:py-3">
      <Figure
        name="Spent so far"
        value={formatCents(spentMicroUsd)}
        note={change === null ? "nothing to hold it against" : `${change} on the month before`}
      />
      <Figure
        name="Expected in all"
        value={ahead === null ? "not known" : usdWords(ahead.totalMicroUsd)}
        note={
          ahead?.lowMicroUsd && ahead.highMicroUsd
            ? `${usdWords(ahead.lowMicroUsd)} to ${usdWords(ahead.highMicroUsd)}`
            : "too little on record for a band"
        }
      />
      <Figure
        name="Budget of the month"
        value={budget === null ? "none" : usdWords(budget.limitMicroUsd)}
        note={budget === null ? "no budget of the organisation" : budgetStanding(budget)}
      />
      <Figure
        name="Not known"
        value={unknownCalls === 0 ? "none" : formatCount(unknownCalls)}
        note={unknownCalls === 0 ? "every call has its cost" : "calls, in no figure"}
      />
      <Figure
        name="To acknowledge"
        value={formatCount(toAcknowledge)}
        note={disputed === 0 ? "statements, none disputed" : `statements, ${formatCount(disputed)} disputed`}
      />
    </dl>
  );
}

const Figure = ({ name, value, note }: { readonly name: string; readonly value: string; readonly note: string }) => (
  <div className="min-w-0">
    <dt className="text-sm text-ink-2">{name}</dt>
    <dd className="text-xl font-semibold tracking-tight whitespace-nowrap">{value}</dd>
    <dd className="text-xs text-ink-3">{note}</dd>
  </div>
);
