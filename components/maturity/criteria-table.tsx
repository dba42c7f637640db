import clsx from "clsx";
import Link from "next/link";
import { CsvButton } from "@/components/ui/csv-button";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { decisive, prepareMeasured, prepareThreshold } from "@/server/maturity/core/card-words";
import { CRITERIA_LEVELS, type CriteriaLevel, LEVELS } from "@/server/maturity/core/rubric";
import type { CriterionRow, DimensionRow, Standing } from "@/server/maturity/schema";
import { criterionHref } from "./maturity-address";
import { prepareCsv } from "./prepare-csv";
import { prepareNeed, prepareNote, prepareSample } from "./prepare-maturity";
import { StateWords } from "./state-words";

type CriteriaTableProps = { readonly standing: Standing; readonly row: DimensionRow; readonly level: CriteriaLevel };

/** First what is open, core ones first; then what is met. */
const order = (a: CriterionRow, b: CriterionRow): number =>
  Number(a.state === "met") - Number(b.state === "met") || Number(b.isCore) - Number(a.isCore) || a.id.localeCompare(b.id);

/** The criteria of one level of one dimension: what was measured against what is asked. */
export function CriteriaTable({ standing, row, level }: CriteriaTableProps) {
  const shown = standing.criteria.filter((one) => one.dimension === row.id && one.level === level).toSorted(order);
  const steps = new Map(standing.path.steps.map(({ id }, i) => [id, i + 1]));
  return (
    <div id="criteria" className="scroll-mt-16">
      <Section
        title={`${row.name}, Level ${level} ${LEVELS[level]}`}
        note={prepareNeed(row, level, standing.criteria)}
        action={<Levels row={row} level={level} criteria={standing.criteria} />}
      >
        <div className="overflow-x-auto">
          <Table caption={`Criteria of ${row.name} at Level ${level}`} isInset className="md:min-w-3xl">
            <thead>
              <tr>
                <Th>State</Th>
                <Th>Id</Th>
                <Th className="w-full">Criterion</Th>
                <Th isNumeric>Measured</Th>
                <Th isLabelHidden className="max-md:hidden">
                  Share
                </Th>
                <Th isNumeric className="max-md:hidden">
                  Threshold
                </Th>
                <Th isNumeric className="max-md:hidden">
                  n
                </Th>
                <Th isNumeric className="max-md:hidden">
                  Evidence
                </Th>
              </tr>
            </thead>
            <tbody>
              {shown.map((criterion) => (
                <CriterionLine key={criterion.id} row={criterion} step={steps.get(criterion.id) ?? null} />
              ))}
            </tbody>
          </Table>
        </div>
        <div className="mt-2 flex justify-end">
          <CsvButton what="all criteria" file={`maturity-${standing.day}`} csv={() => prepareCsv(standing)} />
        </div>
      </Section>
    </div>
  );
}

type LevelsProps = { readonly row: DimensionRow; readonly level: CriteriaLevel; readonly criteria: readonly CriterionRow[] };

const Levels = ({ row, level, criteria }: LevelsProps) => (
  <nav aria-label={`Levels of ${row.name}`} className="-mx-2 flex gap-0.5 overflow-x-auto text-sm">
    {CRITERIA_LEVELS.map((one) => {
      const here = criteria.filter((criterion) => criterion.dimension === row.id && criterion.level === one);
      return (
        <Link
          key={one}
          href={`/maturity?dimension=${row.id}&level=${one}#criteria`}
          scroll={false}
          aria-current={one === level || undefined}
          className={clsx(
            "rounded-sm px-2 py-1 whitespace-nowrap focus-visible:-outline-offset-2",
            one === level ? "bg-sunken font-medium" : "text-ink-2 hover:text-ink",
          )}
        >
          Level {one}{" "}
          <span className="font-normal text-ink-3">
            {here.filter(({ state }) => state === "met").length} of {here.length}
          </span>
        </Link>
      );
    })}
  </nav>
);

function CriterionLine({ row, step }: { readonly row: CriterionRow; readonly step: number | null }) {
  const { figure, of } = prepareMeasured(row);
  const held = decisive(row.held);
  return (
    <Tr>
      <Td className="py-2.5 align-top">
        <StateWords state={row.state} isCore={row.isCore} />
      </Td>
      <Td className="py-2.5 align-top whitespace-nowrap text-ink-3">
        {row.id}
        <span className="block text-xs">
          {row.isCore && "core"}
          {row.isCore && step !== null && ", "}
          {step !== null && <span className="text-ink">step {step}</span>}
        </span>
      </Td>
      <Td className="min-w-48 py-2.5 align-top">
        <Link href={criterionHref(row.id)} className="rounded-sm font-medium text-pretty hover:underline">
          {row.text}
        </Link>
        <span className="block text-xs text-pretty text-ink-3">{prepareNote(row)}</span>
      </Td>
      <Td isNumeric className="py-2.5 align-top font-medium">
        {figure}
        {of !== null && <span className="block text-xs font-normal text-ink-3">{of}</span>}
      </Td>
      <Td className="py-3.5 align-top max-md:hidden">{held !== null && <ShareBar held={held} />}</Td>
      <Td className="min-w-32 py-2.5 text-right align-top max-md:hidden">{prepareThreshold(row)}</Td>
      <Td isNumeric className="py-2.5 align-top text-ink-2 max-md:hidden">
        {prepareSample(row)}
      </Td>
      <Td isNumeric className="py-2.5 align-top max-md:hidden">
        {row.sampleCount > 0 && (
          <Link href={`${criterionHref(row.id)}#rows`} className="link" aria-label={`${row.sampleCount} rows behind ${row.id}`}>
            {row.sampleCount} rows
          </Link>
        )}
      </Td>
    </Tr>
  );
}

/** A share beside the bound it is held against. The figures stand beside it. */
function ShareBar({ held: { value, bound, hits, of } }: { readonly held: NonNullable<ReturnType<typeof decisive>> }) {
  if (value === null || hits === null || of === null || bound > 1) return null;
  return (
    <span aria-hidden className="relative block h-1 w-[72px] rounded-sm bg-line">
      <span className="block h-1 rounded-sm bg-ink-2" style={{ width: `${Math.min(1, value) * 100}%` }} />
      <span className="absolute -top-1 h-3 w-[1.5px] bg-ink" style={{ left: `${bound * 100}%` }} />
    </span>
  );
}
