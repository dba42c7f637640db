"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import type { ReviewTime } from "@/server/approvals/review-time-schema";
import type { ExploreInput } from "@/server/spend/schema";
import { formatCents } from "./prepare-spend";
import { ReviewRateForm } from "./review-rate-form";

const HOUR = 3_600;

/** "1 h 20 min", "4 min": how long people took. */
function lengthWords(seconds: number): string {
  const minutes = Math.round((seconds % HOUR) / 60);
  const hours = Math.floor(seconds / HOUR) + (minutes === 60 ? 1 : 0);
  const rest = minutes === 60 ? 0 : minutes;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${formatCount(hours)} h` : `${formatCount(hours)} h ${rest} min`;
}

/** What people's decisions on requests took beside what models cost: never in the same sum. */
export function ReviewTimeSection({ query }: { readonly query: ExploreInput }) {
  const found = useQuery(useTRPC().approvals.reviewTime.queryOptions(query));
  const [isSetting, setSetting] = useState(false);
  const { data } = found;
  if (found.isError)
    return (
      <Section title="People's time">
        <ErrorState title="The time could not be read" onRetry={() => void found.refetch()} isRetrying={found.isFetching}>
          {sentenceOf(found.error)}
        </ErrorState>
      </Section>
    );
  return (
    <Section
      title="People's time"
      note={`What deciding on requests${query.agent === undefined ? "" : ` of ${query.agent}`} took in these days. It is in no other figure of this page.`}
      action={
        data?.canSet === true && <Button onClick={() => setSetting(true)}>{data.rate === null ? "Set a rate" : "Change the rate"}</Button>
      }
    >
      {data === undefined ? <Skeleton className="h-12" /> : <Figures data={data} />}
      {isSetting && <ReviewRateForm rate={data?.rate?.microUsdPerHour ?? null} onClose={() => setSetting(false)} />}
    </Section>
  );
}

function Figures({ data: { verdicts, people, seconds, costMicroUsd, rate, canSet } }: { readonly data: ReviewTime }) {
  if (verdicts === 0) return <p className="text-sm text-ink-2">Nobody decided on a request in these days.</p>;
  const mean = Math.round(seconds / verdicts);
  const each = mean < 120 ? `${formatCount(mean)} s` : lengthWords(mean);
  return (
    <>
      <p className="text-base tabular-nums">
        <strong className="font-semibold">{lengthWords(seconds)}</strong> for {formatCount(verdicts)}{" "}
        {verdicts === 1 ? "verdict" : "verdicts"} by {formatCount(people)} {people === 1 ? "person" : "people"}, about {each} each
        {costMicroUsd !== null && (
          <>
            ; <strong className="font-semibold">{formatCents(costMicroUsd)}</strong>
            {rate !== null && ` at ${formatCents(rate.microUsdPerHour)} an hour`}
          </>
        )}
        .
      </p>
      <p className="pt-1 text-xs text-ink-3">
        Measured from one verdict of a person to their next within 15 minutes; the first of a sitting counts as the middle of the others.
        {rate === null && (canSet ? " Set what an hour costs to see it in dollars." : " An administrator can set what an hour costs.")}
      </p>
    </>
  );
}
