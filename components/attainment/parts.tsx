import type { ReactNode } from "react";
import { CsvButton } from "@/components/ui/csv-button";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Counts } from "@/server/approvals/core/attainment";
import { measuredIn } from "@/server/approvals/core/attainment";
import { formatShare, lateIn, shareOf } from "./prepare-attainment";

export type Part = {
  readonly key: string;
  readonly name: string;
  /** What stands beside the name: a version, "you". */
  readonly note?: string;
  readonly counts: Counts;
  readonly onNarrow?: () => void;
};

export type PartsProps = {
  readonly title: string;
  readonly note?: ReactNode;
  readonly head: string;
  readonly file: string;
  readonly parts: readonly Part[];
  /** What is said when there are none. */
  readonly empty: string;
};

/** The same figures for each team, rule, tier or person; a name narrows the page to it. */
export function Parts({ title, note, head, file, parts, empty }: PartsProps) {
  const csv = () => ({
    head: [head.toLowerCase(), "requests", "in time", "late", "expired"],
    rows: parts.map(({ name, note: more, counts }) => [
      more === undefined ? name : `${name} (${more})`,
      measuredIn(counts),
      counts.inTime,
      lateIn(counts),
      counts.expired,
    ]),
  });
  return (
    <Section
      title={title}
      note={note}
      action={parts.length > 0 && <CsvButton what={`the figures ${title.toLowerCase()}`} file={file} csv={csv} />}
    >
      {parts.length === 0 ? (
        <p className="max-w-[65ch] text-base text-pretty text-ink-2">{empty}</p>
      ) : (
        <Table isInset caption={title}>
          <thead>
            <tr>
              <Th className="w-full">{head}</Th>
              <Th isNumeric>Requests</Th>
              <Th isNumeric>In time</Th>
              <Th isNumeric>Late</Th>
              <Th isNumeric>Expired</Th>
            </tr>
          </thead>
          <tbody>
            {parts.map((part) => (
              <PartRow key={part.key} part={part} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function PartRow({ part: { name, note, counts, onNarrow } }: { readonly part: Part }) {
  return (
    <Tr>
      <Td className="wrap-anywhere">
        {onNarrow === undefined ? (
          name
        ) : (
          <button type="button" onClick={onNarrow} className="link text-left max-md:min-h-11" aria-label={`${name}: show only this`}>
            {name}
          </button>
        )}
        {note !== undefined && <span className="text-ink-3"> {note}</span>}
      </Td>
      <Td isNumeric>{formatCount(measuredIn(counts))}</Td>
      <Td isNumeric>
        <span className="inline-flex items-center gap-2.5">
          <span aria-hidden className="h-1.5 w-16 overflow-hidden rounded-[2px] bg-line max-md:hidden">
            <span className="block h-full bg-ink-2" style={{ width: `${shareOf(counts) * 100}%` }} />
          </span>
          <span className="min-w-14 font-medium">{formatShare(counts)}</span>
        </span>
      </Td>
      <Td isNumeric>{formatCount(lateIn(counts))}</Td>
      <Td isNumeric>{formatCount(counts.expired)}</Td>
    </Tr>
  );
}
