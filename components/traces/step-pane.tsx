"use client";

import { lastingWords, named } from "@/server/traces/core/words";
import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, X } from "lucide-react";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { ActionStory } from "@/components/audit/action-story";
import { agentHref } from "@/components/fleet/fleet-address";
import { isForbidden, isMissing, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button, IconButton } from "@/components/ui/button";
import { formatMicroUsd } from "@/components/ui/format-money";
import { Skeleton as Place } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { timeOnPath } from "@/server/traces/core/critical-path";
import type { Skeleton } from "@/server/traces/schema";
import { KindMark, StatusMark, UngovernedMark } from "./marks";
import { PanePart } from "./pane-part";
import { momentOf, type SkeletonStep, stepAt, titleOf } from "./read-skeleton";
import { pathOf } from "./read-skeleton-path";
import { TakenOut } from "./redaction-taken";
import { StepContent } from "./step-content";
import { TRACE_PARAMS } from "./trace-address";
import { KIND_WORDS } from "./trace-words";

export const STEP_PANE_ID = "open-step";

type Props = {
  readonly skeleton: Skeleton;
  readonly spanId: string;
  readonly onClose: () => void;
};

/** One step: by whose authority it ran, what it took in and gave back, what it used. */
export function StepPane({ skeleton, spanId, onClose }: Props) {
  const index = skeleton.spanId.indexOf(spanId);
  const step = stepAt(skeleton, index);
  return (
    <aside
      id={STEP_PANE_ID}
      aria-label="Step"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="flex w-full shrink-0 flex-col overflow-y-auto border-line bg-surface -outline-offset-2 lg:w-96 lg:border-l"
    >
      <header className="flex items-center gap-2 px-4 pt-3 md:px-5">
        <Button variant="quiet" size="sm" className="-ml-2 lg:hidden" onClick={onClose}>
          <ChevronLeft aria-hidden />
          Steps
        </Button>
        {step !== null && (
          <span className="flex items-center gap-1.5 text-xs text-ink-3">
            <KindMark kind={step.kind} />
            <span aria-hidden>{KIND_WORDS[step.kind]}</span>
          </span>
        )}
        {step !== null && (
          <span className="ml-auto text-xs text-ink-3">
            {(index + 1).toLocaleString("en-GB")} of {skeleton.spanId.length.toLocaleString("en-GB")}
          </span>
        )}
        <IconButton label="Close (Esc)" className="-mr-2 max-lg:hidden" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      {step === null ? (
        <p className="px-4 py-4 text-sm text-ink-2 md:px-5">This trace has no such step, or it has not arrived yet.</p>
      ) : (
        <Loaded skeleton={skeleton} step={step} />
      )}
    </aside>
  );
}

type LoadedProps = { readonly skeleton: Skeleton; readonly step: SkeletonStep };

function Loaded({ skeleton, step }: LoadedProps) {
  const [, setParams] = useQueryStates(TRACE_PARAMS);
  const onPathUs = timeOnPath(pathOf(skeleton), skeleton.parent.length)[step.index] ?? -1;
  const parentId = skeleton.spanId[step.parent];
  return (
    <div className="px-4 pb-8 md:px-5">
      <h2 className="pt-1 text-base font-semibold wrap-anywhere">{named(titleOf(step))}</h2>
      <p className="flex flex-wrap items-center gap-x-4 pb-3 text-sm">
        <StatusMark status={step.status} />
        {step.isUngoverned && <UngovernedMark>ungoverned</UngovernedMark>}
      </p>
      {step.kind === "tool" && <Authority step={step} />}
      <PanePart title="Timing and usage">
        <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-y-1 text-sm [&_dd]:wrap-anywhere [&_dt]:text-ink-3">
          <dt>Began</dt>
          <dd>
            <Time at={momentOf(skeleton, step.offsetUs)} precision="millisecond" />
          </dd>
          <dt>Took</dt>
          <dd>{step.durationUs === null ? "still running, or its end has not come" : lastingWords(step.durationUs)}</dd>
          <dt>Critical path</dt>
          <dd>{onPathUs < 0 ? "not on it" : `on it for ${lastingWords(onPathUs)}`}</dd>
          {parentId !== undefined && (
            <>
              <dt>Called by</dt>
              <dd>
                <button type="button" className="link text-left" onClick={() => void setParams({ step: parentId })}>
                  step {(step.parent + 1).toLocaleString("en-GB")}
                </button>
              </dd>
            </>
          )}
          {step.agent !== null && (
            <>
              <dt>Agent</dt>
              <dd>
                <Link className="link" href={agentHref(step.agent)}>
                  {named(step.agent)}
                </Link>
              </dd>
            </>
          )}
          {step.model !== null && (
            <>
              <dt>Model</dt>
              <dd>{named(step.model)}</dd>
            </>
          )}
          {step.kind === "llm" && <Usage step={step} />}
        </dl>
        {step.isOrphan && <p className="mt-2 text-xs text-ink-2">The step above this one has not arrived.</p>}
      </PanePart>
      <Payload skeleton={skeleton} step={step} />
    </div>
  );
}

