"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { CsvButton } from "@/components/ui/csv-button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { FilterSelect } from "@/components/ui/filter-select";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { EVIDENCE } from "@/server/maturity/core/controls";
import type { Frameworks } from "@/server/maturity/frameworks";
import { ActClock } from "./act-clock";
import { ControlTable } from "./control-table";
import { FRAMEWORK_PARAMS, type FrameworkParams } from "./frameworks-address";
import { MaturityLink, MaturityTabs } from "./maturity-tabs";
import { EVIDENCE_NOTES, EVIDENCE_WORDS, prepareCounts, prepareFrameworkCsv } from "./prepare-frameworks";

/** What of published frameworks Reeve's own data evidences, control by control. */
export function FrameworksPage() {
  const query = useQuery(useTRPC().maturity.frameworks.queryOptions());
  const [params, setParams] = useQueryStates(FRAMEWORK_PARAMS, { history: "push", scroll: false });
  return (
    <>
      <PageHeader
        parent={<MaturityLink />}
        title="Frameworks"
        state="What Reeve's own records evidence of published frameworks. It helps to show something; whether a duty is fulfilled is for people to judge."
      />
      <MaturityTabs current="frameworks" />
      {query.data ? (
        <Body data={query.data} params={params} onChange={(to) => void setParams(to)} />
      ) : query.isError ? (
        <ErrorState title="The mapping could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      ) : (
        <SkeletonRows rows={10} label="The mapping is loading" />
      )}
    </>
  );
}

type BodyProps = {
  readonly data: Frameworks;
  readonly params: FrameworkParams;
  readonly onChange: (to: Partial<FrameworkParams>) => void;
};

function Body({ data, params, onChange }: BodyProps) {
  const { frameworks, at, rubricVersion, mappingVersion, clock } = data;
  const framework = frameworks.find(({ id }) => id === params.framework) ?? frameworks[0];
  if (framework === undefined) return null;
  const shown = framework.controls.filter(({ evidenced }) => params.evidence === null || evidenced === params.evidence);
  return (
    <div className="px-4 pb-10 md:px-6">
      <div className="flex flex-wrap items-center gap-2 pb-3">
        <FilterSelect
          label="Framework"
          all="EU AI Act"
          value={framework.id === "eu-ai-act" ? null : framework.id}
          choices={frameworks.filter(({ id }) => id !== "eu-ai-act").map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) => onChange({ framework: id ?? "eu-ai-act" })}
        />
        <FilterSelect
          label="Evidence"
          all="All controls"
          value={params.evidence}
          choices={EVIDENCE.map((one) => ({ value: one, label: EVIDENCE_WORDS[one] }))}
          onChange={(evidence) => onChange({ evidence })}
        />
        <span className="text-sm text-ink-3" role="status">
          {shown.length} of {framework.controls.length} controls
        </span>
        <span className="ml-auto">
          <CsvButton
            what={`the mapping to ${framework.name}`}
            file={`maturity-${framework.id}`}
            csv={() => prepareFrameworkCsv({ source: framework.source, controls: shown }, data)}
          />
        </span>
      </div>
      <p className="pb-2 text-base">
        <b className="font-semibold">{framework.source}</b>: {prepareCounts(framework.controls)}
      </p>
      <p className="pb-4 text-sm text-ink-3">
        Rubric {rubricVersion}, mapping {mappingVersion}
        {at === null ? (
          ", nothing evaluated yet"
        ) : (
          <>
            , states of <Time at={at} />
          </>
        )}
      </p>
      {framework.id === "eu-ai-act" && <ActClock clock={clock} />}
      {shown.length === 0 ? (
        <EmptyState title="No control fits" action={<Button onClick={() => onChange({ evidence: null })}>Show all</Button>} />
      ) : (
        <ControlTable name={framework.source} controls={shown} />
      )}
      <dl className="mt-6 grid max-w-[90ch] gap-x-4 gap-y-1 text-sm text-ink-2 sm:grid-cols-[12rem_minmax(0,1fr)]">
        {EVIDENCE.map((one) => (
          <div key={one} className="contents">
            <dt className="font-medium text-ink">{EVIDENCE_WORDS[one]}</dt>
            <dd>{EVIDENCE_NOTES[one]}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
