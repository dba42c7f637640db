"use client";

import Link from "next/link";
import { useQueryStates } from "nuqs";
import { agentHref } from "@/components/fleet/fleet-address";
import { PaneFact as Fact, PaneFacts, PanePart } from "@/components/ui/side-pane";
import { Time } from "@/components/ui/time";
import { timeOnPath } from "@/server/traces/core/critical-path";
import { lastingWords, named } from "@/server/traces/core/words";
import type { Skeleton } from "@/server/traces/schema";
import { momentOf, type SkeletonStep } from "./read-skeleton";
import { pathOf } from "./read-skeleton-path";
import type { StepDetail } from "./step-content";
import { TRACE_PARAMS } from "./trace-address";

type Props = { readonly skeleton: Skeleton; readonly step: SkeletonStep; readonly about: StepDetail["about"] | null };

/** When it ran, whose step it is, and where it came from. */
export function StepTiming({ skeleton, step, about }: Props) {
  const onPathUs = timeOnPath(pathOf(skeleton), skeleton.parent.length)[step.index] ?? -1;
  return (
    <PanePart title="Timing and origin">
      <PaneFacts>
        <Fact name="Began">
          <Time at={momentOf(skeleton, step.offsetUs)} precision="millisecond" />, {lastingWords(Math.max(0, step.offsetUs))} in
        </Fact>
        <Fact name="Took">{step.durationUs === null ? "still running, or its end has not come" : lastingWords(step.durationUs)}</Fact>
        <Fact name="Critical path">{onPathUs < 0 ? "not on it" : `on it for ${lastingWords(onPathUs)}`}</Fact>
        <Caller skeleton={skeleton} step={step} />
        {step.agent !== null && (
          <Fact name="Agent">
            <Link className="link" href={agentHref(step.agent)}>
              {named(step.agent)}
            </Link>
          </Fact>
        )}
        <Model step={step} about={about} />
        {about !== null && <Origin about={about} />}
      </PaneFacts>
    </PanePart>
  );
}

function Caller({ skeleton, step }: Pick<Props, "skeleton" | "step">) {
  const [, setParams] = useQueryStates(TRACE_PARAMS);
  const callerId = skeleton.spanId[step.parent];
  if (callerId === undefined) return null;
  return (
    <Fact name="Called by">
      <button type="button" className="link text-left" onClick={() => void setParams({ step: callerId })}>
        step {(step.parent + 1).toLocaleString("en-GB")}
      </button>
    </Fact>
  );
}

function Model({ step, about }: Pick<Props, "step" | "about">) {
  if (step.model === null) return null;
  const asked = about?.modelRequested ?? step.model;
  return (
    <Fact name="Model">
      {named(step.model)}
      {asked !== step.model && <span className="text-ink-3">, asked for as {named(asked)}</span>}
      {about?.provider && <span className="text-ink-3"> by {named(about.provider)}</span>}
    </Fact>
  );
}

const Origin = ({ about: { resource, toolCallId, responseId, dialect, sdk, receivedAt } }: { readonly about: StepDetail["about"] }) => (
  <>
    {resource !== null && <Fact name="Resource">{named(resource)}</Fact>}
    {toolCallId !== null && <Fact name="Call">{named(toolCallId)}</Fact>}
    {responseId !== null && <Fact name="Response">{named(responseId)}</Fact>}
    <Fact name="Sent by">
      {named(sdk)} <span className="text-ink-3">({dialect.replaceAll("_", " ")})</span>
    </Fact>
    <Fact name="Arrived">
      <Time at={receivedAt} precision="second" />
    </Fact>
  </>
);
