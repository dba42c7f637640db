import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatCondition, formatRows, formatValue } from "@/server/maturity/core/figure-words";
import type { CriterionDetail } from "@/server/maturity/schema";
import { prepareSample } from "./prepare-maturity";

type ConditionsProps = Pick<CriterionDetail, "criterion"> & { readonly query: NonNullable<CriterionDetail["query"]> };

const VERDICTS = new Map([
  [true, "holds"],
  [false, "does not hold"],
  [null, "cannot be told yet"],
]);

/** What is asked against what was measured, and the query in words. */
export function Conditions({ criterion, query }: ConditionsProps) {
  const { held, n, windowDays, lack, signal } = criterion;
  return (
    <Section title="Measured" note={`${signal.charAt(0).toUpperCase()}${signal.slice(1)}.`}>
      <Table caption="Conditions" isInset className="max-w-3xl">
        <thead>
          <tr>
            <Th isNumeric>Asked</Th>
            <Th isNumeric>Measured</Th>
            <Th isNumeric>Rows</Th>
            <Th isNumeric className="max-md:hidden">
              95 % interval
            </Th>
            <Th className="w-full pl-6">Verdict</Th>
          </tr>
        </thead>
        <tbody>
          {held.map((one, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place in the rubric
            <Tr key={i}>
              <Td isNumeric>{formatCondition(one)}</Td>
              <Td isNumeric className="font-medium">
                {formatValue(one) ?? "–"}
              </Td>
              <Td isNumeric className="text-ink-2">
                {formatRows(one) ?? "–"}
              </Td>
              <Td isNumeric className="text-ink-2 max-md:hidden">
                {one.low === null || one.high === null ? "–" : `${one.low.toFixed(3)} to ${one.high.toFixed(3)}`}
              </Td>
              <Td className="pl-6">{VERDICTS.get(one.isHeld)}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <dl className="mt-4 grid max-w-[80ch] gap-x-6 gap-y-1.5 text-sm md:grid-cols-[116px_minmax(0,1fr)]">
        <dt className="text-ink-3">Counted</dt>
        <dd className="text-pretty">{query.inWords}</dd>
        <dt className="text-ink-3">Window</dt>
        <dd>{windowDays === null ? "what stands now" : `${windowDays} days`}</dd>
        <dt className="text-ink-3">Sample</dt>
        <dd>
          n = {prepareSample(criterion) || "–"}
          {lack !== null && n !== null && `; ${lack} more are needed before there is a verdict`}
        </dd>
        <dt className="text-ink-3">Query</dt>
        <dd>
          version {query.version}
          {query.tookMs !== null && `, took ${Math.round(query.tookMs)} ms`}
        </dd>
      </dl>
    </Section>
  );
}
