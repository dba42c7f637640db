import clsx from "clsx";
import { Mono } from "@/components/ui/mono";
import { Time } from "@/components/ui/time";
import type { AuditEntry, Names } from "@/server/audit/schema";
import { prepareEntry } from "./prepare-entry";

/** The columns of the list on a wide screen. */
export const ROW_COLUMNS = "md:grid md:grid-cols-[9rem_minmax(0,1fr)_minmax(0,1.5fr)_minmax(0,1.4fr)_minmax(0,1.2fr)] md:gap-x-4 md:px-6";

export const rowId = (entryId: string): string => `row-${entryId}`;

export type EntryRowProps = {
  readonly entry: AuditEntry;
  readonly names: Names;
  readonly isOpen: boolean;
  readonly onOpen: (id: string) => void;
};

/** One entry in the list: a line on a wide screen, three on a phone. */
export function EntryRow({ entry, names, isOpen, onOpen }: EntryRowProps) {
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
          "max-md:flex max-md:flex-col max-md:px-4 max-md:py-2.5",
          ROW_COLUMNS,
          isOpen ? "bg-accent-weak shadow-[inset_2px_0_0_var(--accent)]" : "transition-colors hover:bg-sunken",
        )}
      >
        <span className="text-xs text-ink-3 md:text-ink-2">
          <Time at={entry.occurredAt} precision="second" timeZone="UTC" isZoneHidden />
        </span>
        <span className="truncate font-medium max-md:mt-0.5">{who}</span>
        <span className={clsx("truncate max-md:whitespace-normal", isAlarm && "font-medium text-danger")}>{did}</span>
        <span className="truncate text-ink-2">{on.isMono ? <Mono isShort>{on.text}</Mono> : on.text}</span>
        <span className="truncate text-ink-2 max-md:text-xs max-md:text-ink-3">
          <span className="md:hidden">By authority of </span>
          {authority}
        </span>
      </button>
    </li>
  );
}
