import { CsvButton } from "@/components/ui/csv-button";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Attainment } from "@/server/approvals/attainment-schema";
import { ChartFigure } from "./chart-figure";
import { lateIn, prepareSteps, type StepPoint } from "./prepare-attainment";

/** How the requests of each day or week stand. */
export function OverTime({ attainment }: { readonly attainment: Attainment }) {
  const { unit, counts, timeZone, isUpToNow, from, to } = attainment;
  const points = prepareSteps(attainment);
  const series = [
    { key: "inTime", label: "In time", color: "var(--s8)", total: formatCount(counts.inTime) },
    { key: "late", label: "Late", color: "var(--danger)", isHatched: true, total: formatCount(lateIn(counts)) },
    { key: "expired", label: "Expired", color: "var(--danger)", total: formatCount(counts.expired) },
  ] as const;
  const note = `Requests by the ${unit} in which they were asked, in ${timeZone}.${isUpToNow ? ` The last ${unit} as far as it has come.` : ""}`;
  const csv = () => ({
    head: [unit === "week" ? "week from" : "day", "in time", "late", "expired"],
    rows: points.map(({ key, inTime, late, expired }) => [key, inTime, late, expired]),
  });
  return (
    <Section
      title={`By ${unit}`}
      note={note}
      action={<CsvButton what={`the figures by ${unit}`} file={`attainment-by-${unit}-${from}-${to}`} csv={csv} />}
    >
      <ChartFigure
        label={`Requests by ${unit}: in time, late and expired`}
        points={points}
        series={series}
        table={<Steps points={points} unit={unit} />}
      />
    </Section>
  );
}

const figure = (count: number | null) => (count === null ? "–" : formatCount(count));

const Steps = ({ points, unit }: { readonly points: readonly StepPoint[]; readonly unit: string }) => (
  <Table isInset caption={`Requests by ${unit}, the newest first`}>
    <thead>
      <tr>
        <Th>{unit === "week" ? "Week" : "Day"}</Th>
        <Th isNumeric>In time</Th>
        <Th isNumeric>Late</Th>
        <Th isNumeric>Expired</Th>
        <Th isNumeric>Share in time</Th>
      </tr>
    </thead>
    <tbody>
      {points.toReversed().map(({ key, name, inTime, late, expired, share }) => (
        <Tr key={key}>
          <Td>{name}</Td>
          <Td isNumeric>{figure(inTime)}</Td>
          <Td isNumeric>{figure(late)}</Td>
          <Td isNumeric>{figure(expired)}</Td>
          <Td isNumeric>{share}</Td>
        </Tr>
      ))}
    </tbody>
  </Table>
);
