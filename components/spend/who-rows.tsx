import clsx from "clsx";
import { ChevronDown, ChevronRight, ChevronUp } from "lucide-react";
import Link from "next/link";
import { Swatch } from "@/components/charts/swatch";
import { Td, Th, Tr } from "@/components/ui/table";
import { WITHIN } from "@/server/spend/core/explore";
import type { Spend } from "@/server/spend/schema";
import { keyOf, type WhoRow } from "./prepare-who";
import { DIMENSION_WORDS, drillHref, runsHref, tracesHref, type WhoSort } from "./spend-address";
import type { WhoColumn } from "./who-columns";

type RowProps = {
  readonly row: WhoRow;
  readonly columns: readonly WhoColumn[];
  readonly between: Spend["between"];
  readonly color?: string | undefined;
  /** Whether it is open, and what opens and closes it; none for what lies within an open row. */
  readonly isOpen?: boolean;
  readonly onToggle?: () => void;
};

/** A row of who spends: what it is, its figures, and the ways on to its runs and traces. */
export function WhoLine({ row, columns, between, color, isOpen = false, onToggle }: RowProps) {
  const isPart = row.within !== null;
  return (
    <Tr>
      <Td className="max-w-72 min-w-40">
        <span className={clsx("flex items-center gap-2", isPart && "pl-11")}>
          {onToggle !== undefined && (
            <button
              type="button"
              aria-expanded={isOpen}
              aria-label={`${DIMENSION_WORDS[WITHIN[row.by]]}s of ${row.label}`}
              onClick={onToggle}
              className="-ml-1 inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-3 hover:text-ink max-md:size-9"
            >
              {isOpen ? <ChevronDown aria-hidden className="size-4" /> : <ChevronRight aria-hidden className="size-4" />}
            </button>
          )}
          {!isPart && <Swatch color={color ?? "var(--s8)"} isHatched={row.group.key === null} />}
          <Link
            href={drillHref(row.params, row.by, keyOf(row.group))}
            scroll={false}
            title={row.label}
            className={clsx("truncate hover:underline max-md:py-2", row.group.key === null ? "text-ink-2" : !isPart && "font-medium")}
          >
            {row.label}
          </Link>
        </span>
      </Td>
      {columns.map(({ name, isNumeric = false, className, isQuiet = false, of }) => (
        <Td key={name} isNumeric={isNumeric} className={clsx(className, isQuiet && "text-ink-2")}>
          {of(row)}
        </Td>
      ))}
      <Td isNumeric>
        <Ways row={row} between={between} />
      </Td>
    </Tr>
  );
}

/** To the runs of a row, and to their traces where these can be narrowed so. */
function Ways({ row: { group, by, label, params, within }, between }: Pick<RowProps, "row" | "between">) {
  const traces = tracesHref(params, between, by, group.key);
  const of = within === null ? label : `${label} in ${within}`;
  return (
    <span className="flex justify-end gap-3 text-sm">
      <Link href={runsHref(params, by, keyOf(group))} className="link max-md:py-3" aria-label={`Runs of ${of}`}>
        Runs
      </Link>
      {traces !== null && (
        <Link href={traces} prefetch={false} className="link max-md:py-3" aria-label={`Traces of ${of}`}>
          Traces
        </Link>
      )}
    </span>
  );
}

type SortProps = {
  readonly name: string;
  readonly by: WhoSort;
  readonly sort: WhoSort;
  readonly isAscending: boolean;
  readonly isNumeric?: boolean;
  readonly className?: string | undefined;
  readonly onSort: (by: WhoSort, isAscending: boolean) => void;
};

/** The head of a column that the rows can be ordered by; a second press turns them round. */
export function SortTh({ name, by, sort, isAscending, isNumeric = false, className, onSort }: SortProps) {
  const isCurrent = sort === by;
  const Arrow = isAscending ? ChevronUp : ChevronDown;
  return (
    <Th isNumeric={isNumeric} className={className} aria-sort={isCurrent ? (isAscending ? "ascending" : "descending") : undefined}>
      <button
        type="button"
        onClick={() => onSort(by, isCurrent ? !isAscending : by === "name")}
        className={clsx("-mx-1 inline-flex items-center gap-0.5 rounded-sm px-1 py-1 hover:text-ink", isCurrent && "text-ink")}
      >
        {name}
        {isCurrent && <Arrow aria-hidden className="size-3" />}
      </button>
    </Th>
  );
}
