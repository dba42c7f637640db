"use client";

import Link from "next/link";
import { Swatch } from "@/components/charts/swatch";
import { CsvButton } from "@/components/ui/csv-button";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import { DIMENSIONS, type DimensionName } from "@/server/spend/core/explore";
import { type Spend, type SpendGroup, UNATTRIBUTED } from "@/server/spend/schema";
import {
  centsTogether,
  colorsOf,
  formatChange,
  formatPerCall,
  formatShare,
  formatTokens,
  moneyOfCents,
  UNATTRIBUTED_LABEL,
} from "./prepare-spend";
import { Sparkline } from "./sparkline";
import { DIMENSION_WORDS, drillHref, type SpendParams, spendHref, tracesHref } from "./spend-address";
import { UnknownRows } from "./unknown-rows";

type Props = { readonly spend: Spend; readonly by: DimensionName; readonly params: SpendParams };

/** Who spends: priced cost by a dimension, in amounts that add up, and below it what is not known. */
export function WhoSpends({ spend, by, params }: Props) {
  const cents = centsTogether(spend.groups.map(({ costMicroUsd }) => costMicroUsd));
  const colors = colorsOf(spend.groups);
  const hasBefore = spend.before !== null;
  return (
    <Section
      title="Who spends"
      note="Open a row to see what it is made of; “Traces” leads to the runs themselves."
      action={<CsvButton what="who spends" file={`spend-by-${by}`} csv={() => csvOf(spend, by)} />}
    >
      <div className="-mx-2 pb-2">
        <Tabs
          label="Broken down by"
          tabs={DIMENSIONS.map((name) => ({ label: DIMENSION_WORDS[name], href: spendHref(params, { by: name }), isCurrent: name === by }))}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="relative overflow-x-auto" tabIndex={0} aria-label="Who spends, as a table">
        <Table caption={`Spend by ${DIMENSION_WORDS[by].toLowerCase()}`} isInset>
          <thead>
            <tr>
              <Th>{DIMENSION_WORDS[by]}</Th>
              <Th isNumeric>Spend</Th>
              <Th isNumeric>Share</Th>
              {hasBefore && <Th isNumeric>Against before</Th>}
              <Th isNumeric className="max-md:hidden">
                Calls
              </Th>
              <Th isNumeric className="max-md:hidden">
                Per call
              </Th>
              <Th isNumeric className="max-lg:hidden">
                Tokens
              </Th>
              <Th isNumeric className="max-lg:hidden">
                Each day, own scale
              </Th>
              <Th isLabelHidden>Traces</Th>
            </tr>
          </thead>
          <tbody>
            {spend.groups.map((group, i) => (
              <GroupRow
                key={group.key ?? UNATTRIBUTED}
                group={group}
                cents={cents[i] ?? 0n}
                color={colors.get(group.key ?? "")}
                total={spend.total.costMicroUsd}
                hasBefore={hasBefore}
                by={by}
                params={params}
                between={spend.between}
              />
            ))}
          </tbody>
          <tfoot>
            <TotalRow spend={spend} cents={cents.reduce((sum, one) => sum + one, 0n)} hasBefore={hasBefore} />
            <UnknownRows spend={spend} columns={hasBefore ? 9 : 8} />
          </tfoot>
        </Table>
      </section>
      {spend.total.calls > 0 && (
        <p className="pt-2 text-xs text-ink-3">
          Attributed to an agent {shareOf(spend, "agent")}, to a team {shareOf(spend, "team")}, to a task class{" "}
          {shareOf(spend, "taskClass")}.{" "}
          <Link href="/spend/attribution" className="link underline underline-offset-2">
            Rules of attribution
          </Link>
        </p>
      )}
    </Section>
  );
}

const shareOf = ({ attributed, total }: Spend, of: keyof Spend["attributed"]) => formatShare(attributed[of], total.costMicroUsd);

type RowProps = {
  readonly group: SpendGroup;
  readonly cents: bigint;
  readonly color: string | undefined;
  readonly total: string;
  readonly hasBefore: boolean;
  readonly by: DimensionName;
  readonly params: SpendParams;
  readonly between: Spend["between"];
};

