import { formatDay } from "@/components/attainment/prepare-attainment";
import { Section } from "@/components/ui/section";
import { SideScroll } from "@/components/ui/side-scroll";
import { Table, Td, Th } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { usdWords } from "@/server/kernel/money";
import { formatChange, formatScore } from "@/server/maturity/core/figure-words";
import { percentWords } from "@/server/maturity/core/report-words";
import { LEVELS } from "@/server/maturity/core/rubric";
import type { Report } from "@/server/maturity/report-schema";
import { MaturityRadar } from "./radar";
import { ReportSpendSection } from "./report-spend";
import { Disagreements, ReportRoadmap, Risks, Waivers } from "./report-tables";
import { ScoreLine } from "./score-line";
import { ScorePlot, ScoreScale } from "./score-plot";

/** The sheets of the report, as they are read on a screen and on paper. */
export function ReportSheet({ report }: { readonly report: Report }) {
  return (
    <article aria-label="Board report" className="max-w-5xl px-4 pb-12 md:px-6 print:max-w-none print:p-0">
      <div className="max-w-[70ch] pt-4 pb-6">
        <h2 className="text-2xl font-semibold tracking-tight text-balance">{report.headline}</h2>
        <p className="mt-3 text-lg text-pretty text-ink-2">{report.lead}</p>
      </div>
      <Figures report={report} />
      <Dimensions report={report} />
      <div className="grid gap-x-10 lg:grid-cols-2 print:grid-cols-2 print:gap-x-6">
        <Section title="Score and target" note="The line is the score, dashed is the target.">
          <MaturityRadar rows={report.dimensions} />
        </Section>
        <Section title="The overall score, day by day" note="The mean of the eight dimensions by their weights.">
          <div className="pt-6">
            <ScoreLine name="Overall score" points={report.trend} />
          </div>
        </Section>
      </div>
      <Risks report={report} />
      <Disagreements report={report} />
      <Waivers report={report} />
      <ReportRoadmap report={report} />
      {report.spend !== null && <ReportSpendSection spend={report.spend} />}
      <Basis report={report} />
    </article>
  );
}

function Figures({ report: { level, score, since, lately, targets, states, spend } }: { readonly report: Report }) {
  const met = states.find(({ state }) => state === "met");
  const not = states.find(({ state }) => state === "not_applicable");
  const aims = targets.filter((one) => one.level > level);
  const aim = aims.map((one) => `${one.level}${one.dueOn === null ? "" : ` by ${formatDay(one.dueOn, true)}`}`).join(", ");
  const change = since === null ? "the first day on record" : `${formatChange(score - since.score)} since ${formatDay(since.day)}`;
  const week = lately === null ? "" : `, ${formatChange(lately)} in the last week`;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 border-y border-line py-5 md:grid-cols-4 print:grid-cols-4 print:gap-x-4 print:py-3">
      <Figure name="Overall level" value={`${level} of 5`} note={aims.length === 0 ? LEVELS[level] : `${LEVELS[level]}; target ${aim}`} />
      <Figure name="Score" value={formatScore(score)} note={`${change}${week}`} />
      <Figure
        name="Criteria met"
        value={String(met?.count ?? 0)}
        note={`${percentWords(met?.share ?? 0)} of all; ${percentWords(not?.share ?? 0)} do not apply`}
      />
      <Figure
        name={spend === null ? "Spend" : `Spend, ${spend.monthName}`}
        value={spend === null ? "not read" : usdWords(spend.spentMicroUsd)}
        note={
          spend?.budgetMicroUsd ? `the budget of ${usdWords(spend.budgetMicroUsd)} ${spend.budgetWords}` : "no budget of the organisation"
        }
      />
    </dl>
  );
}

const Figure = ({ name, value, note }: { readonly name: string; readonly value: string; readonly note: string }) => (
  <div className="min-w-0">
    <dt className="text-sm text-ink-2">{name}</dt>
    <dd className="text-2xl font-semibold tracking-tight whitespace-nowrap">{value}</dd>
    <dd className="text-sm text-pretty text-ink-3">{note}</dd>
  </div>
);

function Dimensions({ report: { dimensions, since, snapshot } }: { readonly report: Report }) {
  return (
    <div className="[&>section]:border-t-0">
      <Section
        title="Eight dimensions"
        note={`${since === null ? "" : `Hollow is ${formatDay(since.day)}, `}full is ${formatDay(snapshot.day)}, the bar is the target. Governance, Security and Human in the loop are core: the lowest of them is the overall level.`}
      >
        <SideScroll label="Eight dimensions, as a table">
          <Table
            caption="Dimensions with their level, score and target, and what holds them there"
            isInset
            className="min-w-3xl print:min-w-0"
          >
            <thead>
              <tr>
                <Th>Dimension</Th>
                <Th>Level</Th>
                <Th>
                  <ScoreScale />
                  <span className="sr-only">From 1 to 5</span>
                </Th>
                <Th isNumeric>Score</Th>
                <Th isNumeric>Target</Th>
                <Th>What holds it there</Th>
              </tr>
            </thead>
            <tbody>
              {dimensions.map(({ id, name, level, score, before, target, holds }) => (
                <tr key={id} className="break-inside-avoid">
                  <Td className="font-medium whitespace-nowrap print:whitespace-normal">{name}</Td>
                  <Td className="whitespace-nowrap text-ink-2">
                    <b className="font-semibold text-ink">{level}</b> {LEVELS[level]}
                  </Td>
                  <Td className="py-0">
                    <ScorePlot before={before} now={score} target={target?.level ?? null} />
                  </Td>
                  <Td isNumeric className="font-semibold">
                    {formatScore(score)}
                  </Td>
                  <Td isNumeric className="text-ink-2">
                    {target?.level ?? "–"}
                  </Td>
                  <Td className="min-w-56 text-pretty text-ink-2 print:min-w-0">{holds}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </SideScroll>
      </Section>
    </div>
  );
}

function Basis({ report: { rubricVersion, criteria, states, snapshot, madeAt, inventedUntil } }: { readonly report: Report }) {
  const counted = states.map(({ words, count, share }) => `${count} ${words.toLowerCase()} (${percentWords(share)})`).join(", ");
  return (
    <Section title="What this stands on">
      <div className="grid max-w-[80ch] gap-2 text-sm text-pretty text-ink-2">
        <p>
          Rubric {rubricVersion}, {criteria.all} criteria: {criteria.computed} computed from what Reeve records, {criteria.attested}{" "}
          attested by two people each. {counted}. Only “met” scores.
        </p>
        <p>
          Measured <Time at={snapshot.measuredAt} />, snapshot taken <Time at={snapshot.at} />, put together <Time at={madeAt} />. The
          snapshot holds every query, threshold, figure and row behind it, and its digest stands in the audit log.
        </p>
        {inventedUntil !== null && (
          <p>The days of the trend up to {formatDay(inventedUntil, true)} are made up for the demo: nothing was measured on them.</p>
        )}
        <p className="font-mono text-xs wrap-anywhere">
          {snapshot.id} {snapshot.digest}
        </p>
      </div>
    </Section>
  );
}
