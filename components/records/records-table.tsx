"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { cleanLine } from "@/server/kernel/untrusted";
import { specOf } from "@/server/records/core/kinds";
import type { RecordResource } from "@/server/records/schema";
import { factsInWords } from "./prepare-record";

const STATE_WORDS = { standing: null, corrected: "Corrected since", withdrawn: "Withdrawn" } as const;

type Props = {
  readonly records: readonly RecordResource[];
  readonly canEdit: boolean;
  readonly onCorrect: (record: RecordResource) => void;
  readonly onWithdraw: (record: RecordResource) => void;
};

/** Records by when it happened, each with what it says and who says so. */
export function RecordsTable({ records, canEdit, onCorrect, onWithdraw }: Props) {
  return (
    <Table caption="Records">
      <thead className="max-md:sr-only">
        <tr>
          <Th>Happened</Th>
          <Th>Kind</Th>
          <Th>About</Th>
          <Th>Says</Th>
          <Th className="max-lg:hidden">By</Th>
          {canEdit && <Th isLabelHidden>What can be done</Th>}
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <Tr
            key={record.id}
            className="max-md:grid max-md:gap-1 max-md:[--edge:0px] max-md:border-b max-md:border-line max-md:px-4 max-md:py-2 max-md:[&>td]:h-auto max-md:[&>td]:border-0 max-md:[&>td]:p-0"
          >
            <Td className="align-top whitespace-nowrap text-ink-2 md:pt-2">
              <Time at={record.happenedAt} precision="day" />
            </Td>
            <Td className="align-top font-medium md:pt-2">{specOf(record.kind).label}</Td>
            <Td className="align-top wrap-anywhere md:pt-2">
              <About record={record} />
            </Td>
            <Td className="align-top wrap-anywhere md:py-2">
              <Says record={record} />
            </Td>
            <Td className="align-top text-ink-2 max-lg:hidden md:pt-2">{cleanLine(record.author.name, 80)}</Td>
            {canEdit && (
              <Td className="align-top whitespace-nowrap max-md:-ml-2 md:pt-1 md:text-right">
                {record.state === "standing" && (
                  <>
                    <Button size="sm" variant="quiet" aria-label={`Correct ${nameOf(record)}`} onClick={() => onCorrect(record)}>
                      Correct
                    </Button>
                    <Button size="sm" variant="quiet" aria-label={`Withdraw ${nameOf(record)}`} onClick={() => onWithdraw(record)}>
                      Withdraw
                    </Button>
                  </>
                )}
              </Td>
            )}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

const nameOf = ({ kind, happenedAt, agent, person, team }: RecordResource): string =>
  [specOf(kind).label, agent ?? person ?? team, happenedAt.slice(0, 10)].filter(Boolean).join(", ");

function About({ record: { agent, person, team } }: { readonly record: RecordResource }) {
  if (agent === null && person === null && team === null) return <span className="text-ink-3">The organisation</span>;
  return (
    <span className="grid gap-0.5">
      {agent !== null && (
        <Link className="link" href={`/agents/${encodeURIComponent(agent)}`}>
          {cleanLine(agent, 128)}
        </Link>
      )}
      {person !== null && <span>{cleanLine(person, 128)}</span>}
      {team !== null && <span>{cleanLine(team, 80)}</span>}
    </span>
  );
}

function Says({ record }: { readonly record: RecordResource }) {
  const { state, endReason, note, link, validUntil } = record;
  const ended = STATE_WORDS[state];
  return (
    <div className="grid max-w-[60ch] gap-0.5">
      {ended !== null && (
        <p className="text-warn">
          {ended}
          {endReason !== null && `: ${cleanLine(endReason, 500)}`}
        </p>
      )}
      <p className={ended === null ? "" : "text-ink-3 line-through"}>
        {factsInWords(record)
          .map(({ label, value }) => `${label}: ${cleanLine(value, 200)}`)
          .join(" · ")}
      </p>
      {note !== null && <p className="text-ink-2">{cleanLine(note, 1_000)}</p>}
      {(link !== null || validUntil !== null) && (
        <p className="text-xs text-ink-3">
          {link !== null && (
            <a className="link underline underline-offset-2" href={link} rel="noreferrer noopener" target="_blank">
              {cleanLine(link, 80)}
            </a>
          )}
          {link !== null && validUntil !== null && " · "}
          {validUntil !== null && `valid until ${validUntil}`}
        </p>
      )}
    </div>
  );
}
