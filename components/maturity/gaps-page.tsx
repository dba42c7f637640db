"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { CsvButton } from "@/components/ui/csv-button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { FilterSelect } from "@/components/ui/filter-select";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { CRITERIA_LEVELS, DIMENSION_IDS, DIMENSIONS, LEVELS } from "@/server/maturity/core/rubric";
import type { GapRow, Rights } from "@/server/maturity/schema";
import { FiguresForm } from "./figures-form";
import { GapTable } from "./gap-table";
import { GAP_PARAMS, GAP_SORTS, type GapParams, SORT_WORDS } from "./gaps-address";
import { ItemForm } from "./item-form";
import { MaturityLink, MaturityTabs } from "./maturity-tabs";
import { narrowGaps, prepareGapsCsv } from "./prepare-gaps";
import { WeightsForm } from "./weights-form";

/** All that is open up to the targets, the most worth first. */
export function GapsPage() {
  const query = useQuery(useTRPC().maturity.gaps.queryOptions());
  const [params, setParams] = useQueryStates(GAP_PARAMS, { history: "push", scroll: false });
  const change = (to: Partial<GapParams>) => void setParams(to);
  return (
    <>
      <PageHeader
        parent={<MaturityLink />}
        title="Gaps"
        state="What is open up to the targets. Priority is risk × impact × gap × confidence ÷ effort; what lies on open core criteria waits for them."
        actions={
          query.data && (
            <>
              <CsvButton what="the gaps" file="maturity-gaps" csv={() => prepareGapsCsv(narrowGaps(query.data.rows, params))} />
              {query.data.can.aim && <WeightsButton />}
            </>
          )
        }
      />
      <MaturityTabs current="gaps" />
      {query.data ? (
        <Body rows={query.data.rows} can={query.data.can} params={params} onChange={change} />
      ) : query.isError ? (
        <ErrorState title="The gaps could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      ) : (
        <SkeletonRows rows={10} label="The gaps are loading" />
      )}
    </>
  );
}

function WeightsButton() {
  const [isOpen, setOpen] = useState(false);
  const card = useQuery(useTRPC().maturity.scorecard.queryOptions());
  const standing = card.data?.standing ?? null;
  return (
    <>
      <Button onClick={() => setOpen(true)} disabled={standing === null}>
        Weights and limits
      </Button>
      {isOpen && card.data && standing !== null && (
        <WeightsForm card={{ limits: card.data.limits, standing }} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

type BodyProps = {
  readonly rows: readonly GapRow[];
  readonly can: Rights;
  readonly params: GapParams;
  readonly onChange: (to: Partial<GapParams>) => void;
};

function Body({ rows, can, params, onChange }: BodyProps) {
  const [planning, setPlanning] = useState<GapRow | null>(null);
  const [weighing, setWeighing] = useState<GapRow | null>(null);
  const shown = narrowGaps(rows, params);
  return (
    <div className="px-4 pb-10 md:px-6">
      <div className="flex flex-wrap items-center gap-2 pb-3">
        <FilterSelect
          label="Dimension"
          all="All dimensions"
          value={params.dimension}
          choices={DIMENSION_IDS.map((id) => ({ value: id, label: DIMENSIONS[id] }))}
          onChange={(dimension) => onChange({ dimension })}
        />
        <FilterSelect
          label="Level"
          all="All levels"
          value={params.level === null ? null : String(params.level)}
          choices={CRITERIA_LEVELS.map((level) => ({ value: String(level), label: `Level ${level} ${LEVELS[level]}` }))}
          onChange={(level) => onChange({ level: level === null ? null : Number(level) })}
        />
        <FilterSelect
          label="Order"
          all="By priority"
          value={params.sort}
          choices={GAP_SORTS.map((sort) => ({ value: sort, label: SORT_WORDS[sort] }))}
          onChange={(sort) => onChange({ sort })}
        />
        <span className="text-sm text-ink-3" role="status">
          {shown.length} of {rows.length} gaps
        </span>
      </div>
      {shown.length === 0 && rows.length > 0 ? (
        <EmptyState title="No gap fits" action={<Button onClick={() => onChange({ dimension: null, level: null })}>Show all</Button>} />
      ) : (
        <GapTable rows={shown} to={null} {...(can.plan ? { onPlan: setPlanning } : {})} {...(can.aim ? { onFigures: setWeighing } : {})} />
      )}
      {weighing !== null && <FiguresForm gap={weighing} onClose={() => setWeighing(null)} />}
      {planning !== null && <ItemForm of={planning.criterion} onClose={() => setPlanning(null)} />}
    </div>
  );
}
