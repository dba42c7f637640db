import Link from "next/link";
import { riskWord } from "@/components/fleet/risk-tier";
import { CsvButton } from "@/components/ui/csv-button";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Breach, Breaches as Found } from "@/server/approvals/attainment-schema";
import { cleanLine } from "@/server/kernel/untrusted";
import { prepareBreach } from "./prepare-attainment";

export type BreachesProps = {
  readonly title: string;
  readonly note: string;
  readonly file: string;
  readonly breaches: Found;
  readonly asOf: string;
  /** What is said when there are none. */
  readonly empty: string;
};

/** Requests that were not decided in time, each once, with the way to it. */
export function Breaches({ title, note, file, breaches: { total, items }, asOf, empty }: BreachesProps) {
  const csv = () => ({
    head: ["request", "title", "agent", "risk", "asked", "due", "ended", "what"],
    rows: items.map((breach) => [
      breach.id,
      breach.title,
      breach.agentName,
      breach.riskTier,
      breach.createdAt,
      breach.dueAt,
      breach.endedAt,
      prepareBreach(breach, asOf),
    ]),
  });
  return (
    <Section
      title={`${title} (${formatCount(total)})`}
      note={
        items.length < total
          ? `${note} The first ${formatCount(items.length)} are here: narrow the range or the filters for the others.`
          : note
      }
      action={items.length > 0 && <CsvButton what={title.toLowerCase()} file={file} csv={csv} />}
    >
      {items.length === 0 ? (
        <p className="text-base text-ink-2">{empty}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section aria-label={title} tabIndex={0} className="max-h-120 overflow-auto">
          <Table isInset caption={title}>
            <thead>
              <tr>
                <Th className="w-full">Request</Th>
                <Th className="max-md:hidden">Risk</Th>
                <Th className="max-md:hidden">Asked</Th>
                <Th isNumeric>What</Th>
              </tr>
            </thead>
            <tbody>
              {items.map((breach) => (
                <BreachRow key={breach.id} breach={breach} asOf={asOf} />
              ))}
            </tbody>
          </Table>
        </section>
      )}
    </Section>
  );
}

function BreachRow({ breach, asOf }: { readonly breach: Breach; readonly asOf: string }) {
  return (
    <Tr>
      <Td className="min-w-0 wrap-anywhere">
        <Link href={`/queue/${breach.id}`} className="link">
          {cleanLine(breach.title, 280)}
        </Link>
        <span className="block text-xs text-ink-3">{cleanLine(breach.agentName, 128)}</span>
      </Td>
      <Td className="max-md:hidden">{riskWord(breach.riskTier)}</Td>
      <Td className="max-md:hidden">
        <Time at={breach.createdAt} />
      </Td>
      <Td isNumeric className={breach.endedAt === null ? "font-medium text-danger" : undefined}>
        {prepareBreach(breach, asOf)}
      </Td>
    </Tr>
  );
}
