"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { AuditEntry, Names } from "@/server/audit/schema";
import { EntrySubject } from "./entry-subject";
import { authorityInSentence, prepareEntry } from "./prepare-entry";

export type ActionStoryProps = {
  readonly actionId: string;
  /** The entry that is open beside the story, if one is. */
  readonly currentEntryId?: string;
  /** Opens an entry. Without it the story is only read. */
  readonly onOpen?: (entryId: string) => void;
};

/** What became of one action, entry by entry: who, did, on, by authority of. */
export function ActionStory({ actionId, currentEntryId, onOpen }: ActionStoryProps) {
  const trpc = useTRPC();
  const story = useQuery(trpc.audit.story.queryOptions({ actionId }));
  if (story.isPending) return <Skeleton className="h-24 w-full" />;
  if (story.isError) {
    return (
      <div role="alert" className="text-sm text-ink-2">
        <p>The record of this action could not be read. {story.error.message}</p>
        <Button size="sm" className="mt-2" onClick={() => void story.refetch()} isPending={story.isFetching}>
          Try again
        </Button>
      </div>
    );
  }
  const { items, names } = story.data;
  if (items.length === 0) return <p className="text-sm text-ink-2">Nothing is on record of this action.</p>;
  return (
    <ol className="flex flex-col">
      {items.map((entry) => (
        <StoryLine key={entry.id} entry={entry} names={names} isCurrent={entry.id === currentEntryId} onOpen={onOpen} />
      ))}
    </ol>
  );
}

type StoryLineProps = Pick<ActionStoryProps, "onOpen"> & { readonly entry: AuditEntry; readonly names: Names; readonly isCurrent: boolean };

function StoryLine({ entry, names, isCurrent, onOpen }: StoryLineProps) {
  const { who, did, on, authority, isAlarm } = prepareEntry(entry, names);
  const body = (
    <>
      <span className="shrink-0 text-xs text-ink-3">
        <Time at={entry.occurredAt} precision="second" />
      </span>
      <span className="text-sm wrap-anywhere">
        <span className="font-medium">{who}</span> <span className={clsx(isAlarm && "text-danger")}>{did}</span>{" "}
        <span className="text-ink-2">
          <EntrySubject on={on} />
        </span>
      </span>
      <span className="text-xs text-ink-3">By authority of {authorityInSentence(authority)}</span>
    </>
  );
  const look = clsx(
    "flex w-full flex-col border-l-2 py-1.5 pl-3 text-left",
    isCurrent ? "border-accent bg-accent-weak" : "border-line",
    onOpen && !isCurrent && "transition-colors hover:border-line-strong hover:bg-sunken",
  );
  return (
    <li aria-current={isCurrent || undefined}>
      {onOpen ? (
        <button type="button" className={look} onClick={() => onOpen(entry.id)}>
          {body}
        </button>
      ) : (
        <div className={look}>{body}</div>
      )}
    </li>
  );
}
