import Link from "next/link";
import type { ReactNode } from "react";
import { Swatch } from "@/components/charts/swatch";
import { formatCount } from "@/components/ui/format-count";
import type { Breakdown } from "@/server/spend/core/explore";
import type { MonthForecast } from "@/server/spend/forecast-schema";
import { type Spend, type SpendGroup, UNATTRIBUTED } from "@/server/spend/schema";
import { dayLabel, roughly } from "./prepare-forecast";
import { formatChange, formatPerCall, formatShare, formatTokens, moneyOfCents } from "./prepare-spend";
import { Sparkline } from "./sparkline";
import { DIMENSION_WORDS, drillHref, noneLabel, runsHref, type SpendParams, tracesHref } from "./spend-address";

export type WhoRow = { readonly group: SpendGroup; readonly cents: bigint; readonly color: string | undefined };

/** A column of who spends: its head, what it says of a row, and what of them all. */
export type WhoColumn = {
  readonly name: string;
  readonly isNumeric?: boolean;
  readonly isHidden?: boolean;
  readonly className?: string;
  readonly isQuiet?: boolean;
  readonly of: (row: WhoRow) => ReactNode;
  readonly total: ReactNode;
};

export type WhoTable = {
  readonly spend: Spend;
  readonly by: Breakdown;
  readonly params: SpendParams;
  /** What is to come, where the days are those of this month. */
  readonly month: MonthForecast | null;
  readonly totalCents: bigint;
};

const MEDIUM = "max-md:hidden";
const WIDE = "max-lg:hidden";
const tokensOf = ({ inputTokens, outputTokens }: Pick<SpendGroup, "inputTokens" | "outputTokens">) =>
  formatTokens(BigInt(inputTokens) + BigInt(outputTokens));

function sharesOf({ spend, totalCents }: WhoTable): WhoColumn[] {
  const { total, before, groups } = spend;
  const hasBefore = before !== null && (groups.length === 0 || groups.some(({ beforeMicroUsd }) => beforeMicroUsd !== null));
  return [
    { name: "Spend", isNumeric: true, of: ({ cents }) => moneyOfCents(cents), total: moneyOfCents(totalCents) },
    {
      name: "Share",
      isNumeric: true,
      isQuiet: true,
      of: ({ group }) => formatShare(group.costMicroUsd, total.costMicroUsd),
      total: groups.length === 0 ? "–" : "100.0 %",
    },
    ...(hasBefore
      ? [
          {
            name: "Against before",
            isNumeric: true,
            isQuiet: true,
            of: ({ group }: WhoRow) => formatChange(group.costMicroUsd, group.beforeMicroUsd) ?? "new",
            total: formatChange(total.costMicroUsd, before.costMicroUsd) ?? "new",
          },
        ]
      : []),
  ];
}

function callsOf({ spend: { total, groups, days } }: WhoTable): WhoColumn[] {
  const perDay = days.map((_, i) => groups.reduce((sum, { perDayMicroUsd }) => sum + Number(perDayMicroUsd[i] ?? 0), 0));
  return [
    { name: "Calls", isNumeric: true, className: MEDIUM, of: ({ group }) => formatCount(group.calls), total: formatCount(total.calls) },
    { name: "Per call", isNumeric: true, className: MEDIUM, of: ({ group }) => formatPerCall(group), total: formatPerCall(total) },
    { name: "Tokens", isNumeric: true, className: WIDE, isQuiet: true, of: ({ group }) => tokensOf(group), total: tokensOf(total) },
    {
      name: "Each day, own scale",
      isNumeric: true,
      className: WIDE,
      of: ({ group }) => <Sparkline values={group.perDayMicroUsd.map(Number)} />,
      total: <Sparkline values={perDay} />,
    },
  ];
}

/** What each comes to by the month's end; only where this month is shown, and it can be told. */
function endOf({ month, by }: WhoTable): WhoColumn[] {
  if (!month?.ahead || by === "tool") return [];
  const ends = new Map(month.ahead.groups.map(({ key, endMicroUsd }) => [key, endMicroUsd]));
  const words = (micro: string | undefined) => (micro === undefined ? "–" : roughly(micro));
  return [
    {
      name: `By ${dayLabel(month.days.at(-1) ?? month.today)}`,
      isNumeric: true,
      of: ({ group }) => words(ends.get(group.key)),
      total: words(month.ahead.totalMicroUsd),
    },
  ];
}

/** The columns of who spends, from its name to the ways on. */
export const whoColumns = (table: WhoTable): readonly WhoColumn[] => [
  {
    name: DIMENSION_WORDS[table.by],
    className: "max-w-64 min-w-36",
    of: (row) => <Name row={row} table={table} />,
    total: "Total, priced",
  },
  ...sharesOf(table),
  ...callsOf(table),
  ...endOf(table),
  { name: "Ways on", isNumeric: true, isHidden: true, of: ({ group }) => <Ways group={group} table={table} />, total: null },
];

type NameProps = { readonly row: WhoRow; readonly table: WhoTable };

function Name({ row: { group, color }, table: { by, params } }: NameProps) {
  const label = group.key ?? noneLabel(by);
  const href = by === "tool" ? null : drillHref(params, by, group.key ?? UNATTRIBUTED);
  const look = `truncate ${group.key === null ? "text-ink-2" : "font-medium"}`;
  return (
    <span className="flex items-center gap-2">
      <Swatch color={color ?? "var(--s8)"} isHatched={group.key === null} />
      {href === null ? (
        <span className={look}>{label}</span>
      ) : (
        <Link href={href} scroll={false} className={`${look} hover:underline max-md:py-2`}>
          {label}
        </Link>
      )}
    </span>
  );
}

type WaysProps = { readonly group: SpendGroup; readonly table: WhoTable };

/** To the runs of a row, and to their traces where these can be narrowed so. */
function Ways({ group: { key }, table: { by, params, spend } }: WaysProps) {
  const traces = tracesHref(params, spend.between, by, key);
  const label = key ?? noneLabel(by);
  return (
    <span className="flex justify-end gap-3 text-sm">
      {by !== "tool" && (
        <Link href={runsHref(params, by, key ?? UNATTRIBUTED)} className="link max-md:py-3" aria-label={`Runs of ${label}`}>
          Runs
        </Link>
      )}
      {traces !== null && (
        <Link href={traces} prefetch={false} className="link max-md:py-3" aria-label={`Traces of ${label}`}>
          Traces
        </Link>
      )}
    </span>
  );
}
