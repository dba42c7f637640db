import Link from "next/link";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { cleanLine } from "@/server/kernel/untrusted";
import type { CriterionDetail, SampleRow } from "@/server/maturity/schema";
import { sampleHref } from "./sample-href";

const MAX_LABEL = 160;

/** The rows behind a figure, those that fail first, each one click away from its own page. */
export function SampleRows({ detail }: { readonly detail: CriterionDetail }) {
  const { samples, criterion } = detail;
  return (
    <div id="rows" className="scroll-mt-16">
      <Section
        title="Rows behind it"
        note={
          samples.length === 0
            ? criterion.missing === null
              ? "No row was looked at: what is counted does not name rows."
              : "There is nothing of the kind on record."
            : `${samples.length} of them, those that fail first, as they stood at the check.`
        }
      >
        {samples.length > 0 && (
          <Table caption="Rows behind the figure" isInset className="max-w-3xl">
            <thead>
              <tr>
                <Th>Row</Th>
                <Th>Kind</Th>
                <Th>Holds</Th>
              </tr>
            </thead>
            <tbody>
              {samples.map((sample) => (
                <Line key={`${sample.kind} ${sample.id}`} sample={sample} />
              ))}
            </tbody>
          </Table>
        )}
      </Section>
    </div>
  );
}

function Line({ sample }: { readonly sample: SampleRow }) {
  const href = sampleHref(sample);
  const label = cleanLine(sample.label, MAX_LABEL);
  return (
    <Tr>
      <Td className="wrap-anywhere">
        {href === null ? (
          label
        ) : (
          <Link href={href} className="link">
            {label}
          </Link>
        )}
      </Td>
      <Td className="text-ink-2">{sample.kind}</Td>
      <Td className={sample.holds ? "text-ink-2" : "font-medium"}>{sample.holds ? "yes" : "no"}</Td>
    </Tr>
  );
}
