import type { ReactNode } from "react";
import { formatCount } from "@/components/ui/format-count";
import { type Breakdown, WITHIN } from "@/server/spend/core/explore";
import { isOfRuns } from "@/server/spend/core/runs";
import type { MonthForecast } from "@/server/spend/forecast-schema";
import type { Runs } from "@/server/spend/runs-schema";
import type { Spend, SpendGroup } from "@/server/spend/schema";
import { dayLabel, roughly } from "./prepare-forecast";
import { formatEach, perSuccess, successChange } from "./prepare-runs";
import { formatChange, formatPerCall, formatShare, formatTokens, moneyOfCents } from "./prepare-spend";
import type { WhoRow, WhoValue } from "./prepare-who";
import { Sparkline } from "./sparkline";
import { DIMENSION_WORDS, type WhoSort } from "./spend-address";

/** A figure behind a column, as a file has it. */
type WhoFigure = { readonly head: string; readonly of: WhoValue };

/** A column of who spends: its head, what it says of a row and of them all, and the figures behind that, the first to sort by. */
export type WhoColumn = {
  readonly name: string;
  readonly sort?: WhoSort;
  readonly isNumeric?: boolean;
  readonly className?: string;
  readonly isQuiet?: boolean;
  readonly of: (row: WhoRow) => ReactNode;
  readonly total: ReactNode;
  readonly figures: readonly WhoFigure[];
};

export type WhoTable = {
  readonly spend: Spend;
  readonly by: Breakdown;
  readonly runs: Runs | null;
  /** What is to come, where the days are those of this month. */
  readonly month: MonthForecast | null;
  readonly totalCents: bigint;
};

const MEDIUM = "max-md:hidden";
const WIDE = "max-lg:hidden";
const NONE = <span className="text-ink-3">–</span>;
const tokensOf = ({ inputTokens, outputTokens }: Pick<SpendGroup, "inputTokens" | "outputTokens">): bigint =>
  BigInt(inputTokens) + BigInt(outputTokens);
const usd = (micro: string | number | null | undefined): number | null =>
  micro === null || micro === undefined ? null : Math.round(Number(micro)) / 1e6;
/** In percent, to a tenth. */
const changeOf = (now: number | null, before: number | null): number | null =>
  now === null || before === null || before === 0 ? null : Math.round((now / before - 1) * 1_000) / 10;
const againstWords = ({ from, to }: NonNullable<Spend["before"]>): string =>
  from.slice(0, 7) === to.slice(0, 7) ? `Against ${Number(from.slice(8))}–${dayLabel(to)}` : `Against ${dayLabel(from)}–${dayLabel(to)}`;

function sharesOf({ spend, totalCents }: WhoTable): WhoColumn[] {
  const { total, before, groups } = spend;
  const hasBefore = before !== null && (groups.length === 0 || groups.some(({ beforeMicroUsd }) => beforeMicroUsd !== null));
  return [
    {
      name: "Spend",
      sort: "spend",
      isNumeric: true,
      of: ({ cents }) => moneyOfCents(cents),
      total: moneyOfCents(totalCents),
      figures: [{ head: "Spend (USD)", of: ({ group }) => usd(group.costMicroUsd) }],
    },
    {
      name: "Share",
      sort: "share",
      isNumeric: true,
      isQuiet: true,
      of: ({ group }) => formatShare(group.costMicroUsd, total.costMicroUsd),
      total: groups.length === 0 ? "–" : "100.0 %",
      figures: [
        {
          head: "Share (%)",
          of: ({ group }) =>
            total.costMicroUsd === "0" ? null : Math.round((Number(group.costMicroUsd) / Number(total.costMicroUsd)) * 1_000) / 10,
        },
      ],
    },
    ...(hasBefore
      ? [
          {
            name: againstWords(before),
            sort: "change" as const,
            isNumeric: true,
            isQuiet: true,
            of: ({ group }: WhoRow) => formatChange(group.costMicroUsd, group.beforeMicroUsd) ?? "new",
            total: formatChange(total.costMicroUsd, before.costMicroUsd) ?? "new",
            figures: [
              { head: "Change (%)", of: ({ group }: WhoRow) => changeOf(usd(group.costMicroUsd), usd(group.beforeMicroUsd)) },
              { head: "Before (USD)", of: ({ group }: WhoRow) => usd(group.beforeMicroUsd) },
            ],
          },
        ]
      : []),
  ];
}

