import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Fragment } from "react";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { prepareStates, STATE_WORDS } from "@/server/maturity/core/card-words";
import { formatChange, formatScore } from "@/server/maturity/core/figure-words";
import { CRITERIA_LEVELS, type CriteriaLevel, type Dimension, LEVELS } from "@/server/maturity/core/rubric";
import type { CriterionRow, DimensionRow, SnapshotRow, Standing } from "@/server/maturity/schema";
import { criterionHref } from "./maturity-address";
import { nextLevel, prepareGap, prepareTrend } from "./prepare-maturity";
import { MarkKey, StateMark } from "./state-mark";
import { TrendLine } from "./trend-line";

type DimensionTableProps = {
  readonly standing: Standing;
  readonly past: readonly SnapshotRow[];
  /** The dimension whose criteria are shown below. */
  readonly open: Dimension;
};

const GROUPS = [
  { isCore: true, words: "Core: the lowest of these is the overall level." },
  { isCore: false, words: "Others: they count towards the score." },
] as const;

/** Every criterion as a mark, by dimension and level. */
export function DimensionTable({ standing, past, open }: DimensionTableProps) {
  return (
    <Section title="Eight dimensions" note={prepareStates(standing.states)} action={<MarkKey />}>
      <div className="overflow-x-auto">
        <Table caption="Dimensions with their level, criteria, score and target" isInset className="min-w-5xl">
          <thead>
            <tr>
              <Th>Dimension</Th>
              <Th>Level</Th>
              {CRITERIA_LEVELS.map((level) => (
                <Th key={level} className="pl-3">
                  {level} {LEVELS[level]}
                </Th>
              ))}
              <Th isNumeric>Score</Th>
              <Th isNumeric>Target</Th>
              <Th isNumeric>Gap</Th>
              <Th isNumeric>13 weeks, 1 to 5</Th>
              <Th isNumeric>Change</Th>
            </tr>
          </thead>
          <tbody>
            {GROUPS.map(({ isCore, words }) => (
              <Fragment key={words}>
                <tr>
                  <td colSpan={11} className="pt-3 pb-1 text-xs text-ink-3">
                    {words}
                  </td>
                </tr>
                {standing.rows
                  .filter((row) => row.isCore === isCore)
                  .map((row) => (
                    <Row key={row.id} row={row} standing={standing} past={past} isOpen={row.id === open} />
                  ))}
              </Fragment>
            ))}
          </tbody>
        </Table>
      </div>
      <p className="mt-3 text-xs text-ink-3">
        The line runs to the level reached; <span aria-hidden className="inline-block h-2.5 w-0.5 bg-ink-3 align-[-1px]" /> marks the
        target. A level needs all of its core criteria, 80 % of the weight of its criteria, and every level below.
      </p>
    </Section>
  );
}

type RowProps = {
  readonly row: DimensionRow;
  readonly standing: Standing;
  readonly past: readonly SnapshotRow[];
  readonly isOpen: boolean;
};

function Row({ row, standing, past, isOpen }: RowProps) {
  const trend = prepareTrend(past, row.id);
  const gap = prepareGap(row);
  return (
    <Tr isSelected={isOpen}>
      <Td className="h-[42px] font-medium whitespace-nowrap">
        <Link
          href={`/maturity?dimension=${row.id}&level=${nextLevel(row)}#criteria`}
          scroll={false}
          aria-current={isOpen || undefined}
          className="inline-flex items-center gap-1.5 rounded-sm hover:underline"
        >
          <ChevronRight aria-hidden className={clsx("size-3.5 text-ink-3 transition-transform", isOpen && "rotate-90")} />
          {row.name}
        </Link>
      </Td>
      <Td className="whitespace-nowrap text-ink-2">
        <b className="font-semibold text-ink">{row.level}</b> {LEVELS[row.level]}
      </Td>
      {CRITERIA_LEVELS.map((level) => (
        <Marks
          key={level}
          level={level}
          criteria={standing.criteria.filter((one) => one.dimension === row.id && one.level === level)}
          isReached={row.level >= level}
          isTarget={row.target?.level === level}
        />
      ))}
      <Td isNumeric className="font-semibold">
        {formatScore(row.score)}
      </Td>
      <Td isNumeric className="text-ink-2">
        {row.target?.level ?? "–"}
      </Td>
      <Td isNumeric className={clsx(gap === "at target" && "text-ok", row.target === null && "text-ink-3")}>
        {gap}
      </Td>
      <Td isNumeric>
        <TrendLine scores={trend.scores} />
      </Td>
      <Td isNumeric>
        <Change trend={trend} />
      </Td>
    </Tr>
  );
}

type MarksProps = {
  readonly level: CriteriaLevel;
  readonly criteria: readonly CriterionRow[];
  readonly isReached: boolean;
  readonly isTarget: boolean;
};

function Marks({ level, criteria, isReached, isTarget }: MarksProps) {
  const met = criteria.filter(({ state }) => state === "met").length;
  return (
    <Td className={clsx("relative min-w-28 pl-3", isReached && "shadow-[inset_0_-2px_0_var(--ink)]")}>
      <span className="sr-only">
        {met} of {criteria.length} met{isReached && ", level reached"}
        {isTarget && `, Level ${level} is the target`}
      </span>
      <span className="flex items-center gap-1">
        {criteria.map(({ id, text, state, isCore }) => (
          <Link
            key={id}
            href={criterionHref(id)}
            tabIndex={-1}
            aria-label={`${id}, ${STATE_WORDS[state].toLowerCase()}`}
            title={`${id} ${text}: ${STATE_WORDS[state].toLowerCase()}`}
            className="-m-0.5 rounded-sm p-0.5 hover:bg-line"
          >
            <StateMark state={state} isCore={isCore} />
          </Link>
        ))}
      </span>
      {isTarget && <span aria-hidden className="absolute top-2.5 right-0 bottom-2 w-0.5 bg-ink-3" />}
    </Td>
  );
}

/** What fell lately says so; all else is told from the first day of the trend on. */
function Change({ trend: { change, lately } }: { readonly trend: ReturnType<typeof prepareTrend> }) {
  if (lately !== null && lately <= -0.005) return <span className="text-danger">{formatChange(lately)} this week</span>;
  return change === null ? <span className="text-ink-3">–</span> : formatChange(change);
}
