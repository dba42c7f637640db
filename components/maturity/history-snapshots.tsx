import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import Link from "next/link";
import { formatDay } from "@/components/attainment/prepare-attainment";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatScore } from "@/server/maturity/core/figure-words";
import { type Dimension, LEVELS } from "@/server/maturity/core/rubric";
import type { SnapshotRow } from "@/server/maturity/schema";

type SnapshotsProps = {
  readonly snapshots: readonly SnapshotRow[];
  readonly of: Dimension | null;
  readonly opened: string | null;
  readonly onOpen: (id: string | null) => void;
};

/** The snapshot of each day, each of which can be held against the record. */
export function Snapshots({ snapshots, of, opened, onOpen }: SnapshotsProps) {
  return (
    <Section title="Snapshots" note="The last one of each day, newest first. Each holds every result and has its entry in the audit log.">
      <div className="relative overflow-x-auto">
        <Table caption="Snapshots by day" isInset className="min-w-2xl">
          <thead>
            <tr>
              <Th>Day</Th>
              <Th>Level</Th>
              <Th isNumeric>Score</Th>
              <Th>Rubric</Th>
              <Th>Taken from</Th>
              <Th isLabelHidden>Held against the record</Th>
            </tr>
          </thead>
          <tbody>
            {snapshots.toReversed().map((one) => {
              const own = of === null ? one : one.dimensions.find(({ id }) => id === of);
              const isOpen = one.id === opened;
              return (
                <Tr key={one.id} isSelected={isOpen}>
                  <Td className="font-medium whitespace-nowrap">{formatDay(one.day, true)}</Td>
                  <Td className="whitespace-nowrap text-ink-2">{own === undefined ? "–" : `${own.level} ${LEVELS[own.level]}`}</Td>
                  <Td isNumeric>{own === undefined ? "–" : formatScore(own.score)}</Td>
                  <Td className="text-ink-2">{one.rubricVersion}</Td>
                  <Td className={clsx("whitespace-nowrap", one.isInvented ? "text-warn" : "text-ink-2")}>
                    {one.isInvented ? "made up for the demo" : "live records"}
                  </Td>
                  <Td className="text-right">
                    {isOpen ? (
                      <Verdict id={one.id} />
                    ) : (
                      <Button size="sm" variant="quiet" onClick={() => onOpen(one.id)} aria-label={`Verify ${formatDay(one.day, true)}`}>
                        Verify
                      </Button>
                    )}
                  </Td>
                </Tr>
              );
            })}
          </tbody>
        </Table>
      </div>
    </Section>
  );
}

/** Whether a snapshot is what was taken, with its digest and where the record has it. */
function Verdict({ id }: { readonly id: string }) {
  const query = useQuery(useTRPC().maturity.verify.queryOptions({ id }));
  const found = query.data;
  if (found === undefined)
    return <span className="text-ink-2">{query.isError ? sentenceOf(query.error) : "Every result is hashed again…"}</span>;
  const words = found.isIntact
    ? "What was taken, as the record says"
    : found.isOnRecord
      ? "Not what was taken: it was changed since"
      : "The record does not have this digest";
  return (
    <span role="status" className="block py-1 text-left whitespace-normal">
      <span className={clsx("font-medium", found.isIntact ? "text-ok" : "text-danger")}>{words}</span>
      <span className="block font-mono text-xs break-all text-ink-2">{found.digest}</span>
      {found.entryId !== null &&
        (found.canOpen ? (
          <Link href={`/audit?entry=${found.entryId}`} className="link underline underline-offset-2">
            The entry in the audit log
          </Link>
        ) : (
          <span className="block text-xs text-ink-3">Entry {found.entryId} of the audit log</span>
        ))}
    </span>
  );
}
