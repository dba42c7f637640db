"use client";

import Link from "next/link";
import { useQueryStates } from "nuqs";
import { Fragment } from "react";
import { CsvButton } from "@/components/ui/csv-button";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { BREAKDOWNS, type Breakdown, WITHIN } from "@/server/spend/core/explore";
import { isOfRuns } from "@/server/spend/core/runs";
import type { MonthForecast } from "@/server/spend/forecast-schema";
import type { Runs } from "@/server/spend/runs-schema";
import type { Spend } from "@/server/spend/schema";
import { colorsOf } from "./prepare-chart";
import { formatShare } from "./prepare-spend";
import { isAscendingBy, orderRows, rowsOf, type WhoRow } from "./prepare-who";
import { DIMENSION_WORDS, noneLabel, queryOf, SPEND_PARAMS, type SpendParams, spendHref, type WhoSort } from "./spend-address";
import { UnknownRows } from "./unknown-rows";
import { useWhoParts } from "./use-who-parts";
import { type WhoColumn, whoColumns, whoFigures, whoName, whoValue } from "./who-columns";
import { SortTh, WhoLine } from "./who-rows";

type Props = {
  readonly spend: Spend;
  readonly by: Breakdown;
  readonly params: SpendParams;
  /** Null until they are known. */
  readonly runs: Runs | null;
  /** What is to come, where the days are those of this month. */
  readonly month: MonthForecast | null;
};

type Line = { readonly row: WhoRow; readonly parts: readonly WhoRow[] };

const NO_ENDS: ReadonlyMap<string | null, string> = new Map();

/** Who spends: priced cost by a dimension and, opened, by what that is made of, in amounts that add up; below it what is not known. */
export function WhoSpends({ spend, by, params, runs, month }: Props) {
  const [{ open, sort, dir }, setParams] = useQueryStates({ open: SPEND_PARAMS.open, sort: SPEND_PARAMS.sort, dir: SPEND_PARAMS.dir });
  const parts = useWhoParts(params, by, by !== "tool" && params.tool === null && (month?.ahead ?? null) !== null);
  const ends = by === "tool" ? NO_ENDS : new Map(month?.ahead?.groups.map(({ key, endMicroUsd }) => [key, endMicroUsd]) ?? []);
  const lines = rowsOf({ spend, by, params, runs, ends, parts });
  const colors = colorsOf(spend.groups);
  const columns = whoColumns({ spend, by, runs, month, totalCents: lines.reduce((sum, { row }) => sum + row.cents, 0n) });
  const sortedBy: WhoSort = sort !== null && (sort === "name" || columns.some((column) => column.sort === sort)) ? sort : "spend";
  const isAscending = isAscendingBy(sortedBy, dir);
  const ordered = orderLines(lines, columns, sortedBy, isAscending);
  const toggle = (id: string) => {
    const others = (open ?? []).filter((one) => one !== id);
    const next = others.length === (open ?? []).length ? [...others, id] : others;
    void setParams({ open: next.length === 0 ? null : next });
  };
  const sortBy = (column: WhoSort, ascending: boolean) =>
    void setParams({
      sort: column === "spend" ? null : column,
      dir: ascending === (column === "name") ? null : ascending ? "asc" : "desc",
    });
  return (
    <Section
      title="Who spends"
      note={noteOf(by)}
      action={<CsvButton what="who spends" file={`spend-by-${by}`} csv={() => csvOf(spend, by, ordered, columns)} />}
    >
      <div className="-mx-2 pb-2">
        <Tabs
          label="Broken down by"
          tabs={BREAKDOWNS.map((name) => ({
            label: DIMENSION_WORDS[name],
            href: spendHref(params, { by: name, open: null }),
            isCurrent: name === by,
          }))}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="relative overflow-x-auto" tabIndex={0} aria-label="Who spends, as a table">
        <Table caption={`Spend by ${DIMENSION_WORDS[by].toLowerCase()}`} isInset>
          <thead>
            <tr>
              <SortTh name={whoName(by)} by="name" sort={sortedBy} isAscending={isAscending} onSort={sortBy} />
              {columns.map(({ name, sort: of, isNumeric = false, className }) =>
                of === undefined ? (
                  <Th key={name} isNumeric={isNumeric} className={className}>
                    {name}
                  </Th>
                ) : (
                  <SortTh
                    key={name}
                    name={name}
                    by={of}
                    sort={sortedBy}
                    isAscending={isAscending}
                    isNumeric={isNumeric}
                    className={className}
                    onSort={sortBy}
                  />
                ),
              )}
              <Th isNumeric isLabelHidden>
                Ways on
              </Th>
            </tr>
          </thead>
          <tbody>
            {ordered.map(({ row, parts: made }) => {
              const isOpen = parts.has(row.id);
              return (
                <Fragment key={row.id}>
                  <WhoLine
                    row={row}
                    columns={columns}
                    between={spend.between}
                    color={colors.get(row.group.key ?? "")}
                    isOpen={isOpen}
                    onToggle={() => toggle(row.id)}
                  />
                  {made.map((part) => (
                    <WhoLine key={part.id} row={part} columns={columns} between={spend.between} />
                  ))}
                  {isOpen && made.length === 0 && (
                    <Unmade row={row} isKnown={parts.get(row.id)?.spend !== undefined} columns={columns.length} />
                  )}
                </Fragment>
              );
            })}
          </tbody>
          <tfoot>
            <Totals columns={columns} />
            <UnknownRows spend={spend} query={queryOf(params)} columns={columns.length + 2} />
          </tfoot>
        </Table>
      </section>
      {isOfRuns(by) && (
        <p className="max-w-[90ch] pt-2 text-xs text-ink-3">
          Runs are those that began in these days, each with all that it cost, whoever spent it. A run succeeds that ends without a failure,
          and all that it asked for was carried out.
        </p>
      )}
      {by === "tool" || params.tool !== null ? <ToolWords spend={spend} /> : spend.total.calls > 0 && <Attributed spend={spend} />}
    </Section>
  );
}

