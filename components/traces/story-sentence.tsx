import Link from "next/link";
import { Fragment } from "react";
import type { StoryPart } from "@/server/traces/core/story-schema";
import { traceHref } from "./trace-address";

/** The pieces of a sentence, one after the other. */
export const Sentence = ({ traceId, parts }: { readonly traceId: string; readonly parts: readonly StoryPart[] }) =>
  parts.map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence never move
    <Fragment key={i}>
      <PartOfSentence traceId={traceId} part={part} />
    </Fragment>
  ));

function PartOfSentence({ traceId, part }: { readonly traceId: string; readonly part: StoryPart }) {
  if (typeof part === "string") return part;
  if (part.kind === "code") return <code className="font-mono text-[0.9em]">{part.text}</code>;
  if (part.kind === "link") {
    return (
      <Link className="link border-b border-accent/40 hover:border-accent hover:no-underline" href={part.href}>
        {part.text}
      </Link>
    );
  }
  return (
    <Link
      className="border-b border-accent/40 text-xs whitespace-nowrap text-accent hover:border-accent"
      href={traceHref(traceId, { view: "timeline", step: part.spanId })}
    >
      {part.text}
    </Link>
  );
}
