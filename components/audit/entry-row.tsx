import clsx from "clsx";
import { Time } from "@/components/ui/time";
import type { AuditEntry, Names } from "@/server/audit/schema";
import { EntrySubject } from "./entry-subject";
import { prepareEntry } from "./prepare-entry";

const FIVE_COLUMNS = "md:grid-cols-[9rem_minmax(0,1fr)_minmax(0,1.5fr)_minmax(0,1.4fr)_minmax(0,1.2fr)]";
const FOUR_COLUMNS = "md:max-2xl:grid-cols-[9rem_minmax(0,1fr)_minmax(0,2fr)_minmax(0,1.8fr)]";

/** The columns of the list on a wide screen. Beside an open entry, which says its authority itself, there is room for four. */
export const rowColumns = (isNarrow: boolean): string => clsx("md:grid md:gap-x-4 md:px-6", FIVE_COLUMNS, isNarrow && FOUR_COLUMNS);

export const rowId = (entryId: string): string => `row-${entryId}`;

export type EntryRowProps = {
  readonly entry: AuditEntry;
  readonly names: Names;
  readonly isOpen: boolean;
  /** Whether the list shares the page with an open entry. */
  readonly isNarrow: boolean;
  readonly onOpen: (id: string) => void;
};

/** One entry in the list: a line on a wide screen, three on a phone. */
export function EntryRow({ entry, names, isOpen, isNarrow, onOpen }: EntryRowProps) {
  const { who, did, on, authority, isAlarm } = prepareEntry(entry, names);
  return (
    <li>
      <button
        type="button"
        id={rowId(entry.id)}
        aria-current={isOpen || undefined}
        onClick={() => onOpen(entry.id)}
        className={clsx(
          "w-full border-b border-line text-left text-sm focus-visible:-outline-offset-2 md:h-9 md:items-center",
          "max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:px-4 max-md:py-2",
          rowColumns(isNarrow),
          isOpen ? "bg-accent-weak shadow-[inset_2px_0_0_var(--accent)]" : "transition-colors hover:bg-sunken",
        )}
      >
        <span className="text-xs text-ink-3 max-md:order-1 max-md:leading-5 md:text-ink-2">
          <Time at={entry.occurredAt} precision="second" timeZone="UTC" isZoneHidden />
          <span className="md:hidden"> UTC</span>
        </span>
        <span className="truncate font-medium">{who}</span>
        <span className={clsx("truncate max-md:order-2 max-md:col-span-2 max-md:whitespace-normal", isAlarm && "font-medium text-danger")}>
          {did}
        </span>
        <span className="truncate text-ink-2 max-md:order-3 max-md:text-xs">
          <EntrySubject on={on} />
        </span>
        <span
          className={clsx(
            "truncate text-ink-2 max-md:order-4 max-md:max-w-[45vw] max-md:text-right max-md:text-xs max-md:text-ink-3",
            isNarrow && "md:max-2xl:hidden",
          )}
        >
          <span className="sr-only">by authority of </span>
          {authority}
        </span>
      </button>
    </li>
  );
}
