"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { UntrustedText } from "@/components/ui/untrusted-text";
import { noteOfClosed } from "@/server/traces/core/story-frame";
import type { Chapter, StoryChange } from "@/server/traces/core/story-schema";
import type { Skeleton } from "@/server/traces/schema";
import { StoryBrief } from "./story-brief";
import { Sentence } from "./story-sentence";

/** A trace that still runs has more to tell after a while. */
const REFRESH_MS = 6_000;

/** The decision chain in plain words: who set it off, what was wanted, what was done, by whose authority, how it ended. */
export function Story({ skeleton: { trace } }: { readonly skeleton: Skeleton }) {
  const { traceId } = trace;
  const query = useQuery(
    useTRPC().traces.story.queryOptions({ traceId }, { refetchInterval: trace.status === "running" ? REFRESH_MS : false }),
  );
  if (query.isPending) return <SkeletonRows rows={12} label="Loading the story" />;
  if (query.data === undefined) {
    return (
      <ErrorState title="The story could not be told" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
        {sentenceOf(query.error)} The timeline has the same steps.
      </ErrorState>
    );
  }
  const story = query.data;
  return (
    <div className="flex flex-col-reverse gap-x-12 px-4 py-6 md:px-6 xl:flex-row xl:justify-between">
      <article aria-label="Story" className="min-w-0 max-w-200">
        {noteOfClosed(story).map((note) => (
          <p key={note} className="mb-5 text-sm text-ink-2">
            {note}
          </p>
        ))}
        <ol>
          {story.chapters.map((chapter) => (
            <ChapterOfStory key={chapter.key} traceId={traceId} chapter={chapter} />
          ))}
        </ol>
      </article>
      <StoryBrief traceId={traceId} brief={story.brief} />
    </div>
  );
}

const DOTS: Record<Chapter["mark"], string> = {
  plain: "bg-ink-3",
  decided: "bg-ink size-2.5 -ml-px",
  held: "bg-info",
  refused: "border-2 border-ink size-2.5 -ml-px bg-paper",
  failed: "bg-danger",
  ungoverned: "border-[1.5px] border-dashed border-danger size-2.5 -ml-px bg-paper",
};

type Props = { readonly traceId: string; readonly chapter: Chapter };

function ChapterOfStory({ traceId, chapter: { at, mark, heading, parts, changes, quote } }: Props) {
  const isAlarm = mark === "ungoverned" || mark === "failed";
  return (
    <li className="relative grid gap-x-6 pb-7 pl-5 md:grid-cols-[8.5rem_minmax(0,62ch)] md:pl-0">
      <p className="text-xs leading-6 text-ink-3 md:text-right">
        <Time at={at} precision="second" isZoneHidden />
      </p>
      <div className="relative min-w-0">
        <span aria-hidden className="absolute top-6 -bottom-6 -left-3.5 w-px bg-line [li:last-child_&]:hidden" />
        <span aria-hidden className={clsx("absolute top-2 -left-4.25 size-2 rounded-full", DOTS[mark])} />
        <h2 className={clsx("text-lg font-semibold wrap-anywhere", isAlarm && "text-danger")}>{heading}</h2>
        <p className="text-lg text-pretty text-ink wrap-anywhere">
          <Sentence traceId={traceId} parts={parts} />
        </p>
        {changes.length > 0 && <Changes changes={changes} />}
        {quote !== null && (
          <div className="mt-2">
            <UntrustedText text={quote.text} writer={quote.writer} />
          </div>
        )}
      </div>
    </li>
  );
}

/** What changed, before and after; the new is what counts. */
const Changes = ({ changes }: { readonly changes: readonly StoryChange[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section className="mt-2 max-w-full overflow-x-auto -outline-offset-2" tabIndex={0} aria-label="What changed">
    <table className="w-full text-sm">
      <thead>
        <tr className="border-b border-line text-left text-xs text-ink-3">
          <th className="py-1 pr-4 font-normal">What</th>
          <th className="py-1 pr-4 font-normal">before</th>
          <th className="py-1 font-normal">after</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ resource, what, before, after }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: changes have no identity and never move
          <tr key={i} className="border-b border-line align-top">
            <td className="py-1.5 pr-4 wrap-anywhere">
              {what} <span className="font-mono text-xs text-ink-3">{resource}</span>
            </td>
            <td className="py-1.5 pr-4 text-ink-3 wrap-anywhere">{before}</td>
            <td className="py-1.5 font-semibold wrap-anywhere">{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
