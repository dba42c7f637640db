"use client";

import clsx from "clsx";
import Link from "next/link";
import { CsvButton } from "@/components/ui/csv-button";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { BREAKDOWNS, type Breakdown } from "@/server/spend/core/explore";
import type { MonthForecast } from "@/server/spend/forecast-schema";
import { type Spend, UNATTRIBUTED } from "@/server/spend/schema";
import { colorsOf } from "./prepare-chart";
import { centsTogether, formatShare } from "./prepare-spend";
import { DIMENSION_WORDS, noneLabel, type SpendParams, spendHref } from "./spend-address";
import { UnknownRows } from "./unknown-rows";
import { type WhoColumn, whoColumns } from "./who-columns";

type Props = {
  readonly spend: Spend;
  readonly by: Breakdown;
  readonly params: SpendParams;
  /** What is to come, where the days are those of this month. */
  readonly month: MonthForecast | null;
};

/** Who spends: priced cost by a dimension, in amounts that add up, and below it what is not known. */
export function WhoSpends({ spend, by, params, month }: Props) {
  const cents = centsTogether(spend.groups.map(({ costMicroUsd }) => costMicroUsd));
  const colors = colorsOf(spend.groups);
  const totalCents = cents.reduce((sum, one) => sum + one, 0n);
  const columns = whoColumns({ spend, by, params, month, totalCents });
  return (
    <Section
      title="Who spends"
      note={
        by === "tool"
          ? "A call of a model stands under the tools that its run called since the call before: what their answers cost to read."
          : "Open a row to see what it is made of; “Runs” lists the runs themselves, “Traces” all that they did."
      }
      action={<CsvButton what="who spends" file={`spend-by-${by}`} csv={() => csvOf(spend, by, month)} />}
    >
      <div className="-mx-2 pb-2">
        <Tabs
          label="Broken down by"
          tabs={BREAKDOWNS.map((name) => ({ label: DIMENSION_WORDS[name], href: spendHref(params, { by: name }), isCurrent: name === by }))}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="relative overflow-x-auto" tabIndex={0} aria-label="Who spends, as a table">
        <Table caption={`Spend by ${DIMENSION_WORDS[by].toLowerCase()}`} isInset>
          <thead>
            <tr>
              {columns.map(({ name, isNumeric, isHidden, className }) => (
                <Th key={name} isNumeric={isNumeric} isLabelHidden={isHidden} className={className}>
                  {name}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {spend.groups.map((group, i) => (
              <Tr key={group.key ?? UNATTRIBUTED}>
                {columns.map(({ name, isNumeric, className, isQuiet, of }) => (
                  <Td key={name} isNumeric={isNumeric} className={clsx(className, isQuiet && "text-ink-2")}>
                    {of({ group, cents: cents[i] ?? 0n, color: colors.get(group.key ?? "") })}
                  </Td>
                ))}
              </Tr>
            ))}
          </tbody>
          <tfoot>
            <Totals columns={columns} />
            <UnknownRows spend={spend} columns={columns.length} />
          </tfoot>
        </Table>
      </section>
      {by === "tool" ? <ToolWords spend={spend} /> : spend.total.calls > 0 && <Attributed spend={spend} />}
    </Section>
  );
}

const Totals = ({ columns: [first, ...columns] }: { readonly columns: readonly WhoColumn[] }) => (
  <Tr className="font-semibold hover:bg-transparent">
    <Th scope="row" className="h-9! text-sm! font-semibold! text-ink!">
      {first?.total}
    </Th>
    {columns.map(({ name, isNumeric, className, total }) => (
      <Td key={name} isNumeric={isNumeric} className={className}>
        {total}
      </Td>
    ))}
  </Tr>
);

/** What stands under no tool, and from when on tools are known. */
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
    )}
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

const usd = (micro: string | null | undefined): number | null => (micro === null || micro === undefined ? null : Number(micro) / 1e6);

function csvOf({ groups, unpriced, missing }: Spend, by: Breakdown, month: MonthForecast | null) {
  const ends = by === "tool" ? undefined : month?.ahead?.groups;
  const endOf = (key: string | null) => (ends === undefined ? [] : [usd(ends.find((one) => one.key === key)?.endMicroUsd)]);
  const none = ends === undefined ? [] : [null];
  return {
    head: [
      DIMENSION_WORDS[by],
      "Spend (USD)",
      "Before (USD)",
      "Calls",
      "Input tokens",
      "Output tokens",
      ...(ends === undefined ? [] : [`Forecast by ${month?.days.at(-1)} (USD)`]),
    ],
    rows: [
      ...groups.map(({ key, costMicroUsd, beforeMicroUsd, calls, inputTokens, outputTokens }) => [
        key ?? noneLabel(by),
        usd(costMicroUsd),
        usd(beforeMicroUsd),
        calls,
        Number(inputTokens),
        Number(outputTokens),
        ...endOf(key),
      ]),
      ...unpriced.map(({ model, calls, inputTokens, outputTokens }) => [
        `Not priced: ${model ?? "no model named"}`,
        null,
        null,
        calls,
        Number(inputTokens),
        Number(outputTokens),
        ...none,
      ]),
      ...(missing.calls === 0 ? [] : [["Usage not told", null, null, missing.calls, null, null, ...none]]),
    ],
  };
}
