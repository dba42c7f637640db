"use client";

import type { inferRouterOutputs } from "@trpc/server";
import clsx from "clsx";
import Link from "next/link";
import { useState } from "react";
import { Changes } from "@/components/approvals/edits-section";
import { Button } from "@/components/ui/button";
import { diffArgs } from "@/server/actions/core/args-diff";
import { type ComparedStep, GATE_WORDS } from "@/server/traces/core/compare";
import { counted, lastingWords, named } from "@/server/traces/core/words";
import type { AppRouter } from "@/server/trpc/root";
import { KindMark } from "./marks";
import type { Part } from "./prepare-compare";
import { traceHref } from "./trace-address";

export type Comparison = inferRouterOutputs<AppRouter>["traces"]["compare"];

export const differenceId = (difference: number): string => `difference-${difference}`;

type Props = {
  readonly comparison: Comparison;
  readonly parts: readonly Part[];
  readonly count: number;
  readonly at: number | null;
  readonly onGo: (to: number) => void;
};

/** As many lines as are drawn at once. */
const MOST_DRAWN = 1_500;
const COLUMNS = "grid grid-cols-2 gap-x-3 px-4 md:gap-x-6 md:px-6";

/** The steps of both, those alike beside each other. */
export function CompareRows({ comparison, parts, count, at, onGo }: Props) {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const { a, b } = comparison;
  const drawn = parts.slice(0, MOST_DRAWN);
  return (
    <section aria-label="Steps side by side" className="border-t border-line">
      <header className="sticky top-0 z-10 border-b border-line bg-paper">
        <p className="flex flex-wrap items-center gap-x-4 px-4 py-1.5 text-sm md:px-6">
          <span>{count === 0 ? "No difference" : `${at === null ? "" : `${at} of `}${counted(count, "difference")}`}</span>
          {count > 0 && (
            <span className="ml-auto flex gap-1">
              <Button size="sm" shortcut="p" onClick={() => onGo((at ?? count + 1) - 1)}>
                Before
              </Button>
              <Button size="sm" shortcut="n" onClick={() => onGo((at ?? 0) + 1)}>
                Next
              </Button>
            </span>
          )}
        </p>
        <div aria-hidden className={clsx(COLUMNS, "pb-1 text-xs text-ink-3")}>
          <span className="truncate">A {named(a.name)}</span>
          <span className="truncate">B {named(b.name)}</span>
        </div>
      </header>
      <ol>
        {drawn.map((part) =>
          part.kind === "row" ? (
            <CompareRow key={part.at} comparison={comparison} part={part} isCurrent={part.difference !== null && part.difference === at} />
          ) : (
            <Fold
              key={`fold-${part.from}`}
              comparison={comparison}
              part={part}
              isOpen={opened.has(part.from)}
              onOpen={() => setOpened((before) => new Set([...before, part.from]))}
            />
          ),
        )}
      </ol>
      {parts.length > drawn.length && (
        <p className="px-4 py-3 text-sm font-medium md:px-6">
          Cut: {counted(parts.length - drawn.length, "more line")} are not drawn here.
        </p>
      )}
    </section>
  );
}

type FoldProps = {
  readonly comparison: Comparison;
  readonly part: Extract<Part, { kind: "fold" }>;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
};

/** Of an opened stretch as many steps as anyone reads. */
const MOST_UNFOLDED = 400;

function Fold({ comparison, part: { from, to }, isOpen, onOpen }: FoldProps) {
  if (!isOpen) {
    return (
      <li className="border-b border-line">
        <button
          type="button"
          className="w-full px-4 py-1 text-left text-xs text-ink-3 hover:bg-sunken hover:text-ink md:px-6"
          onClick={onOpen}
        >
          {counted(to - from, "step")} alike. Show
        </button>
      </li>
    );
  }
  const shown = Array.from({ length: Math.min(to - from, MOST_UNFOLDED) }, (_, i) => from + i);
  return (
    <>
      {shown.map((at) => (
        <CompareRow key={at} comparison={comparison} part={{ kind: "row", at, count: 1, difference: null }} isCurrent={false} />
      ))}
      {to - from > MOST_UNFOLDED && (
        <li className="border-b border-line px-4 py-1 text-xs text-ink-3 md:px-6">
          {counted(to - from - MOST_UNFOLDED, "more step")} alike
        </li>
      )}
    </>
  );
}

type RowProps = { readonly comparison: Comparison; readonly part: Extract<Part, { kind: "row" }>; readonly isCurrent: boolean };

function CompareRow({ comparison, part, isCurrent }: RowProps) {
  const row = comparison.rows[part.at];
  if (row === undefined) return null;
  const isDifferent = part.difference !== null;
  return (
    <li
      id={part.difference === null ? undefined : differenceId(part.difference)}
      aria-current={isCurrent ? "true" : undefined}
      className={clsx("scroll-my-24 border-b border-line text-sm", isCurrent && "bg-accent-weak shadow-[inset_2px_0_0_var(--accent)]")}
    >
      <div className={clsx(COLUMNS, "py-1")}>
        <Side
          step={row.a}
          count={part.count}
          traceId={comparison.a.traceId}
          only={row.b === null ? "only in A" : null}
          isQuiet={!isDifferent}
        />
        <Side
          step={row.b}
          count={part.count}
          traceId={comparison.b.traceId}
          only={row.a === null ? "only in B" : null}
          isQuiet={!isDifferent}
        />
      </div>
      {row.differs.length > 0 && <p className="px-4 pb-1.5 text-xs font-medium text-pretty md:px-6">{sentence(row.differs)}</p>}
      {row.args !== null && (
        <div className="px-4 pb-2 text-sm md:px-6">
          <Changes changes={diffArgs(row.args.a, row.args.b)} />
        </div>
      )}
    </li>
  );
}

const sentence = (parts: readonly string[]): string => {
  const text = parts.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

type SideProps = {
  readonly step: ComparedStep | null;
  readonly count: number;
  readonly traceId: string;
  readonly only: string | null;
  readonly isQuiet: boolean;
};

function Side({ step, count, traceId, only, isQuiet }: SideProps) {
  if (step === null) {
    return (
      <span aria-hidden className="rounded-sm bg-sunken text-center text-xs leading-6 text-ink-3">
        –
      </span>
    );
  }
  return (
    <span className="min-w-0">
      <span className="flex min-w-0 items-baseline gap-1.5">
        <span className="translate-y-0.5">
          <KindMark kind={step.kind} />
        </span>
        <Link
          href={traceHref(traceId, { view: "timeline", step: step.spanId })}
          prefetch={false}
          className={clsx(
            "min-w-0 wrap-anywhere hover:underline",
            step.kind === "tool" && "font-mono text-xs",
            isQuiet ? "text-ink-2" : "font-medium",
          )}
        >
          {count > 1 && `${count.toLocaleString("en-GB")} × `}
          {named(step.title)}
        </Link>
        <span className="ml-auto shrink-0 text-xs text-ink-3 max-md:hidden">
          {step.place.toLocaleString("en-GB")}
          {step.durationUs !== null && count === 1 && ` · ${lastingWords(step.durationUs)}`}
        </span>
      </span>
      <span className="flex flex-wrap gap-x-3 pl-5 text-xs text-ink-3">
        {only !== null && <span className="font-medium text-ink">{only}</span>}
        {step.status === "error" && <span className="text-danger">failed</span>}
        {step.gate !== null && <span className={clsx(step.gate === "ungoverned" && "text-danger")}>{GATE_WORDS[step.gate]}</span>}
      </span>
    </span>
  );
}
