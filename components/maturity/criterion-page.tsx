"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { formatDay } from "@/components/attainment/prepare-attainment";
import { isMissing, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { DIMENSIONS, LEVELS } from "@/server/maturity/core/rubric";
import type { CriterionDetail, ItemRow } from "@/server/maturity/schema";
import { Conditions } from "./conditions";
import { ControlMapping } from "./control-mapping";
import { CriterionActs } from "./criterion-acts";
import { CriterionHistory } from "./criterion-history";
import { CriterionKinds } from "./criterion-kinds";
import { CriterionRecords } from "./criterion-records";
import { MaturityLink } from "./maturity-tabs";
import { itemWord } from "./prepare-roadmap";
import { SampleRows } from "./sample-rows";
import { StateWords } from "./state-words";

/** One criterion: what it asks, what was measured, the rows behind it, and what people said of it. */
export function CriterionPage({ id }: { readonly id: string }) {
  const query = useQuery(useTRPC().maturity.criterion.queryOptions({ id }));
  if (query.isSuccess) return <Loaded detail={query.data} />;
  return (
    <>
      <PageHeader parent={<MaturityLink />} title={id} />
      {query.isPending ? (
        <SkeletonRows rows={8} label="The criterion is loading" />
      ) : isMissing(query.error) ? (
        <EmptyState title="There is no such criterion" action={<ButtonLink href="/maturity">See the scorecard</ButtonLink>}>
          The rubric in force has none of this id, or nothing was evaluated yet.
        </EmptyState>
      ) : (
        <ErrorState title="The criterion could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      )}
    </>
  );
}

function Loaded({ detail }: { readonly detail: CriterionDetail }) {
  const { criterion, query, at, rubricVersion } = detail;
  return (
    <div className="max-w-6xl">
      <PageHeader
        parent={<MaturityLink />}
        title={criterion.id}
        state={
          <>
            {DIMENSIONS[criterion.dimension]}, Level {criterion.level} {LEVELS[criterion.level]}
            {criterion.isCore && ", core"} · rubric {rubricVersion} · checked <Time at={at} format="relative" />
          </>
        }
        actions={<CriterionActs detail={detail} />}
      />
      <div className="px-4 pb-10 md:px-6">
        <div className="border-t border-line py-5">
          <p className="max-w-[60ch] text-lg font-medium text-pretty">{criterion.text}</p>
          <p className="mt-2 text-base">
            <StateWords state={criterion.state} isCore={criterion.isCore} />
          </p>
          {criterion.missing !== null && <p className="mt-2 max-w-[75ch] text-base text-pretty text-ink-2">{criterion.missing}</p>}
          <CriterionKinds criterion={criterion.id} />
          <p className="mt-2 max-w-[75ch] text-base text-pretty text-ink-2">
            <b className="font-medium text-ink">To close it:</b> {criterion.action}. Risk {criterion.risk}, impact {criterion.impact},
            effort {criterion.effort}, each of 5.
          </p>
          {detail.item !== null && <Planned item={detail.item} />}
        </div>
        {query !== null && <Conditions criterion={criterion} query={query} />}
        {query !== null && <SampleRows detail={detail} />}
        <CriterionRecords detail={detail} />
        <CriterionHistory detail={detail} />
        <Section
          title="Helps to evidence"
          note="Items of published frameworks that this criterion contributes to. It does not say that they are fulfilled."
        >
          <ControlMapping maps={detail.maps} />
        </Section>
      </div>
    </div>
  );
}

function Planned({ item }: { readonly item: ItemRow }) {
  return (
    <p className="mt-2 max-w-[75ch] text-base text-pretty text-ink-2">
      <b className="font-medium text-ink">On the roadmap:</b> {item.owner.name}, due {formatDay(item.dueOn, true)}, {itemWord(item)}.{" "}
      <Link href="/maturity/roadmap" className="link underline underline-offset-2">
        See the roadmap
      </Link>
    </p>
  );
}