const tokens = (count: number | null) => (count === null ? "unknown" : count.toLocaleString("en-GB"));

const Usage = ({ step }: { readonly step: SkeletonStep }) => (
  <>
    <dt>Tokens in</dt>
    <dd>{tokens(step.inputTokens)}</dd>
    <dt>Tokens out</dt>
    <dd>{tokens(step.outputTokens)}</dd>
    <dt>Cost</dt>
    <dd>{step.costMicroUsd === null ? "unknown" : formatMicroUsd(step.costMicroUsd)}</dd>
  </>
);

/** By whose authority a tool ran: the record of its action, or that there is none. */
function Authority({ step: { actionId, isUngoverned } }: { readonly step: SkeletonStep }) {
  const trpc = useTRPC();
  const approvals = useQuery(trpc.approvals.ofActions.queryOptions({ actionIds: [actionId ?? ""] }, { enabled: actionId !== null }));
  if (actionId === null) {
    return (
      <PanePart title="Authority">
        <p className="text-sm text-pretty text-ink-2">
          {isUngoverned
            ? "Nobody decided it: this call never passed the gate. It is counted for its agent."
            : "It passed no gate, since there was nothing to pass."}
        </p>
      </PanePart>
    );
  }
  const approval = approvals.data?.[0];
  return (
    <PanePart title="Authority">
      {isUngoverned && <p className="mb-2 text-sm text-danger">The action was asked for, but this call did not use its permission.</p>}
      <ActionStory actionId={actionId} />
      <p className="mt-2 flex flex-wrap gap-x-4 text-sm">
        {approval !== undefined && (
          <Link className="link" href={`/queue/${approval.id}`}>
            The request
          </Link>
        )}
        <Link className="link" href={`/policies?action=${encodeURIComponent(actionId)}`}>
          Why it was decided so
        </Link>
      </p>
    </PanePart>
  );
}

/** What the step took in and gave back is read when it is opened. */
function Payload({ skeleton, step }: { readonly skeleton: Skeleton; readonly step: SkeletonStep }) {
  const { traceId } = skeleton.trace;
  const query = useQuery(useTRPC().traces.step.queryOptions({ traceId, spanId: step.spanId }, { staleTime: 60_000 }));
  if (query.data !== undefined)
    return (
      <>
        <StepContent detail={query.data} step={step} writer={step.agent ?? "the agent"} />
        <TakenOut traceId={traceId} spanId={step.spanId} />
      </>
    );
  if (query.isPending) return <Place className="h-32 w-full" />;
  const cannotHelp = isForbidden(query.error) || isMissing(query.error);
  return (
    <div role="alert" className="border-t border-line py-3 text-sm text-ink-2">
      <p>{sentenceOf(query.error)}</p>
      {!cannotHelp && (
        <Button size="sm" className="mt-2" onClick={() => void query.refetch()} isPending={query.isFetching}>
          Try again
        </Button>
      )}
    </div>
  );
}
