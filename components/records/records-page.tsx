"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { MaturityLink, MaturityTabs } from "@/components/maturity/maturity-tabs";
import { useKeys } from "@/components/shell/use-keys";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { FilterSelect } from "@/components/ui/filter-select";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useNow } from "@/components/ui/use-now";
import type { RecordResource } from "@/server/records/schema";
import { KIND_CHOICES, KindForm } from "./kind-form";
import { RecordForm } from "./record-form";
import { RECORD_PARAMS, type RecordParams, recordsAsked } from "./records-address";
import { RecordsTable } from "./records-table";
import { WithdrawForm } from "./withdraw-form";

type Act = { readonly is: "correct" | "withdraw"; readonly record: RecordResource };

/** What happened outside of Reeve and counts for the scorecard: the list, and the forms that add to it. */
export function RecordsPage() {
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(RECORD_PARAMS, { history: "push", scroll: false });
  const [act, setAct] = useState<Act | null>(null);
  const change = (to: Partial<RecordParams>) => void setParams(to);
  const choices = useQuery(trpc.records.choices.queryOptions());
  const canAdd = choices.data?.can.add === true;
  useKeys(canAdd ? { n: { label: "Add a record", run: () => change({ add: params.kind ?? "any" }) } } : {}, "Records");
  return (
    <>
      <PageHeader
        parent={<MaturityLink />}
        title="Records"
        state="What happened outside of Reeve and shows how agents are governed. The scorecard is computed from it, too."
        actions={
          canAdd && (
            <Button variant="primary" shortcut="N" onClick={() => change({ add: params.kind ?? "any" })}>
              Add a record
            </Button>
          )
        }
      />
      <MaturityTabs current="records" />
      <Filters params={params} agents={choices.data?.agents ?? []} onChange={change} />
      <List params={params} canEdit={canAdd} onChange={change} onAct={setAct} />
      {canAdd && <Adding params={params} onChange={change} />}
      {act !== null && <Acting act={act} onClose={() => setAct(null)} />}
    </>
  );
}

type FilterProps = {
  readonly params: RecordParams;
  readonly agents: readonly string[];
  readonly onChange: (to: Partial<RecordParams>) => void;
};

function Filters({ params, agents, onChange }: FilterProps) {
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pb-3 md:px-6">
      <FilterSelect label="Kind" all="All kinds" value={params.kind} choices={KIND_CHOICES} onChange={(kind) => onChange({ kind })} />
      <FilterSelect
        label="Agent"
        all="All agents"
        value={params.agent}
        choices={agents.map((name) => ({ value: name, label: name }))}
        onChange={(agent) => onChange({ agent })}
      />
      <FilterSelect
        label="State"
        all="What counts"
        value={params.all ? "all" : null}
        choices={[{ value: "all", label: "All ever recorded" }]}
        onChange={(all) => onChange({ all: all !== null })}
      />
      {params.id !== null && (
        <Button size="sm" variant="quiet" onClick={() => onChange({ id: null })}>
          Show all records
        </Button>
      )}
    </div>
  );
}

type ListProps = {
  readonly params: RecordParams;
  readonly canEdit: boolean;
  readonly onChange: (to: Partial<RecordParams>) => void;
  readonly onAct: (act: Act) => void;
};

function List({ params, canEdit, onChange, onAct }: ListProps) {
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.records.list.infiniteQueryOptions(recordsAsked(params), {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const records = (query.data?.pages ?? []).flatMap((page) => page.items);
  if (query.isPending) return <SkeletonRows rows={10} label="The records are loading" />;
  if (query.isError && records.length === 0) {
    return (
      <ErrorState title="The records could not be shown" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
        {sentenceOf(query.error)}
      </ErrorState>
    );
  }
  if (records.length === 0) return <Nothing params={params} onChange={onChange} />;
  return (
    <>
      <RecordsTable
        records={records}
        canEdit={canEdit}
        onCorrect={(record) => onAct({ is: "correct", record })}
        onWithdraw={(record) => onAct({ is: "withdraw", record })}
      />
      {query.hasNextPage && (
        <p className="px-4 py-3 md:px-6">
          <Button onClick={() => void query.fetchNextPage()} isPending={query.isFetchingNextPage}>
            Show older records
          </Button>
        </p>
      )}
    </>
  );
}

function Nothing({ params, onChange }: Pick<ListProps, "params" | "onChange">) {
  if (params.kind === null && params.agent === null && params.id === null) {
    return (
      <EmptyState title="Nothing is on record yet">
        Trainings, releases, drills, incidents and the like are put on record here, or by pipelines with POST /api/v1/records.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No record fits" action={<Button onClick={() => onChange({ kind: null, agent: null, id: null })}>Show all</Button>} />
  );
}

function Adding({ params, onChange }: Pick<ListProps, "params" | "onChange">) {
  const now = useNow();
  const { add } = params;
  const close = () => onChange({ add: null });
  if (add === null || now === null) return null;
  if (add === "any") return <KindForm onChoose={(kind) => onChange({ add: kind })} onClose={close} />;
  return <RecordForm key={add} kind={add} of={null} now={new Date(now).toISOString()} onClose={close} />;
}

function Acting({ act: { is, record }, onClose }: { readonly act: Act; readonly onClose: () => void }) {
  if (is === "withdraw") return <WithdrawForm record={record} onClose={onClose} />;
  return <RecordForm kind={record.kind} of={record} now={record.happenedAt} onClose={onClose} />;
}
