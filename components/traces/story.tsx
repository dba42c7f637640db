"use client";

import clsx from "clsx";
import Link from "next/link";
import { Fragment } from "react";
import { Time } from "@/components/ui/time";
import { UntrustedText } from "@/components/ui/untrusted-text";
import type { Skeleton } from "@/server/traces/schema";
import type { Chapter, StoryPart } from "./story-schema";
import { tellStory } from "./tell-story";
import { traceHref } from "./trace-address";
import { useStoryFacts } from "./use-story";

/** The decision chain in plain words: who set it off, what was wanted, what was done, by whose authority, how it ended. */
export function Story({ skeleton }: { readonly skeleton: Skeleton }) {
  const { facts, isReading, isClosed } = useStoryFacts(skeleton);
  const chapters = tellStory(skeleton, facts);
  return (
    <article aria-label="Story" aria-busy={isReading} className="max-w-200 px-4 py-6 md:px-6">
      {isClosed && (
        <p className="mb-5 text-sm text-ink-2">
          What agents took in and gave back is not shown to your role; what they did is told without.
        </p>
      )}
      <ol>
        {chapters.map((chapter) => (
          <ChapterOfStory key={chapter.key} traceId={skeleton.trace.traceId} chapter={chapter} />
        ))}
      </ol>
    </article>
  );
}

const DOTS: Record<Chapter["mark"], string> = {
  plain: "bg-ink-3",
  decided: "bg-ink size-2.5 -ml-px",
  held: "bg-info",
  failed: "bg-danger",
  ungoverned: "border-[1.5px] border-dashed border-danger size-2.5 -ml-px bg-paper",
};

type Props = { readonly traceId: string; readonly chapter: Chapter };

function ChapterOfStory({ traceId, chapter: { at, mark, heading, parts, quote } }: Props) {
  const isAlarm = mark === "ungoverned" || mark === "failed";
  return (
    <li className="relative grid gap-x-6 pb-7 pl-5 md:grid-cols-[8.5rem_minmax(0,62ch)] md:pl-0">
      <p className="text-xs leading-6 text-ink-3 md:text-right">
        <Time at={at} precision="second" isZoneHidden />
      </p>
      <div className="relative">
        <span aria-hidden className="absolute top-6 -bottom-6 -left-3.5 w-px bg-line [li:last-child_&]:hidden" />
        <span aria-hidden className={clsx("absolute top-2 -left-4.25 size-2 rounded-full", DOTS[mark])} />
        <h2 className={clsx("text-lg font-semibold wrap-anywhere", isAlarm && "text-danger")}>{heading}</h2>
        {mark === "ungoverned" && <p className="text-sm font-medium text-danger">Ungoverned: the gate was not asked.</p>}
        <p className="text-lg text-pretty text-ink wrap-anywhere">
          {parts.map((part, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence never move
            <Fragment key={i}>
              <PartOfSentence traceId={traceId} part={part} />
            </Fragment>
          ))}
        </p>
        {quote !== null && (
          <div className="mt-2">
            <UntrustedText text={quote.text} writer={quote.writer} />
          </div>
        )}
      </div>
    </li>
  );
}

function PartOfSentence({ traceId, part }: { readonly traceId: string; readonly part: StoryPart }) {
  if (typeof part === "string") return part;
  if (part.kind === "code") return <code className="font-mono text-[0.9em]">{part.text}</code>;
  if (part.kind === "link") {
    return (
      <Link className="link" href={part.href}>
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
