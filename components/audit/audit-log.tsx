"use client";

import clsx from "clsx";
import { useQueryStates } from "nuqs";
import { useKeys } from "@/components/shell/use-keys";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { AuditFilters } from "./audit-filters";
import { ENTRY_PANE_ID, EntryPane } from "./entry-pane";
import { EntryRow, rowColumns, rowId } from "./entry-row";
import { AUDIT_PARAMS, isNarrowed, NOTHING_NARROWED } from "./filter";
import { useEntries } from "./use-audit";

/** The audit page: the record, newest first, and beside it the entry that is open. */
export function AuditLog() {
  const [params, setParams] = useQueryStates(AUDIT_PARAMS);
  const { query, entries, names } = useEntries(params);
  const open = (entry: string | null) => void setParams({ entry });
  const close = () => {
    if (params.entry !== null) document.getElementById(rowId(params.entry))?.focus();
    open(null);
  };
  useAuditKeys(
    entries.map(({ id }) => id),
    params.entry,
    { open, close },
  );
  const newest = isNarrowed(params) ? undefined : entries[0];
  return (
    <div className="flex flex-col md:h-frame">
      <div className={clsx(params.entry !== null && "max-md:hidden")}>
        <PageHeader
          title="Audit"
          state={
            <>
              Entries are only ever added, in the same step as the change they record.
              {newest && (
                <>
                  {" "}
                  The newest is from <Time at={newest.occurredAt} format="relative" />.
                </>
              )}
            </>
          }
        />
      </div>
      <div className="flex min-h-0 flex-1 border-t border-line">
        <section aria-label="Entries" className={clsx("flex min-w-0 flex-1 flex-col", params.entry !== null && "max-md:hidden")}>
          <AuditFilters params={params} names={names} onChange={(change) => void setParams(change)} />
          <div
            aria-hidden
            className={clsx(
              rowColumns(params.entry !== null),
              "h-7 shrink-0 items-center border-b border-line text-xs text-ink-3 max-md:hidden",
            )}
          >
            <span>UTC</span>
            <span>Who</span>
            <span>Did</span>
            <span>On</span>
            <span className={clsx(params.entry !== null && "md:max-2xl:hidden")}>By authority of</span>
          </div>
          <div className="relative min-h-0 flex-1 md:overflow-y-auto">
            {query.isPending && <SkeletonRows rows={14} label="Loading entries" />}
            {query.isError && entries.length === 0 && <Unread query={query} />}
            {query.isSuccess && entries.length === 0 && (
              <NoEntries isNarrowed={isNarrowed(params)} onClear={() => void setParams(NOTHING_NARROWED)} />
            )}
            <ol className={clsx(query.isPlaceholderData && "opacity-60")}>
              {entries.map((entry) => (
                <EntryRow
                  key={entry.id}
                  entry={entry}
                  names={names}
                  isOpen={entry.id === params.entry}
                  isNarrow={params.entry !== null}
                  onOpen={(id) => (id === params.entry ? goInto() : open(id))}
                />
              ))}
            </ol>
            {query.hasNextPage && (
              <div className="px-4 py-3 md:px-6">
                <Button onClick={() => void query.fetchNextPage()} isPending={query.isFetchingNextPage}>
                  {query.isFetchingNextPage ? "Reading…" : "Show older entries"}
                </Button>
              </div>
            )}
          </div>
        </section>
        {params.entry !== null && (
          <EntryPane
            key={params.entry}
            id={params.entry}
            listed={entries.find(({ id }) => id === params.entry)}
            names={names}
            onClose={close}
            onOpen={open}
            onNarrow={(change) => void setParams({ ...change, entry: null })}
          />
        )}
      </div>
    </div>
  );
}

/** Puts the focus into the open entry. */
const goInto = () => document.getElementById(ENTRY_PANE_ID)?.focus();

type Means = { readonly open: (id: string) => void; readonly close: () => void };

/** `j` and `k` walk the rows; while an entry is open, it follows. */
function useAuditKeys(ids: readonly string[], openId: string | null, { open, close }: Means): void {
  const walk = (step: 1 | -1) => {
    const focused = ids.findIndex((id) => rowId(id) === document.activeElement?.id);
    const from = focused >= 0 ? focused : ids.indexOf(openId ?? "");
    const next = ids[from < 0 ? 0 : Math.min(Math.max(from + step, 0), ids.length - 1)];
    if (next === undefined) return;
    document.getElementById(rowId(next))?.focus();
    if (openId !== null) open(next);
  };
  useKeys(
    {
      j: { label: "Next entry", run: () => walk(1) },
      k: { label: "Previous entry", run: () => walk(-1) },
      Enter: {
        label: openId === null ? "Open the entry" : "Into the open entry",
        run: () => (openId !== null ? goInto() : ids[0] && open(ids[0])),
        isEnabled: ids.length > 0,
      },
      Escape: { label: "Close the entry", run: close, isEnabled: openId !== null },
    },
    "Audit",
  );
}

/** Without the right to read there is nothing to try again. */
function Unread({ query }: Pick<ReturnType<typeof useEntries>, "query">) {
  if (query.error?.data?.code === "FORBIDDEN") {
    return (
      <EmptyState title="The audit log is not open to your role">{query.error.message} An administrator can change your roles.</EmptyState>
    );
  }
  return (
    <ErrorState title="The entries could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
      {query.error?.message} The record itself is not touched by reading it.
    </ErrorState>
  );
}

const NoEntries = ({ isNarrowed: hasFilter, onClear }: { readonly isNarrowed: boolean; readonly onClear: () => void }) =>
  hasFilter ? (
    <EmptyState title="No entry fits these filters" action={<Button onClick={onClear}>Show all entries</Button>}>
      The record holds others.
    </EmptyState>
  ) : (
    <EmptyState title="Nothing is on record yet">
      Whatever people, agents and Reeve do appears here: proposals, decisions, changes of agents and rules, sign-ins. The first change
      writes the first entry.
    </EmptyState>
  );