function GroupRow({ group, cents, color, total, hasBefore, by, params, between }: RowProps) {
  const { key } = group;
  const traces = tracesHref(params, between, by, key);
  return (
    <Tr>
      <Td className="max-w-64 min-w-36">
        <span className="flex items-center gap-2">
          <Swatch color={color ?? "var(--s8)"} isHatched={key === null} />
          <Link
            href={drillHref(params, by, key ?? UNATTRIBUTED)}
            scroll={false}
            className={`truncate hover:underline max-md:py-2 ${key === null ? "text-ink-2" : "font-medium"}`}
          >
            {key ?? UNATTRIBUTED_LABEL}
          </Link>
        </span>
      </Td>
      <Td isNumeric>{moneyOfCents(cents)}</Td>
      <Td isNumeric className="text-ink-2">
        {formatShare(group.costMicroUsd, total)}
      </Td>
      {hasBefore && (
        <Td isNumeric className="text-ink-2">
          {formatChange(group.costMicroUsd, group.beforeMicroUsd) ?? "new"}
        </Td>
      )}
      <Td isNumeric className="max-md:hidden">
        {formatCount(group.calls)}
      </Td>
      <Td isNumeric className="max-md:hidden">
        {formatPerCall(group)}
      </Td>
      <Td isNumeric className="text-ink-2 max-lg:hidden">
        {formatTokens(BigInt(group.inputTokens) + BigInt(group.outputTokens))}
      </Td>
      <Td isNumeric className="max-lg:hidden">
        <Sparkline values={group.perDayMicroUsd.map(Number)} />
      </Td>
      <Td isNumeric>
        {traces !== null && (
          <Link href={traces} prefetch={false} className="link text-sm max-md:py-3" aria-label={`Traces of ${key}`}>
            Traces
          </Link>
        )}
      </Td>
    </Tr>
  );
}

function TotalRow({ spend, cents, hasBefore }: { readonly spend: Spend; readonly cents: bigint; readonly hasBefore: boolean }) {
  const { total, before, groups, days } = spend;
  const perDay = days.map((_, i) => groups.reduce((sum, { perDayMicroUsd }) => sum + Number(perDayMicroUsd[i] ?? 0), 0));
  return (
    <Tr className="font-semibold hover:bg-transparent">
      <Th scope="row" className="h-9! text-sm! font-semibold! text-ink!">
        Total, priced
      </Th>
      <Td isNumeric>{moneyOfCents(cents)}</Td>
      <Td isNumeric>{groups.length === 0 ? "–" : "100.0 %"}</Td>
      {hasBefore && <Td isNumeric>{formatChange(total.costMicroUsd, before?.costMicroUsd ?? null) ?? "new"}</Td>}
      <Td isNumeric className="max-md:hidden">
        {formatCount(total.calls)}
      </Td>
      <Td isNumeric className="max-md:hidden">
        {formatPerCall(total)}
      </Td>
      <Td isNumeric className="max-lg:hidden">
        {formatTokens(BigInt(total.inputTokens) + BigInt(total.outputTokens))}
      </Td>
      <Td isNumeric className="max-lg:hidden">
        <Sparkline values={perDay} />
      </Td>
      <Td />
    </Tr>
  );
}

const usd = (micro: string | null): number | null => (micro === null ? null : Number(micro) / 1e6);

const csvOf = ({ groups, unpriced, missing }: Spend, by: DimensionName) => ({
  head: [DIMENSION_WORDS[by], "Spend (USD)", "Before (USD)", "Calls", "Input tokens", "Output tokens"],
  rows: [
    ...groups.map(({ key, costMicroUsd, beforeMicroUsd, calls, inputTokens, outputTokens }) => [
      key ?? UNATTRIBUTED_LABEL,
      usd(costMicroUsd),
      usd(beforeMicroUsd),
      calls,
      Number(inputTokens),
      Number(outputTokens),
    ]),
    ...unpriced.map(({ model, calls, inputTokens, outputTokens }) => [
      `Not priced: ${model ?? "no model named"}`,
      null,
      null,
      calls,
      Number(inputTokens),
      Number(outputTokens),
    ]),
    ...(missing.calls === 0 ? [] : [["Usage not told", null, null, missing.calls, null, null]]),
  ],
});
