"use client";

import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useRef, useState } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { ButtonLink } from "@/components/ui/button-link";
import { CsvButton } from "@/components/ui/csv-button";
import { PageHeader } from "@/components/ui/page-header";
import { SavedViews } from "@/components/views/saved-views";
import type { Spread } from "@/server/traces/spread-schema";
import { compareHref } from "./compare-address";
import { spreadSentence } from "./prepare-spread";
import { tracesCsv } from "./prepare-traces-csv";
import { isNarrowed, NOTHING_NARROWED, TRACES_PARAMS, type TracesParams, traceHref, tracesQuery } from "./trace-address";
import { TracesFilters } from "./traces-filters";
import { TracesFound } from "./traces-found";
import { TracesHistogram } from "./traces-histogram";
import { traceRowId } from "./traces-row";
import { TracesTabs } from "./traces-tabs";
import { useSpread, useStandings, useTraces } from "./use-traces";

/** A comparison is of so many. */
const COMPARED = 2;

/** The traces that are ticked to be compared: a third takes the place of the first. */
function useTicked(selected: string | null) {
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const tick = (traceId: string) =>
    setTicked((now) => (now.includes(traceId) ? now.filter((one) => one !== traceId) : [...now, traceId].slice(-COMPARED)));
  return { ticked, tick, compare: compareHref(ticked[0] ?? selected, ticked[1]), isWhole: ticked.length === COMPARED };
}

const tickedWords = (count: number): string => {
  if (count === 0) return "";
  return count === 1 ? "One of two is ticked. Tick another to compare." : "Two are ticked. Compare them with c.";
};

/** Every run that was told of, newest first unless another order was asked for. */
export function TracesPage() {
  const router = useRouter();
  const searchRef = useRef<HTMLInputElement>(null);
  const [params, setParams] = useQueryStates(TRACES_PARAMS);
  const found = useTraces(params);
  const { traces } = found;
  const { spread, frame } = useSpread(params);
  const standings = useStandings(traces);
  const change = (to: Partial<TracesParams>) => void setParams(to);
  const [selected, setSelected] = useState<string | null>(null);
  const { ticked, tick, compare, isWhole } = useTicked(selected);
  const at = traces.findIndex(({ traceId }) => traceId === selected);
  const move = (to: number) => {
    const next = traces[Math.max(0, Math.min(traces.length - 1, to))];
    if (next === undefined) return;
    setSelected(next.traceId);
    document.getElementById(traceRowId(next.traceId))?.scrollIntoView({ block: "nearest" });
  };
  useKeys(
    {
      j: { label: "Next trace", run: () => move(at + 1), isEnabled: traces.length > 0 },
      k: { label: "Trace before", run: () => move(at - 1), isEnabled: traces.length > 0 },
      Enter: { label: "Open the trace", isEnabled: at >= 0, run: () => router.push(traceHref(traces[at]?.traceId ?? "")) },
      x: { label: "Tick it, to compare two", isEnabled: selected !== null, run: () => selected !== null && tick(selected) },
      c: { label: "Compare", run: () => router.push(compare) },
      "/": { label: "Find", run: () => searchRef.current?.focus() },
      Backspace: {
        label: "Clear all filters",
        isEnabled: isNarrowed(params),
        run: () => change({ ...NOTHING_NARROWED, sort: params.sort }),
      },
    },
    "Traces",
  );
  return (
    <>
      <PageHeader
        title="Traces"
        state={
          spread === undefined
            ? "What agents did, step by step, and by whose authority. The list follows what comes in."
            : spreadSentence(spread, frame, params)
        }
        actions={
          <>
            <SavedViews page="traces" base="/traces" query={tracesQuery(params)} everything="All traces" />
            {traces.length > 0 && <CsvButton what="the traces shown" file="traces" csv={() => tracesCsv(traces, standings)} />}
            <ButtonLink href={compare} variant={isWhole ? "primary" : "default"} shortcut="c">
              Compare
            </ButtonLink>
          </>
        }
      />
      <TracesTabs current="traces" />
      <TracesFilters
        params={params}
        onChange={change}
        searchRef={searchRef}
        ungoverned={spread?.total.ungoverned ?? null}
        shadow={spread?.total.shadow ?? null}
      />
      <SpreadPlace spread={spread} frame={frame} params={params} onChange={change} />
      <p role="status" className="sr-only">
        {tickedWords(ticked.length)}
      </p>
      <TracesFound
        params={params}
        setParams={setParams}
        found={found}
        standings={standings}
        selected={selected}
        ticked={ticked}
        onTick={tick}
      />
    </>
  );
}

type SpreadProps = Omit<Parameters<typeof TracesHistogram>[0], "spread"> & { readonly spread: Spread | undefined };

/** Keeps the place of the histogram while it comes; without a run there is nothing to draw a range over. */
function SpreadPlace({ spread, ...rest }: SpreadProps) {
  if (spread === undefined) return <div aria-hidden className="h-14.5" />;
  return spread.total.runs === 0 ? null : <TracesHistogram spread={spread} {...rest} />;
}
