"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { CsvButton } from "@/components/ui/csv-button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { Groups } from "@/server/maturity/fleet-schema";
import { AimButton } from "./aim-button";
import { GroupCriteriaTable } from "./group-criteria-table";
import { HeatMap } from "./heat-map";
import { MaturityLink, MaturityTabs } from "./maturity-tabs";
import { prepareTeamsCsv } from "./prepare-teams";
import { TEAMS_PARAMS } from "./teams-address";

/** Where each team and each risk tier stands, beside what it aims at. */
export function TeamsPage() {
  const query = useQuery(useTRPC().maturity.teams.queryOptions());
  const groups = query.data;
  return (
    <>
      <PageHeader
        parent={<MaturityLink />}
        title="Teams"
        state="Teams and risk tiers on the organisation's scale, each by the rows of its own agents."
        actions={
          groups && (
            <>
              <CsvButton what="the teams" file="maturity-teams" csv={() => prepareTeamsCsv(groups)} />
              {groups.can.aim && <AimButton />}
            </>
          )
        }
      />
      <MaturityTabs current="teams" />
      {groups ? (
        groups.at === null ? (
          <EmptyState title="The teams will be here after the first count">
            Once a day, after the snapshot, Reeve counts the criteria by agent. The first count follows within minutes of the start.
          </EmptyState>
        ) : (
          <Body groups={groups} at={groups.at} />
        )
      ) : query.isError ? (
        <ErrorState title="The teams could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      ) : (
        <SkeletonRows rows={8} label="The teams are loading" />
      )}
    </>
  );
}

function Body({ groups, at }: { readonly groups: Groups; readonly at: string }) {
  const [{ group, dimension }] = useQueryStates(TEAMS_PARAMS);
  const open = [...groups.teams, ...groups.tiers].find(({ scope }) => scope === group) ?? null;
  const cell = open?.cells.find((one) => one.dimension === dimension) ?? null;
  return (
    <div className="px-4 pb-10 md:px-6">
      <HeatMap groups={groups} open={open === null || cell === null ? null : { scope: open.scope, dimension: cell.dimension }} />
      <p className="max-w-[90ch] pt-3 pb-6 text-xs text-pretty text-ink-3">
        Below a score stands how many of the criteria that are counted of a group's own agents are met. Criteria that can be told apart by
        agent are counted so; for all others the organisation's state stands in, so that the scores can be compared. A criterion with too
        few rows in a small team says too little data, and does not count as met. Counted <Time at={at} format="relative" />, with the
        organisation's newest snapshot.
      </p>
      {open !== null && cell !== null && <GroupCriteriaTable group={open} cell={cell} />}
    </div>
  );
}
