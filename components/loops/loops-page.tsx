"use client";

import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import { FleetTabs } from "@/components/fleet/fleet-tabs";
import { NeedsOperator } from "@/components/fleet/needs-operator";
import { PageSection } from "@/components/fleet/page-section";
import { useKeys } from "@/components/shell/use-keys";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import type { ShownLimit } from "@/server/loops/schema";
import type { AppRouter } from "@/server/trpc/root";
import { CaughtRuns } from "./caught-runs";
import { LimitForm } from "./limit-form";
import { LimitsTable } from "./limits-table";
import { caughtWords } from "./prepare-loops";

export type LoopPage = inferRouterOutputs<AppRouter>["loops"]["page"];

/** Caught runs come by agents, not by who looks. */
const REFRESH_MS = 10_000;

/** What counts as a loop, for everyone and for single agents, and which runs were caught in one. */
export function LoopsPage() {
  const page = useQuery(useTRPC().loops.page.queryOptions(undefined, { refetchInterval: REFRESH_MS }));
  return (
    <>
      <PageHeader
        title="Loops"
        state={page.data === undefined ? "A run that repeats itself beyond a limit is refused at the gate." : caughtWords(page.data)}
      />
      <FleetTabs current="loops" />
      <Loaded query={page} what="The limits">
        {(data) => <Limits {...data} />}
      </Loaded>
    </>
  );
}

function Limits({ can, everyone, agents, caught, caughtDays }: LoopPage) {
  const [edited, setEdited] = useState<ShownLimit | null>(null);
  const add = () => setEdited({ ...everyone, agent: "", revision: 0, isDefault: false });
  useKeys(can.edit ? { n: { label: "Set a limit for one agent", run: add } } : {}, "Loops");
  return (
    <>
      <PageSection
        title="Limits"
        action={
          can.edit && (
            <Button shortcut="n" onClick={add}>
              Add for an agent
            </Button>
          )
        }
      >
        <div className="max-w-[75ch] px-4 pb-3 text-sm text-pretty text-ink-2 md:px-6">
          <p>
            The gate counts what one run of an agent asks: the very same call, and calls of one tool. Beyond the limit it refuses, with the
            cause <span className="font-medium text-ink">loop</span>, until the run does something else. Calls that name no run are not
            counted.
          </p>
          <NeedsOperator what="Changing limits" className="mt-2" />
        </div>
        <LimitsTable limits={[everyone, ...agents]} mayEdit={can.edit} onEdit={setEdited} />
      </PageSection>
      <PageSection title={`Caught in ${caughtDays} days`} count={caught.length}>
        <CaughtRuns runs={caught} days={caughtDays} />
      </PageSection>
      {edited && <LimitForm limit={edited} onClose={() => setEdited(null)} />}
    </>
  );
}
