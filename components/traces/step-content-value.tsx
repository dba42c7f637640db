"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Changes } from "@/components/approvals/edits-section";
import { jsonText, visibleText } from "@/components/approvals/prepare-args";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { CopyButton } from "@/components/ui/copy-button";
import { PanePart } from "@/components/ui/side-pane";
import { Skeleton as Place } from "@/components/ui/skeleton";
import { UntrustedText } from "@/components/ui/untrusted-text";
import { diffArgs } from "@/server/actions/core/args-diff";
import type { Json } from "@/server/approvals/schema";

const JsonTree = dynamic(() => import("@/components/approvals/json-tree").then((module) => module.JsonTree), {
  loading: () => <Place className="h-16" />,
});

/** A value as structure, or as text where it is one. */
export const Value = ({ value, writer }: { readonly value: unknown; readonly writer: string }) =>
  typeof value === "string" ? <UntrustedText text={value} writer={writer} /> : <JsonTree value={value as Json} />;

/** An earlier call of the same tool, whose arguments a value may be held against. */
export type Earlier = { readonly traceId: string; readonly spanId: string; readonly position: number };

type Way = "structure" | "raw" | "diff";
type Props = { readonly title: string; readonly value: unknown; readonly writer: string; readonly earlier?: Earlier | null };

/** A value that is read as structure, as it came, or as what differs from the call before. */
export function ReadValue({ title, value, writer, earlier = null }: Props) {
  const [way, setWay] = useState<Way>("structure");
  const ways: readonly (readonly [Way, string])[] = [
    ["structure", "Structure"],
    ["raw", "Raw"],
    ...(earlier === null ? [] : [["diff", `Against step ${earlier.position.toLocaleString("en-GB")}`] as const]),
  ];
  return (
    <PanePart
      title={title}
      aside={
        <fieldset aria-label={`How to read: ${title}`} className="flex gap-1">
          {ways.map(([one, label]) => (
            <button
              key={one}
              type="button"
              aria-pressed={way === one}
              className={clsx("rounded-[4px] px-1.5 py-0.5", way === one ? "bg-sunken font-medium text-ink" : "hover:text-ink")}
              onClick={() => setWay(one)}
            >
              {label}
            </button>
          ))}
        </fieldset>
      }
    >
      {way === "structure" && <Value value={value} writer={writer} />}
      {way === "raw" && <Raw value={value} />}
      {way === "diff" && earlier !== null && <Difference value={value} earlier={earlier} />}
    </PanePart>
  );
}

function Raw({ value }: { readonly value: unknown }) {
  const text = typeof value === "string" ? value : jsonText(value as Json);
  return (
    <div className="relative rounded-sm bg-sunken">
      <div className="absolute top-1 right-1">
        <CopyButton value={text} label="Copy it raw" />
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto py-2 pr-9 pl-3 font-mono text-xs whitespace-pre-wrap wrap-anywhere"
      >
        {visibleText(text, true)}
      </pre>
    </div>
  );
}

function Difference({ value, earlier: { traceId, spanId, position } }: { readonly value: unknown; readonly earlier: Earlier }) {
  const query = useQuery(useTRPC().traces.step.queryOptions({ traceId, spanId }, { staleTime: 60_000 }));
  if (query.isPending) return <Place className="h-12 w-full" />;
  if (query.data === undefined)
    return (
      <p className="text-sm text-ink-2">
        Step {position} could not be read. {query.error && sentenceOf(query.error)}
      </p>
    );
  if (query.data.span === null) return <p className="text-sm text-ink-2">What step {position} took in is past its retention.</p>;
  const changes = diffArgs(query.data.args, value);
  if (changes.length === 0) return <p className="text-sm text-ink-2">Nothing: step {position} was called with the same arguments.</p>;
  return (
    <div className="text-sm">
      <Changes changes={changes} />
    </div>
  );
}
