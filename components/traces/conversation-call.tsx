"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { ChevronDown, ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Skeleton as Place } from "@/components/ui/skeleton";
import { lastingWords, named } from "@/server/traces/core/words";
import { AuthorityLine } from "./conversation-authority";
import { LeftOut, ToldValue } from "./conversation-parts";
import { KindMark, StatusMark, UngovernedMark } from "./marks";
import type { Deeds, ToldCall } from "./prepare-conversation";
import { type SkeletonStep, titleOf } from "./read-skeleton";
import { KIND_WORDS } from "./trace-words";

type Common = { readonly traceId: string; readonly openId: string | null; readonly onOpen: (spanId: string) => void };

/** The element of a step in the conversation. */
export const stopDomId = (spanId: string): string => `said-${spanId}`;

/** A call of a tool within the conversation: folded, with what it was given and gave back behind. */
export function CallRow({ call, writer, ...common }: Common & { readonly call: ToldCall; readonly writer: string }) {
  const { step } = call;
  return (
    <Row step={step} kind="tool" title={named(call.tool)} {...common} note={step === null ? "no step tells of it" : undefined}>
      <Part title="Asked with">
        <ToldValue value={call.args} writer={writer} />
        {call.leftOut !== undefined && <LeftOut count={call.leftOut} />}
      </Part>
      {call.result !== null && (
        <Part title="Gave back">
          <ToldValue value={call.result.result} writer={named(call.tool)} />
          {call.result.leftOut !== undefined && <LeftOut count={call.result.leftOut} />}
        </Part>
      )}
      {call.result === null && step !== null && <OfStep traceId={common.traceId} step={step} isResultOnly />}
    </Row>
  );
}

/** As many steps alike as are listed one by one. */
const MOST_LISTED = 200;

/** What was done without a call that is known of: one step, or a run of steps alike. */
export function DeedsRow({ deeds: { steps }, ...common }: Common & { readonly deeds: Deeds }) {
  const [step] = steps;
  if (step === undefined) return null;
  const title = named(titleOf(step));
  if (steps.length === 1) {
    return (
      <Row step={step} kind={step.kind} title={title} {...common}>
        <OfStep traceId={common.traceId} step={step} />
      </Row>
    );
  }
  const failed = steps.filter(({ status }) => status === "error").length;
  return (
    <Row
      step={step}
      kind={step.kind}
      title={title}
      times={steps.length}
      note={failed > 0 ? `${failed.toLocaleString("en-GB")} failed` : undefined}
      isAlarm={failed > 0}
      {...common}
      openId={steps.some(({ spanId }) => spanId === common.openId) ? step.spanId : null}
    >
      <ol className="flex flex-col">
        {steps.slice(0, MOST_LISTED).map((one) => (
          <li key={one.spanId}>
            <button
              type="button"
              onClick={() => common.onOpen(one.spanId)}
              className={clsx(
                "flex w-full items-center gap-3 rounded-[4px] px-1.5 py-0.5 text-left text-xs hover:bg-sunken",
                one.spanId === common.openId && "bg-accent-weak",
              )}
            >
              <span className="text-ink-3">step {(one.index + 1).toLocaleString("en-GB")}</span>
              {one.status !== "ok" && <StatusMark status={one.status} />}
              {one.isUngoverned && <UngovernedMark>ungoverned</UngovernedMark>}
              <span className="ml-auto text-ink-2">{one.durationUs === null ? "running" : lastingWords(one.durationUs)}</span>
            </button>
          </li>
        ))}
      </ol>
      {steps.length > MOST_LISTED && (
        <p className="text-xs text-ink-3">{(steps.length - MOST_LISTED).toLocaleString("en-GB")} more stand in the timeline.</p>
      )}
    </Row>
  );
}

type RowProps = Common & {
  readonly step: SkeletonStep | null;
  readonly kind: SkeletonStep["kind"];
  readonly title: string;
  readonly times?: number;
  readonly note?: string | undefined;
  readonly isAlarm?: boolean;
  readonly children: ReactNode;
};

