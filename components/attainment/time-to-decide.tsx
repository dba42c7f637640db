import { CsvButton } from "@/components/ui/csv-button";
import { formatCount } from "@/components/ui/format-count";
import { formatDuration } from "@/components/ui/format-time";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Attainment } from "@/server/approvals/attainment-schema";
import { ChartFigure } from "./chart-figure";
import { prepareTook } from "./prepare-attainment";

const SERIES = [{ key: "decisions", label: "Decisions", color: "var(--s1)" }] as const;

/** How long people took, from the asking to the decision. */
export function TimeToDecide({ attainment: { took, from, to } }: { readonly attainment: Attainment }) {
  const points = prepareTook(took.classes);
  const csv = () => ({ head: ["time to decide", "decisions"], rows: points.map(({ label, decisions }) => [label, decisions]) });
  return (
    <Section
      title="Time to decide"
      note="From the asking to the decision, by the clock on the wall: nights and stops are in it."
      action={<CsvButton what="the times to decide" file={`time-to-decide-${from}-${to}`} csv={csv} />}
    >
      {took.medianMs === null || took.p90Ms === null ? (
        <p className="text-base text-ink-2">Nobody decided anything of this range yet.</p>
      ) : (
        <>
          <dl className="mb-3 flex flex-wrap gap-x-10 gap-y-3">
            <Figure term="Median" value={formatDuration(took.medianMs)} note="half took no longer" />
            <Figure term="p90" value={formatDuration(took.p90Ms)} note="nine of ten took no longer" />
          </dl>
          <ChartFigure
            label="Decisions by how long they took"
            points={points}
            series={SERIES}
            table={
              <Table isInset caption="Decisions by how long they took">
                <thead>
                  <tr>
                    <Th>Time to decide</Th>
                    <Th isNumeric>Decisions</Th>
                  </tr>
                </thead>
                <tbody>
                  {points.map(({ key, label, decisions }) => (
                    <Tr key={key}>
                      <Td>{label}</Td>
                      <Td isNumeric>{formatCount(decisions)}</Td>
                    </Tr>
                  ))}
                </tbody>
              </Table>
            }
          />
        </>
      )}
    </Section>
  );
}

const Figure = ({ term, value, note }: { readonly term: string; readonly value: string; readonly note: string }) => (
  <div>
    <dt className="text-sm text-ink-2">{term}</dt>
    <dd>
      <span className="text-xl font-semibold tracking-tight">{value}</span> <span className="text-sm text-ink-2">{note}</span>
    </dd>
  </div>
);
