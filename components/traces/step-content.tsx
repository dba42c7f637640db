"use client";

import type { inferRouterOutputs } from "@trpc/server";
import dynamic from "next/dynamic";
import Link from "next/link";
import { Mono } from "@/components/ui/mono";
import { PanePart } from "@/components/ui/side-pane";
import { Skeleton as Place } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { UntrustedText } from "@/components/ui/untrusted-text";
import type { Json } from "@/server/approvals/schema";
import type { Message, Part } from "@/server/traces/core/content";
import { named } from "@/server/traces/core/words";
import type { AppRouter } from "@/server/trpc/root";
import type { SkeletonStep } from "./read-skeleton";
import { type Earlier, ReadValue, Value } from "./step-content-value";
import { traceHref } from "./trace-address";

const JsonTree = dynamic(() => import("@/components/approvals/json-tree").then((module) => module.JsonTree), {
  loading: () => <Place className="h-16" />,
});

export type StepDetail = inferRouterOutputs<AppRouter>["traces"]["step"];
type Props = { readonly detail: StepDetail; readonly step: SkeletonStep; readonly writer: string; readonly earlier: Earlier | null };

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === "object" && Object.keys(value).length === 0);

/** What a step took in and gave back. */
export function StepContent({ detail, step, writer, earlier }: Props) {
  const { input, output, args, result, span, about } = detail;
  const hasContent = input.length + output.length > 0 || !isNothing(args) || !isNothing(result);
  const failure = span?.statusMessage || about.errorMessage;
  return (
    <>
      {failure && (
        <PanePart title="What it says of its failure" aside={about.errorType === null ? undefined : named(about.errorType)}>
          <UntrustedText text={failure} writer={writer} />
        </PanePart>
      )}
      {!isNothing(args) && <ReadValue title="Arguments" value={args} writer={writer} earlier={earlier} />}
      {!isNothing(result) && <ReadValue title="Result" value={result} writer={step.tool ?? writer} />}
      {input.length > 0 && (
        <PanePart title="Took in">
          <Messages messages={input} writer={writer} />
        </PanePart>
      )}
      {output.length > 0 && (
        <PanePart title="Gave back">
          <Messages messages={output} writer={writer} />
        </PanePart>
      )}
      {!hasContent && (
        <PanePart title="Content">
          <p className="text-sm text-ink-2">
            {span === null
              ? "What it took in and gave back is past its retention. That it happened is kept."
              : "The agent sent neither messages nor arguments of this step."}
          </p>
        </PanePart>
      )}
    </>
  );
}

/** The span itself, and what log records told of it. */
export function AsSent({ detail: { span, told } }: { readonly detail: StepDetail }) {
  if (span === null) return null;
  return (
    <>
      {span.links.length > 0 && (
        <PanePart title="Links">
          <ul className="flex flex-col gap-0.5 text-sm">
            {span.links.map(({ traceId, spanId }) => (
              <li key={traceId + spanId}>
                <Link className="link" href={traceHref(traceId, { view: "timeline", step: spanId })}>
                  Trace <Mono isShort>{traceId}</Mono>, step <Mono>{spanId}</Mono>
                </Link>
              </li>
            ))}
          </ul>
        </PanePart>
      )}
      <PanePart title="As it was sent">
        <Sent label="Attributes" value={span.attributes} />
        <Sent label="Events" value={span.events} />
        <Sent label="Resource" value={span.resource} />
        <Sent label="Told by log records" value={told.map(({ at, name, content }) => ({ at, name, content }))} />
        {told[0] !== undefined && (
          <p className="mt-1 text-xs text-ink-3">
            The first of them is of <Time at={told[0].at} precision="second" />.
          </p>
        )}
      </PanePart>
    </>
  );
}

function Sent({ label, value }: { readonly label: string; readonly value: object }) {
  if (isNothing(value)) return null;
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-ink-2 hover:text-ink">
        {label} <span className="text-ink-3">{Object.keys(value).length}</span>
      </summary>
      <JsonTree value={value as Json} />
    </details>
  );
}

/** Messages that are drawn at once: the last ones say what the step was about. */
const MOST = 12;

function Messages({ messages, writer }: { readonly messages: readonly Message[]; readonly writer: string }) {
  const shown = messages.slice(-MOST);
  return (
    <ol className="flex flex-col gap-2">
      {messages.length > MOST && <li className="text-xs text-ink-3">{messages.length - MOST} earlier messages stand under Attributes.</li>}
      {shown.map((message, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity and never move
        <li key={i} className="flex flex-col gap-1.5">
          {message.parts.map((part, j) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same of their parts
            <MessagePart key={j} part={part} role={message.role} writer={writer} />
          ))}
        </li>
      ))}
    </ol>
  );
}

const ROLES: { readonly [role: string]: string } = { system: "its instructions", user: "whoever asked it", tool: "a tool" };

function MessagePart({ part, role, writer }: { readonly part: Part; readonly role: string; readonly writer: string }) {
  const who = ROLES[role] ?? writer;
  switch (part.type) {
    case "text":
      return <UntrustedText text={part.text} writer={who} />;
    case "reasoning":
      return <UntrustedText text={part.text} writer={`${writer}, thinking`} />;
    case "tool_call":
      return (
        <div className="text-sm">
          Asked for <span className="font-mono text-xs">{named(part.tool)}</span>
          <JsonTree value={part.args as Json} />
        </div>
      );
    case "tool_result":
      return (
        <div className="text-sm">
          Was given
          <Value value={part.result} writer="a tool" />
        </div>
      );
    default:
      return <JsonTree value={part.value as Json} />;
  }
}
