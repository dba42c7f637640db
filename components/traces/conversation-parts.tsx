"use client";

import { Brain } from "lucide-react";
import dynamic from "next/dynamic";
import { Skeleton as Place } from "@/components/ui/skeleton";
import { UntrustedText } from "@/components/ui/untrusted-text";
import type { Json } from "@/server/approvals/schema";
import type { ToldMessage, ToldPart } from "@/server/traces/conversation-schema";
import { named } from "@/server/traces/core/words";

const JsonTree = dynamic(() => import("@/components/approvals/json-tree").then((module) => module.JsonTree), {
  loading: () => <Place className="h-12" />,
});

/** The parts of messages, each in the words of who wrote it. */
export const ToldParts = ({ messages, writer }: { readonly messages: readonly ToldMessage[]; readonly writer: string }) =>
  messages.flatMap(({ parts }, i) =>
    parts.map((part, j) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity and never move
      <TellPart key={`${i} ${j}`} part={part} writer={writer} />
    )),
  );

type Props = { readonly part: ToldPart; readonly writer: string };

/** One part of a message. Whatever it says, it is told as somebody's words. */
export function TellPart({ part, writer }: Props) {
  return (
    <div className="min-w-0">
      {part.type === "reasoning" && (
        <p className="mb-1 flex items-center gap-1.5 text-xs text-ink-2">
          <Brain aria-hidden className="size-3.5" />
          Reasoning
        </p>
      )}
      <Words part={part} writer={writer} />
      {part.leftOut !== undefined && <LeftOut count={part.leftOut} />}
    </div>
  );
}

export const LeftOut = ({ count }: { readonly count: number }) => (
  <p className="mt-1 text-xs text-ink-3">{count.toLocaleString("en-GB")} more characters: open the step to read them.</p>
);

function Words({ part, writer }: Props) {
  switch (part.type) {
    case "text":
      return <UntrustedText text={part.text} writer={writer} />;
    case "reasoning":
      return <UntrustedText text={part.text} writer={`${writer}, thinking`} />;
    case "tool_call":
      return (
        <div className="text-sm text-ink-2">
          Asked for <span className="font-mono text-xs text-ink">{named(part.tool)}</span>
          <ToldValue value={part.args} writer={writer} />
        </div>
      );
    case "tool_result":
      return <ToldValue value={part.result} writer="a tool" />;
    default:
      return <ToldValue value={part.value} writer={writer} />;
  }
}

/** A value that a stranger gave: words as words, a structure as a structure. */
export const ToldValue = ({ value, writer }: { readonly value: unknown; readonly writer: string }) =>
  typeof value === "string" ? <UntrustedText text={value} writer={writer} /> : <JsonTree value={value as Json} />;