const noteOf = (by: Breakdown): string =>
  by === "tool"
    ? "A call of a model stands under the tools that its run called since the call before: what their answers cost to read."
    : "Open a row to see what it is made of; “Runs” lists the runs themselves, “Traces” all that they did.";

function orderLines(lines: readonly Line[], columns: readonly WhoColumn[], sort: WhoSort, isAscending: boolean): readonly Line[] {
  const value = whoValue(columns, sort);
  const byId = new Map(lines.map((line) => [line.row.id, line]));
  return orderRows(
    lines.map(({ row }) => row),
    value,
    isAscending,
  ).map((row) => ({ row, parts: orderRows(byId.get(row.id)?.parts ?? [], value, isAscending) }));
}

/** An open row of which the parts are on their way, or are none. */
const Unmade = ({ row, isKnown, columns }: { readonly row: WhoRow; readonly isKnown: boolean; readonly columns: number }) => (
  <tr className="border-b border-line">
    <td colSpan={columns + 2} className="py-2 pl-11 text-ink-3" role={isKnown ? undefined : "status"}>
      {isKnown ? `Nothing was spent by ${row.label} in these days.` : `The ${DIMENSION_WORDS[WITHIN[row.by]].toLowerCase()}s are loading…`}
    </td>
  </tr>
);

const Totals = ({ columns }: { readonly columns: readonly WhoColumn[] }) => (
  <Tr className="font-semibold hover:bg-transparent">
    <Th scope="row" className="h-9! text-sm! font-semibold! text-ink!">
      Total, priced
    </Th>
    {columns.map(({ name, isNumeric = false, className, total }) => (
      <Td key={name} isNumeric={isNumeric} className={className}>
        {total}
      </Td>
    ))}
    <Td />
  </Tr>
);

/** What stands under no tool, from when on tools are known, and why nothing is forecast by them. */
const ToolWords = ({ spend: { toolsSince } }: { readonly spend: Spend }) => (
  <p className="max-w-[90ch] pt-2 text-xs text-ink-3">
    After several tools each has an equal part of the call. Under “{noneLabel("tool")}” are calls that came after none, such as the first of
    a run, and those of which the steps are no longer kept.
    {toolsSince !== null && (
      <>
        {" "}
        Only the newest 20,000 runs are read step by step, since <Time at={toolsSince} />: what is older is under “{noneLabel("tool")}”,
        too.
      </>
    )}{" "}
    Nothing is forecast by tool: a forecast goes by weeks of hourly sums, and these do not say which tool a call came after.
  </p>
);

const shareOf = ({ attributed, total }: Spend, of: keyof Spend["attributed"]) => formatShare(attributed[of], total.costMicroUsd);

const Attributed = ({ spend }: { readonly spend: Spend }) => (
  <p className="pt-2 text-xs text-ink-3">
    Attributed to an agent {shareOf(spend, "agent")}, to a team {shareOf(spend, "team")}, to a task class {shareOf(spend, "taskClass")}.{" "}
    <Link href="/spend/attribution" className="link underline underline-offset-2">
      Rules of attribution
    </Link>
  </p>
);

/** What the table shows, row by row: an open row's parts follow it, and the second column tells them from it. */
function csvOf({ unpriced, missing }: Spend, by: Breakdown, lines: readonly Line[], columns: readonly WhoColumn[]) {
  const figures = whoFigures(columns);
  const unknown = (said: Readonly<Record<string, number>>) => figures.map(({ head }) => said[head] ?? null);
  return {
    head: [DIMENSION_WORDS[by], DIMENSION_WORDS[WITHIN[by]], ...figures.map(({ head }) => head)],
    rows: [
      ...lines.flatMap(({ row, parts }) => [
        [row.label, "all", ...figures.map(({ of }) => of(row))],
        ...parts.map((part) => [row.label, part.label, ...figures.map(({ of }) => of(part))]),
      ]),
      ...unpriced.map(({ model, calls, inputTokens, outputTokens }) => [
        `Not priced: ${model ?? "no model named"}`,
        "",
        ...unknown({ Calls: calls, "Input tokens": Number(inputTokens), "Output tokens": Number(outputTokens) }),
      ]),
      ...(missing.calls === 0 ? [] : [["Usage not told", "", ...unknown({ Calls: missing.calls })]]),
    ],
  };
}
