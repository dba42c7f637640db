"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { prepareState } from "@/server/maturity/core/card-words";
import type { Scorecard, Standing } from "@/server/maturity/schema";
import { AimButton } from "./aim-button";
import { CriteriaTable } from "./criteria-table";
import { DimensionTable } from "./dimension-table";
import { EvaluateButton } from "./evaluate-button";
import { GapTable } from "./gap-table";
import { Hero } from "./hero";
import { askedLevel, MATURITY_PARAMS, TREND_DAYS } from "./maturity-address";
import { MaturityTabs } from "./maturity-tabs";
import { nextLevel, prepareFirst } from "./prepare-maturity";

const FIRST_GAPS = 10;

/** How well the organisation runs its agents: where it stands, why, and what lifts it. */
export function MaturityPage() {
  const query = useQuery(useTRPC().maturity.scorecard.queryOptions());
  const card = query.data;
  return (
    <>
      <PageHeader
        title="Maturity"
        state={
          card?.standing ? prepareState(card.standing, card.organisation) : "How well the organisation runs its agents, from live records"
        }
        actions={card && <Acts card={card} />}
      />
      <MaturityTabs current="scorecard" />
      {card ? (
        card.standing === null ? (
          <EmptyState title="The scorecard will be here after the first evaluation">
            Reeve checks every criterion once a day against its own records. The first evaluation runs within minutes of the start.
          </EmptyState>
        ) : (
          <Body card={card} standing={card.standing} />
        )
      ) : query.isError ? (
        <ErrorState title="The scorecard could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)} What was evaluated is kept.
        </ErrorState>
      ) : (
        <Waiting />
      )}
    </>
  );
}

/** What a person may do about the scorecard as a whole. */
function Acts({ card }: { readonly card: Scorecard }) {
  return (
    <>
      {card.can.evaluate && <EvaluateButton />}
      {card.can.aim && <AimButton />}
      <ButtonLink href="/maturity/report">Board report</ButtonLink>
    </>
  );
}

function Body({ card, standing }: { readonly card: Scorecard; readonly standing: Standing }) {
  const trpc = useTRPC();
  const [{ dimension, level }] = useQueryStates(MATURITY_PARAMS);
  const trend = useQuery(trpc.maturity.trend.queryOptions({ days: TREND_DAYS }));
  const gaps = useQuery(trpc.maturity.gaps.queryOptions());
  const open = standing.rows.find(({ id }) => id === dimension) ?? prepareFirst(standing);
  return (
    <>
      <Hero card={card} standing={standing} past={trend.data ?? []} />
      <div className="px-4 md:px-6">
        {open !== null && (
          <>
            <DimensionTable standing={standing} past={trend.data ?? []} open={open.id} />
            <CriteriaTable standing={standing} row={open} level={askedLevel(level) ?? nextLevel(open)} />
          </>
        )}
        <Section
          title="What to close first"
          note="Risk × impact × gap × confidence ÷ effort, highest first. Only what lies below a target."
          action={
            gaps.data && gaps.data.rows.length > FIRST_GAPS ? (
              <ButtonLink href="/maturity/gaps" variant="quiet" size="sm">
                All {gaps.data.rows.length} gaps
              </ButtonLink>
            ) : undefined
          }
        >
          {gaps.data ? (
            <GapTable rows={gaps.data.rows.slice(0, FIRST_GAPS)} to={standing.path.to} />
          ) : gaps.isError ? (
            <ErrorState title="The gaps could not be read" onRetry={() => void gaps.refetch()} isRetrying={gaps.isFetching}>
              {sentenceOf(gaps.error)}
            </ErrorState>
          ) : (
            <Skeleton className="h-64" />
          )}
        </Section>
      </div>
    </>
  );
}

/** The page's shape while its figures are on their way. */
const Waiting = () => (
  <div role="status" aria-label="The scorecard is loading" className="flex flex-col gap-8 px-4 md:px-6">
    <Skeleton className="h-10 max-w-xs" />
    <Skeleton className="h-72" />
    <Skeleton className="h-96" />
  </div>
);
