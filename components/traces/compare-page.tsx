"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { useEffect } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { isMissing, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { counted } from "@/server/traces/core/words";
import { COMPARE_PARAMS, compareHref, idOf } from "./compare-address";
import { CompareChoice } from "./compare-choice";
import { CompareFacts } from "./compare-facts";
import { CompareRows, type Comparison, differenceId } from "./compare-rows";
import { prepareRows } from "./prepare-compare";

const UP = (
  <Link href="/traces" className="hover:text-ink">
    Traces
  </Link>
);

/** Two runs side by side: where they part, and what each took. */
export function ComparePage() {
  const [params] = useQueryStates(COMPARE_PARAMS);
  const [a, b] = [idOf(params.a), idOf(params.b)];
  return a === null || b === null ? <CompareChoice a={a ?? b} up={UP} /> : <Compared a={a} b={b} />;
}

function Compared({ a, b }: { readonly a: string; readonly b: string }) {
  const query = useQuery(useTRPC().traces.compare.queryOptions({ a, b }, { staleTime: 30_000 }));
  if (query.data !== undefined) return <Loaded comparison={query.data} />;
  if (query.isPending) return <SkeletonRows rows={14} label="Comparing the two" />;
  if (isMissing(query.error)) {
    return (
      <EmptyState title="One of the two is not there" action={<ButtonLink href={compareHref(null)}>Choose two others</ButtonLink>}>
        {sentenceOf(query.error)} It may not have arrived yet, or it is past the time for which traces are kept.
      </EmptyState>
    );
  }
  return (
    <ErrorState title="The two could not be compared" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
      {sentenceOf(query.error)}
    </ErrorState>
  );
}

function Loaded({ comparison }: { readonly comparison: Comparison }) {
  const { a, b, rows, parting, cut, unread } = comparison;
  const [{ at }, setParams] = useQueryStates(COMPARE_PARAMS);
  const parts = prepareRows(rows);
  const count = parts.filter((part) => part.kind === "row" && part.difference !== null).length;
  const go = (to: number) => {
    if (count > 0) void setParams({ at: ((to - 1 + count) % count) + 1 });
  };
  useEffect(() => {
    if (at !== null) document.getElementById(differenceId(at))?.scrollIntoView({ block: "center" });
  }, [at]);
  useKeys(
    {
      n: { label: "Next difference", run: () => go((at ?? 0) + 1), isEnabled: count > 0 },
      p: { label: "Difference before", run: () => go((at ?? count + 1) - 1), isEnabled: count > 0 },
    },
    "Compare",
  );
  return (
    <>
      <PageHeader
        parent={UP}
        title="Compare"
        state={
          parting ??
          (cut.a + cut.b > 0
            ? "As far as they were compared, they did the same."
            : "They did the same steps, and the gate answered the same.")
        }
        actions={<ButtonLink href={compareHref(a.traceId)}>Choose another</ButtonLink>}
      />
      {cut.a + cut.b > 0 && (
        <p className="px-4 pb-2 text-sm font-medium md:px-6">
          Cut: {counted(cut.a, "step")} of A and {counted(cut.b, "step")} of B stand between what was compared, and were not.
        </p>
      )}
      <CompareFacts a={a} b={b} />
      <CompareRows comparison={comparison} parts={parts} count={count} at={at} onGo={go} />
      <p className="px-4 py-4 text-xs text-ink-3 md:px-6">
        Steps are alike when kind, name and agent are.{" "}
        {unread === null
          ? "Arguments are not shown to your role, and were not compared."
          : unread > 0
            ? `Of calls alike the first were compared by their arguments; ${counted(unread, "later one")} not.`
            : "Calls alike were compared by their arguments, where these are short enough to be shown."}
      </p>
    </>
  );
}
