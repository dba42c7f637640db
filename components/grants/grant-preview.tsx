"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useState } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { formatMicroUsd } from "@/components/ui/format-money";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { PastCall, Preview, PreviewInput } from "@/server/grants/schema";
import { listWords } from "@/server/kernel/list-words";
import { actionHref } from "./grants-address";
import { STATE_WORDS } from "./prepare-grant";

const CALM_MS = 250;

/** The value once it has been the same for a moment. */
function useCalm<T>(value: T): T {
  const [calm, setCalm] = useState(value);
  const key = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it says counts, not which object says it
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), CALM_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return calm;
}

export type GrantPreviewProps = {
  readonly input: PreviewInput | null;
  readonly maxUses: number | null;
  readonly budgetMicroUsd: string | null;
};

/** What the grant would have let through, as one edits it. */
export function GrantPreview({ input, maxUses, budgetMicroUsd }: GrantPreviewProps) {
  const calm = useCalm(input);
  const trpc = useTRPC();
  const query = useQuery(
    trpc.grants.preview.queryOptions(calm ?? { actionId: "", scope: { kind: "tool" } }, {
      enabled: calm !== null,
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <section aria-label="Would have approved these" className="border-t border-line pt-3">
      <h3 className="text-sm font-semibold">Would have approved these in the last 30 days</h3>
      {query.isError && <p className="text-sm text-danger">{query.error.message}</p>}
      {query.data === undefined && !query.isError && <Skeleton className="mt-2 h-16 w-full" />}
      {query.data && <Shown preview={query.data} maxUses={maxUses} budgetMicroUsd={budgetMicroUsd} />}
    </section>
  );
}

const few = (count: number) => count.toLocaleString("en-GB");

function boundsWords(preview: Preview, maxUses: number | null, budgetMicroUsd: string | null): string | null {
  if (budgetMicroUsd !== null && preview.unstated > 0)
    return `${few(preview.unstated)} of them stated no amount: where there is a budget, those still ask people.`;
  if (maxUses !== null && preview.count > maxUses) return `With ${few(maxUses)} uses it would have been over before the last of them.`;
  if (budgetMicroUsd !== null && BigInt(preview.amountMicroUsd) > BigInt(budgetMicroUsd))
    return `With ${formatMicroUsd(budgetMicroUsd)} it would have been over before the last of them.`;
  return null;
}

function Shown({ preview, maxUses, budgetMicroUsd }: { readonly preview: Preview } & Omit<GrantPreviewProps, "input">) {
  const { count, asked, isCut, amountMicroUsd, ended, newest } = preview;
  const bounds = boundsWords(preview, maxUses, budgetMicroUsd);
  return (
    <>
      <p role="status" className="text-sm text-pretty text-ink-2">
        <strong className="font-semibold text-ink">
          {few(count)} of the {isCut ? "newest " : ""}
          {few(asked)}
        </strong>{" "}
        {asked === 1 ? "call" : "calls"} that asked people
        {amountMicroUsd === "0" ? "" : `, ${formatMicroUsd(amountMicroUsd)} in all`}
        {count === 0
          ? "."
          : `: ${listWords(
              ended.map((end) => `${few(end.count)} ${STATE_WORDS[end.state]}`),
              "and",
            )}.`}{" "}
        {bounds}
      </p>
      {newest.length > 0 && (
        <ol className="mt-2 flex flex-col" aria-label="The newest of them">
          {newest.map((call) => (
            <PastLine key={call.actionId} call={call} />
          ))}
        </ol>
      )}
    </>
  );
}

const PastLine = ({ call }: { readonly call: PastCall }) => (
  <li className="flex flex-wrap items-baseline gap-x-3 border-b border-line py-1 text-sm last:border-b-0">
    <Link href={actionHref(call.actionId)} target="_blank" className="min-w-0 flex-1 basis-48 wrap-anywhere hover:underline">
      {call.title}
    </Link>
    <span className="tabular-nums">{call.amountMicroUsd === null ? "" : formatMicroUsd(call.amountMicroUsd)}</span>
    <span className="text-ink-2">{STATE_WORDS[call.state]}</span>
    <span className="text-xs text-ink-3">
      <Time at={call.at} format="relative" />
    </span>
  </li>
);