/** What its runs are and cost, each with all that was spent in it. */
function runsOf({ runs }: WhoTable): WhoColumn[] {
  const each = ({ runs: own }: WhoRow) => (own === undefined || own.runs === 0 ? null : Number(own.costMicroUsd) / own.runs);
  const success = ({ runs: own }: WhoRow) => (own === undefined ? null : perSuccess(own));
  const was = ({ runs: own }: WhoRow) => (own?.before ? perSuccess(own.before) : null);
  const all = runs === null ? null : { key: null, ...runs.total, before: runs.before };
  return [
    {
      name: "Runs",
      sort: "runs",
      isNumeric: true,
      of: ({ runs: own }) => (own === undefined ? NONE : formatCount(own.runs)),
      total: all === null ? NONE : formatCount(all.runs),
      figures: [{ head: "Runs", of: ({ runs: own }) => own?.runs ?? null }],
    },
    {
      name: "Per run",
      sort: "run",
      isNumeric: true,
      of: ({ runs: own }) => (own === undefined || own.runs === 0 ? NONE : formatEach(own.costMicroUsd, own.runs)),
      total: all === null ? NONE : formatEach(all.costMicroUsd, all.runs),
      figures: [{ head: "Per run (USD)", of: (row) => usd(each(row)) }],
    },
    {
      name: "Per successful outcome",
      sort: "success",
      isNumeric: true,
      of: ({ runs: own }) => <Success runs={own} />,
      total: <Success runs={all ?? undefined} />,
      figures: [
        { head: "Per successful outcome (USD)", of: (row) => usd(success(row)) },
        { head: "Per successful outcome before (USD)", of: (row) => usd(was(row)) },
        { head: "Per successful outcome, change (%)", of: (row) => changeOf(success(row), was(row)) },
      ],
    },
  ];
}

/** What a success costs, and its change. */
function Success({ runs }: { readonly runs: WhoRow["runs"] }) {
  if (runs === undefined || runs.runs === 0) return NONE;
  const each = perSuccess(runs);
  if (each === null) return <span className="text-ink-3">none succeeded</span>;
  return (
    <>
      {formatEach(String(each), 1)} <span className="inline-block min-w-14 font-normal text-ink-2">{successChange(runs) ?? ""}</span>
    </>
  );
}

function callsOf({ spend: { total } }: WhoTable): WhoColumn[] {
  return [
    {
      name: "Calls",
      sort: "calls",
      isNumeric: true,
      className: MEDIUM,
      of: ({ group }) => formatCount(group.calls),
      total: formatCount(total.calls),
      figures: [],
    },
    {
      name: "Per call",
      sort: "call",
      isNumeric: true,
      className: MEDIUM,
      of: ({ group }) => formatPerCall(group),
      total: formatPerCall(total),
      figures: [{ head: "Per call (USD)", of: ({ group }) => (group.calls === 0 ? null : usd(Number(group.costMicroUsd) / group.calls)) }],
    },
    {
      name: "Tokens",
      sort: "tokens",
      isNumeric: true,
      className: WIDE,
      isQuiet: true,
      of: ({ group }) => formatTokens(tokensOf(group)),
      total: formatTokens(tokensOf(total)),
      figures: [],
    },
  ];
}

function daysOf({ spend: { groups, days } }: WhoTable): WhoColumn {
  const perDay = days.map((_, i) => groups.reduce((sum, { perDayMicroUsd }) => sum + Number(perDayMicroUsd[i] ?? 0), 0));
  return {
    name: "Each day, own scale",
    isNumeric: true,
    className: WIDE,
    of: ({ group }) => <Sparkline values={group.perDayMicroUsd.map(Number)} />,
    total: <Sparkline values={perDay} />,
    figures: [],
  };
}

/** What each comes to by the month's end; only where this month is shown, and it can be told. */
function endOf({ month, by }: WhoTable): WhoColumn[] {
  if (!month?.ahead || by === "tool") return [];
  const last = month.days.at(-1) ?? month.today;
  return [
    {
      name: `By ${dayLabel(last)}`,
      sort: "end",
      isNumeric: true,
      of: ({ endMicroUsd }) => (endMicroUsd === undefined ? NONE : roughly(endMicroUsd)),
      total: roughly(month.ahead.totalMicroUsd),
      figures: [{ head: `Forecast by ${last} (USD)`, of: ({ endMicroUsd }) => usd(endMicroUsd) }],
    },
  ];
}

const VOLUME: readonly WhoFigure[] = [
  { head: "Calls", of: ({ group }) => group.calls },
  { head: "Input tokens", of: ({ group }) => Number(group.inputTokens) },
  { head: "Output tokens", of: ({ group }) => Number(group.outputTokens) },
];
/** By what columns sort that a file has in parts. */
const SORTED_BY: Partial<Record<WhoSort, WhoValue>> = {
  name: ({ label }) => label,
  calls: ({ group }) => group.calls,
  tokens: ({ group }) => Number(tokensOf(group)),
};

/** What a row is called in the table of a breakdown: "Team and agent". */
export const whoName = (by: Breakdown): string => `${DIMENSION_WORDS[by]} and ${DIMENSION_WORDS[WITHIN[by]].toLowerCase()}`;

/** The columns of who spends after the name: of runs where what it is broken down by has runs of its own, else of calls. */
export const whoColumns = (table: WhoTable): readonly WhoColumn[] => [
  ...sharesOf(table),
  ...(isOfRuns(table.by) ? runsOf(table) : callsOf(table)),
  daysOf(table),
  ...endOf(table),
];

/** What a column sorts by; by what was spent, where there is no such column. */
export function whoValue(columns: readonly WhoColumn[], sort: WhoSort): WhoValue {
  const column = columns.find((one) => one.sort === sort);
  return SORTED_BY[sort] ?? column?.figures[0]?.of ?? (({ group }) => Number(group.costMicroUsd));
}

/** The figures behind the columns, and how much of models they stand for. */
export const whoFigures = (columns: readonly WhoColumn[]): readonly WhoFigure[] => [
  ...columns.flatMap(({ figures }) => figures),
  ...VOLUME,
];
