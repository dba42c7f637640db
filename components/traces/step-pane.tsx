"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { isForbidden, isMissing, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { SidePane } from "@/components/ui/side-pane";
import { Skeleton as Place } from "@/components/ui/skeleton";
import { named } from "@/server/traces/core/words";
import { FLAGS, type Skeleton } from "@/server/traces/schema";
import { KindMark, StatusMark, UngovernedMark } from "./marks";
import { callBefore, type SkeletonStep, stepAt, titleOf } from "./read-skeleton";
import { oddWords } from "./read-skeleton-odd";
import { TakenOut } from "./redaction-taken";
import { AsSent, StepContent } from "./step-content";
import type { Earlier } from "./step-content-value";
import { Authority } from "./step-pane-authority";
import { StepTiming } from "./step-pane-timing";
import { StepUsage } from "./step-pane-usage";
import { KIND_WORDS } from "./trace-words";

export const STEP_PANE_ID = "open-step";

type Props = { readonly skeleton: Skeleton; readonly spanId: string; readonly onClose: () => void };

/** One step: what it changed and by whose authority, what it took in and gave back, what it used. */
export function StepPane({ skeleton, spanId, onClose }: Props) {
  const index = skeleton.spanId.indexOf(spanId);
  const step = stepAt(skeleton, index);
  const head = step !== null && (
    <>
      <span className="flex items-center gap-1.5 text-xs text-ink-3">
        <KindMark kind={step.kind} />
        <span aria-hidden>{KIND_WORDS[step.kind]}</span>
      </span>
      <span className="ml-auto text-xs text-ink-3">
        {(index + 1).toLocaleString("en-GB")} of {skeleton.spanId.length.toLocaleString("en-GB")}
      </span>
    </>
  );
  return (
    <SidePane id={STEP_PANE_ID} label="Step" from="lg" back="Steps" head={head} onClose={onClose}>
      {step === null ? (
        <p className="px-4 py-4 text-sm text-ink-2 md:px-5">This trace has no such step, or it has not arrived yet.</p>
      ) : (
        <div className="px-4 pb-8 md:px-5">
          <h2 className="pt-1 text-base font-semibold wrap-anywhere">{named(titleOf(step))}</h2>
          <p className="flex flex-wrap items-center gap-x-4 pb-3 text-sm">
            <StatusMark status={step.status} />
            {step.isUngoverned && <UngovernedMark>ungoverned</UngovernedMark>}
          </p>
          <Odd step={step} flags={skeleton.flags[index] ?? 0} />
          {step.kind === "tool" && <Authority step={step} />}
          <Payload skeleton={skeleton} step={step} />
        </div>
      )}
    </SidePane>
  );
}

/** What a reader must know before trusting what stands below. */
function Odd({ step, flags }: { readonly step: SkeletonStep; readonly flags: number }) {
  const words = [
    ...oddWords(flags),
    ...(step.isOrphan && (flags & FLAGS.ring) === 0 ? ["The step above this one has not arrived."] : []),
    ...((flags & FLAGS.truncated) === 0 ? [] : ["It was too large: parts of it were cut off, each with a mark."]),
  ];
  if (words.length === 0) return null;
  return (
    <ul className="flex flex-col gap-0.5 pb-3 text-sm text-ink-2">
      {words.map((sentence) => (
        <li key={sentence} className="flex items-start gap-1.5">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          {sentence}
        </li>
      ))}
    </ul>
  );
}

/** What the step took in and gave back is read when it is opened; what the trace tells of it stands there at once. */
function Payload({ skeleton, step }: { readonly skeleton: Skeleton; readonly step: SkeletonStep }) {
  const { traceId } = skeleton.trace;
  const query = useQuery(useTRPC().traces.step.queryOptions({ traceId, spanId: step.spanId }, { staleTime: 60_000 }));
  const about = query.data?.about ?? null;
  const hasUsage = step.kind === "llm" || step.inputTokens !== null;
  return (
    <>
      {query.data && (
        <StepContent detail={query.data} step={step} writer={step.agent ?? "the agent"} earlier={earlierOf(skeleton, step.index)} />
      )}
      {query.data && <TakenOut traceId={traceId} spanId={step.spanId} />}
      {query.isPending && <Place className="mb-3 h-32 w-full" />}
      {query.isLoadingError && <Unread error={query.error} isAsking={query.isFetching} onRetry={() => void query.refetch()} />}
      {hasUsage && <StepUsage skeleton={skeleton} step={step} usage={about?.usage ?? usageOf(step)} cost={about?.cost ?? null} />}
      <StepTiming skeleton={skeleton} step={step} about={about} />
      {query.data && <AsSent detail={query.data} />}
    </>
  );
}

function earlierOf(skeleton: Skeleton, index: number): Earlier | null {
  const before = callBefore(skeleton, index);
  const spanId = skeleton.spanId[before];
  return spanId === undefined ? null : { traceId: skeleton.trace.traceId, spanId, position: before + 1 };
}

type UnreadProps = { readonly error: Parameters<typeof isMissing>[0]; readonly isAsking: boolean; readonly onRetry: () => void };

function Unread({ error, isAsking, onRetry }: UnreadProps) {
  const cannotHelp = isForbidden(error) || isMissing(error);
  return (
    <div role="alert" className="border-t border-line py-3 text-sm text-ink-2">
      {error !== null && <p>{sentenceOf(error)}</p>}
      {!cannotHelp && (
        <Button size="sm" className="mt-2" onClick={onRetry} isPending={isAsking}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** As much of the usage as the trace tells without the step itself. */
const usageOf = ({ inputTokens, outputTokens }: SkeletonStep) => ({
  input: inputTokens,
  cacheRead: null,
  cacheWrite: null,
  cacheWrite1h: null,
  output: outputTokens,
  reasoning: null,
  basis: null,
});
