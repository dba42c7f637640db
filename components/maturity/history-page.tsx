"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { CsvButton } from "@/components/ui/csv-button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { FilterSelect } from "@/components/ui/filter-select";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { DIMENSION_IDS, DIMENSIONS } from "@/server/maturity/core/rubric";
import type { History } from "@/server/maturity/schema";
import { HISTORY_PARAMS, SPAN_WORDS, SPANS } from "./history-address";
import { Moves } from "./history-moves";
import { Snapshots } from "./history-snapshots";
import { MaturityLink, MaturityTabs } from "./maturity-tabs";
import { prepareHistoryCsv, prepareScores } from "./prepare-history";
import { ScoreLine } from "./score-line";

/** How the score went, what moved it, and whether each day still is what the record says. */
export function HistoryPage() {
  const trpc = useTRPC();
  const [{ of, days, snapshot }, setParams] = useQueryStates(HISTORY_PARAMS, { history: "push", scroll: false });
  const query = useQuery(trpc.maturity.history.queryOptions({ days }));
  const history = query.data;
  return (
    <>
      <PageHeader
        parent={<MaturityLink />}
        title="History"
        state="How the score went, and what moved it: the world, or a definition. Each day can be held against the record."
        actions={history && <CsvButton what="the history" file="maturity-history" csv={() => prepareHistoryCsv(history.snapshots)} />}
      />
      <MaturityTabs current="history" />
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3 md:px-6">
        <FilterSelect
          label="Score of"
          all="The whole"
          value={of}
          choices={DIMENSION_IDS.map((id) => ({ value: id, label: DIMENSIONS[id] }))}
          onChange={(next) => void setParams({ of: next })}
        />
        <FilterSelect
          label="How far back"
          all="13 weeks"
          value={days === 91 ? null : String(days)}
          choices={SPANS.filter((span) => span !== 91).map((span) => ({ value: String(span), label: SPAN_WORDS[span] }))}
          onChange={(next) => void setParams({ days: SPANS.find((span) => String(span) === next) ?? null })}
        />
      </div>
      {history ? (
        <Body history={history} of={of} opened={snapshot} onOpen={(id) => void setParams({ snapshot: id })} />
      ) : query.isError ? (
        <ErrorState title="The history could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      ) : (
        <div role="status" aria-label="The history is loading" className="px-4 md:px-6">
          <Skeleton className="h-72 max-w-4xl" />
        </div>
      )}
    </>
  );
}

type BodyProps = {
  readonly history: History;
  readonly of: (typeof DIMENSION_IDS)[number] | null;
  readonly opened: string | null;
  readonly onOpen: (id: string | null) => void;
};

function Body({ history, of, opened, onOpen }: BodyProps) {
  const { snapshots, moves } = history;
  if (snapshots.length === 0)
    return (
      <EmptyState title="There is no history yet">
        Every day has its snapshot from the first evaluation on. Look again tomorrow, or choose more days.
      </EmptyState>
    );
  const name = of === null ? "Overall score" : DIMENSIONS[of];
  const isInvented = snapshots.some((one) => one.isInvented);
  return (
    <div className="px-4 pb-10 md:px-6">
      <Section
        title={name}
        note={
          isInvented
            ? "The days before today are made up for the demo, out of what was found today: nothing was measured on them."
            : "The last snapshot of each day."
        }
      >
        <div className="max-w-4xl pt-2">
          <ScoreLine name={name} points={prepareScores(snapshots, of)} />
        </div>
      </Section>
      <Moves moves={moves} of={of} />
      <Snapshots snapshots={snapshots} of={of} opened={opened} onOpen={onOpen} />
    </div>
  );
}
