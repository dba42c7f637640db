"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { CsvButton } from "@/components/ui/csv-button";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { Roadmap, Standing } from "@/server/maturity/schema";
import { ItemForm } from "./item-form";
import { MaturityLink, MaturityTabs } from "./maturity-tabs";
import { choosable, isOpen, prepareRoadmapCsv, prepareRoadmapState } from "./prepare-roadmap";
import { ROADMAP_PARAMS } from "./roadmap-address";
import { RoadmapPlan } from "./roadmap-plan";
import { WhatIf } from "./what-if";

/** What is closed by whom and when, and where that leads. */
export function RoadmapPage() {
  const trpc = useTRPC();
  const roadmap = useQuery(trpc.maturity.roadmap.queryOptions());
  const card = useQuery(trpc.maturity.scorecard.queryOptions());
  const failed = [roadmap, card].find(({ isError, data }) => isError && data === undefined);
  const standing = card.data?.standing ?? null;
  return (
    <>
      <PageHeader
        parent={<MaturityLink />}
        title="Roadmap"
        state={roadmap.data ? prepareRoadmapState(roadmap.data.items) : "What is closed by whom and when"}
        actions={roadmap.data && <Acts roadmap={roadmap.data} standing={standing} />}
      />
      <MaturityTabs current="roadmap" />
      {roadmap.data && card.data ? (
        <Body roadmap={roadmap.data} standing={standing} />
      ) : failed?.error ? (
        <ErrorState title="The roadmap could not be read" onRetry={() => void failed.refetch()} isRetrying={failed.isFetching}>
          {sentenceOf(failed.error)}
        </ErrorState>
      ) : (
        <SkeletonRows rows={8} label="The roadmap is loading" />
      )}
    </>
  );
}

type PartProps = { readonly roadmap: Roadmap; readonly standing: Standing | null };

function Acts({ roadmap, standing }: PartProps) {
  const [isAdding, setAdding] = useState(false);
  const planned = roadmap.items.filter(isOpen).map(({ criterion }) => criterion);
  const free = standing === null ? [] : choosable(standing.criteria, planned);
  return (
    <>
      <CsvButton what="the roadmap" file="maturity-roadmap" csv={() => prepareRoadmapCsv(roadmap.items)} />
      {roadmap.can.plan && free.length > 0 && (
        <Button variant="primary" onClick={() => setAdding(true)}>
          Add an item
        </Button>
      )}
      {isAdding && <ItemForm of={free} onClose={() => setAdding(false)} />}
    </>
  );
}

function Body({ roadmap, standing }: PartProps) {
  const [params, setParams] = useQueryStates(ROADMAP_PARAMS, { history: "replace", scroll: false });
  const planned = roadmap.items.filter(isOpen).map(({ criterion }) => criterion);
  const known = new Set(standing?.criteria.map(({ id }) => id));
  const chosen = (params.if ?? planned).filter((id) => known.has(id));
  const choose = (ids: readonly string[] | null) => void setParams({ if: ids === null ? null : [...new Set(ids)] });
  const toggle = (id: string) => choose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <div className="px-4 pb-10 md:px-6">
      {standing !== null && <WhatIf standing={standing} chosen={chosen} planned={planned} onChoose={choose} />}
      <RoadmapPlan roadmap={roadmap} standing={standing} chosen={chosen} onToggle={toggle} />
    </div>
  );
}