function Row({ children, ...row }: RowProps) {
  const [isUnfolded, setUnfolded] = useState(false);
  const bodyId = useId();
  const { step, title, openId, onOpen } = row;
  const isOpen = step !== null && step.spanId === openId;
  const Chevron = isUnfolded ? ChevronDown : ChevronRight;
  return (
    <div
      id={step === null ? undefined : stopDomId(step.spanId)}
      className={clsx("scroll-my-16 rounded-sm border", isOpen ? "border-accent bg-accent-weak" : "border-line bg-surface")}
    >
      <div className="flex items-center">
        <button
          type="button"
          aria-expanded={isUnfolded}
          aria-controls={bodyId}
          aria-label={`${isUnfolded ? "Fold" : "Unfold"} ${title}`}
          onClick={() => setUnfolded(!isUnfolded)}
          className="grid size-8 shrink-0 place-items-center text-ink-3 hover:text-ink max-md:size-11"
        >
          <Chevron aria-hidden className="size-4" />
        </button>
        {step === null ? (
          <span className="flex min-w-0 flex-1 items-center gap-1.5 pr-3">
            <RowWords {...row} />
          </span>
        ) : (
          <button
            type="button"
            aria-current={isOpen ? "true" : undefined}
            onClick={() => onOpen(step.spanId)}
            className="flex h-8 min-w-0 flex-1 items-center gap-1.5 pr-3 text-left max-md:h-11"
          >
            <RowWords {...row} />
          </button>
        )}
      </div>
      {step?.actionId != null && <AuthorityLine actionId={step.actionId} />}
      <div id={bodyId} hidden={!isUnfolded} className="flex flex-col gap-2 border-t border-line px-3 py-2">
        {isUnfolded && children}
      </div>
    </div>
  );
}

function RowWords({ step, kind, title, times, note, isAlarm = false }: Omit<RowProps, "children">) {
  return (
    <>
      <KindMark kind={kind} />
      {times !== undefined && <span className="font-semibold whitespace-nowrap">{times.toLocaleString("en-GB")} ×</span>}
      <span className={clsx("truncate", kind === "tool" ? "font-mono text-xs" : "text-sm")}>{title}</span>
      {kind !== "tool" && <span className="text-xs text-ink-3">{KIND_WORDS[kind]}</span>}
      <span className="ml-auto flex shrink-0 items-center gap-3 pl-2 text-xs">
        {note !== undefined && <span className={isAlarm ? "text-danger" : "text-ink-3"}>{note}</span>}
        {step !== null && <StepWords step={step} isOne={times === undefined} />}
      </span>
    </>
  );
}

const StepWords = ({ step, isOne }: { readonly step: SkeletonStep; readonly isOne: boolean }) => (
  <>
    {step.isUngoverned && <UngovernedMark>ungoverned</UngovernedMark>}
    {isOne && step.status !== "ok" && <StatusMark status={step.status} />}
    {isOne && step.durationUs !== null && <span className="text-ink-2">{lastingWords(step.durationUs)}</span>}
  </>
);

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <div className="min-w-0">
    <p className="text-xs text-ink-3">{title}</p>
    {children}
  </div>
);

/** What a step took in and gave back, read when it is unfolded. */
function OfStep({
  traceId,
  step,
  isResultOnly = false,
}: {
  readonly traceId: string;
  readonly step: SkeletonStep;
  readonly isResultOnly?: boolean;
}) {
  const query = useQuery(useTRPC().traces.step.queryOptions({ traceId, spanId: step.spanId }, { staleTime: 60_000 }));
  if (query.isPending) return <Place className="h-12 w-full" />;
  if (query.data === undefined) return <p className="text-xs text-ink-2">{query.error === null ? "" : sentenceOf(query.error)}</p>;
  const { args, result } = query.data;
  const isNothing = (value: unknown) => value === null || value === undefined;
  if (isNothing(result) && (isResultOnly || isNothing(args))) {
    return <p className="text-xs text-ink-2">The agent did not send what it {isResultOnly ? "gave back" : "took in and gave back"}.</p>;
  }
  return (
    <>
      {!isResultOnly && !isNothing(args) && (
        <Part title="Asked with">
          <ToldValue value={args} writer={step.agent ?? "the agent"} />
        </Part>
      )}
      {!isNothing(result) && (
        <Part title="Gave back">
          <ToldValue value={result} writer={named(titleOf(step))} />
        </Part>
      )}
    </>
  );
}
