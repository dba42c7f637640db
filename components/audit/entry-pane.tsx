"use client";

import Link from "next/link";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { Mono } from "@/components/ui/mono";
import { PaneFact as Fact, PaneFacts, PanePart, SidePane } from "@/components/ui/side-pane";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { AuditEntry, Names } from "@/server/audit/schema";
import { ActionStory } from "./action-story";
import { EntrySubject } from "./entry-subject";
import type { AuditParams } from "./filter";
import { authorityInSentence, prepareEntry } from "./prepare-entry";
import { useEntry } from "./use-audit";

export type EntryPaneProps = {
  readonly id: string;
  /** The entry, if the list holds it. */
  readonly listed: AuditEntry | undefined;
  readonly names: Names;
  readonly onClose: () => void;
  readonly onOpen: (id: string) => void;
  readonly onNarrow: (change: Partial<AuditParams>) => void;
};

export const ENTRY_PANE_ID = "open-entry";

/** One entry with its exact fields, its hash, and what else is on record about its action. */
export function EntryPane({ id, listed, names, onClose, onOpen, onNarrow }: EntryPaneProps) {
  const asked = useEntry(id, listed === undefined);
  const entry = listed ?? asked.data?.entry;
  const known = listed ? names : (asked.data?.names ?? names);
  const head = (
    <>
      <h2 className="text-base font-semibold max-md:sr-only">Entry</h2>
      <span className="ml-auto text-xs text-ink-3">
        <Mono isShort>{id}</Mono>
      </span>
      <CopyButton value={id} label="Copy the entry's id" />
    </>
  );
  return (
    <SidePane id={ENTRY_PANE_ID} label="Entry" from="md" back="Entries" head={head} onClose={onClose}>
      {asked.isError && !entry && (
        <ErrorState title="This entry could not be read" onRetry={() => void asked.refetch()} isRetrying={asked.isFetching}>
          {asked.error.message}
        </ErrorState>
      )}
      {entry ? <EntryFacts entry={entry} names={known} onOpen={onOpen} onNarrow={onNarrow} /> : asked.isPending && <PaneSkeleton />}
    </SidePane>
  );
}

type FactsProps = Pick<EntryPaneProps, "onOpen" | "onNarrow"> & { readonly entry: AuditEntry; readonly names: Names };

function EntryFacts({ entry, names, onOpen, onNarrow }: FactsProps) {
  const { who, did, on, authority } = prepareEntry(entry, names);
  const { actionId, agentName, actor } = entry;
  const actorId = actor.id ?? "system";
  return (
    <div className="px-4 pb-8 md:px-5">
      <p className="py-2 text-sm wrap-anywhere">
        <span className="font-medium">{who}</span> {did} <span className="text-ink-2">({on.text})</span>, by authority of{" "}
        {authorityInSentence(authority)}.
      </p>
      <PaneFacts className="border-t border-line py-3">
        <Fact name="Happened">
          <Time at={entry.occurredAt} precision="millisecond" timeZone="UTC" />
        </Fact>
        <Fact name="Recorded">
          <Time at={entry.recordedAt} precision="millisecond" timeZone="UTC" />
        </Fact>
        <Fact name="Kind">
          <button type="button" className="link" onClick={() => onNarrow({ kind: entry.kind })} title="Show only entries of this kind">
            <Mono>{entry.kind}</Mono>
          </button>
        </Fact>
        <Fact name="Who">
          <button type="button" className="link text-left" onClick={() => onNarrow({ who: actorId })} title="Show only entries of this one">
            {actor.type === "system" ? "Reeve" : (names[actorId] ?? <Mono isShort>{actorId}</Mono>)}
          </button>{" "}
          <span className="text-ink-3">{actor.type}</span>
        </Fact>
        <Fact name="On">
          {on.href === null ? (
            <EntrySubject on={on} />
          ) : (
            <Link className="link" href={on.href}>
              <EntrySubject on={on} />
            </Link>
          )}{" "}
          <span className="text-ink-3">{entry.subject.type}</span>
        </Fact>
        {agentName !== null && (
          <Fact name="Agent">
            <Link className="link" href={`/agents/${encodeURIComponent(agentName)}`}>
              {agentName}
            </Link>
          </Fact>
        )}
        {actionId !== null && (
          <Fact name="Action">
            <button type="button" className="link" onClick={() => onNarrow({ action: actionId })} title="Show only entries of this action">
              <Mono isShort>{actionId}</Mono>
            </button>
          </Fact>
        )}
      </PaneFacts>
      <PanePart title="What was recorded">
        <pre className="overflow-x-auto rounded-sm bg-sunken p-3 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
          {JSON.stringify(entry.data, null, 2)}
        </pre>
      </PanePart>
      <PanePart title="Place in the log" aside={entry.isSequenced ? "sequenced" : "not yet sequenced"}>
        {!entry.isSequenced && (
          <p className="mb-2 text-sm text-pretty text-ink-2">
            Not yet sequenced: its bytes and hash are fixed, but the log has not given it a number, so nothing proves its place yet.
          </p>
        )}
        <div className="flex items-start gap-2">
          <dl className="grid min-w-0 flex-1 grid-cols-[5.5rem_minmax(0,1fr)] text-sm">
            <dt className="text-ink-3">Leaf hash</dt>
            <dd>
              <Mono>{entry.leafHash}</Mono>
            </dd>
          </dl>
          <CopyButton value={entry.leafHash} label="Copy the leaf hash" />
        </div>
        <details className="mt-2 text-sm">
          <summary className="cursor-pointer text-ink-2">Exact bytes that the hash covers</summary>
          <div className="mt-2 flex items-start gap-2">
            <pre className="min-w-0 flex-1 rounded-sm bg-sunken p-3 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
              {entry.canonical}
            </pre>
            <CopyButton value={entry.canonical} label="Copy the exact bytes" />
          </div>
        </details>
      </PanePart>
      {actionId !== null && (
        <PanePart title="All that is on record of this action">
          <ActionStory actionId={actionId} currentEntryId={entry.id} onOpen={onOpen} />
        </PanePart>
      )}
    </div>
  );
}

const PaneSkeleton = () => (
  <div role="status" aria-label="Loading the entry" className="flex flex-col gap-3 px-4 py-4 md:px-5">
    <Skeleton className="h-4 w-3/4" />
    <Skeleton className="h-28 w-full" />
    <Skeleton className="h-20 w-full" />
  </div>
);
