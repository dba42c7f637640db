import type { ReactNode } from "react";
import { formatCount } from "@/components/ui/format-count";
import type { Runs } from "@/server/spend/runs-schema";
import type { Spend } from "@/server/spend/schema";
import { formatEach, formatSuccess, perSuccess, wasteBefore, wasteTotal } from "./prepare-runs";
import { formatCents, formatChange, formatShare, formatTokens } from "./prepare-spend";
import { prepareCause } from "./prepare-why";

const dayWords = (day: string) =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone: "UTC" }).format(Date.parse(day));

/** Two days as a stretch: "1 to 22 October". */
export function stretch(from: string, to: string): string {
  if (from === to) return dayWords(from);
  return from.slice(0, 7) === to.slice(0, 7) ? `${Number(from.slice(8))} to ${dayWords(to)}` : `${dayWords(from)} to ${dayWords(to)}`;
}

type HeadProps = { readonly spend: Spend; readonly runs: Runs | null; readonly isOfTool: boolean };

/** The total, its change and why, and the few figures beside it; of a tool alone it is not known what is not known. */
export function HeadFigures({ spend, runs, isOfTool }: HeadProps) {
  const { total, before } = spend;
  const cause = prepareCause(spend, runs);
  const unknown = spend.unpriced.reduce((sum, { calls }) => sum + calls, 0) + spend.missing.calls;
  return (
    <div className="grid gap-x-10 gap-y-6 px-4 pb-8 md:px-6 lg:grid-cols-[minmax(0,1fr)_auto]">
      <div className="max-w-[60ch] min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="text-2xl font-semibold tracking-tight">{formatCents(total.costMicroUsd)}</span>
          {before !== null && <span className="text-lg text-ink-2">{formatChange(total.costMicroUsd, before.costMicroUsd)}</span>}
        </p>
        <p className="text-sm text-ink-3">
          {before === null
            ? "Nothing was on record in the days before, so there is no change to tell."
            : `against ${formatCents(before.costMicroUsd)} on ${stretch(before.from, before.to)}`}
        </p>
        {cause !== null && (
          <p className="mt-3 text-base text-pretty wrap-anywhere">
            <strong className="font-semibold">{cause.lead}</strong> {cause.rest}
          </p>
        )}
      </div>
      <dl className="flex flex-wrap gap-x-0 gap-y-4 max-lg:-ml-5">
        <Figure name="Calls of models" value={formatCount(total.calls)}>
          {`${formatTokens(BigInt(total.inputTokens) + BigInt(total.outputTokens))} tokens`}
        </Figure>
        <RunFigures runs={runs} />
        {!isOfTool && (
          <Figure name="Not known" value={unknown === 0 ? "none" : `${formatCount(unknown)} calls`} isWarning={unknown > 0}>
            {unknown > 0 ? "not in the total, see below" : "every call has its cost"}
          </Figure>
        )}
      </dl>
    </div>
  );
}

/** What a success costs, and what bought nothing; nothing is said of them until it is known. */
function RunFigures({ runs }: { readonly runs: Runs | null }) {
  const each = runs === null ? null : perSuccess(runs.total);
  const was = runs?.before ? perSuccess(runs.before) : null;
  const waste = runs === null ? null : wasteTotal(runs.wastes);
  const wasted = runs === null ? null : wasteBefore(runs.wastes);
  return (
    <>
      <Figure name="Per successful run" value={each === null ? "–" : formatEach(String(each), 1)}>
        {was !== null && `was ${formatEach(String(was), 1)}; `}
        {runs !== null && `${formatSuccess(runs.total)} of ${formatCount(runs.total.ended)} succeeded`}
      </Figure>
      <Figure name="Waste" value={runs === null || waste === null ? "–" : formatShare(waste.toString(), runs.total.costMicroUsd)}>
        {waste !== null && formatCents(waste.toString())}
        {wasted !== null && runs?.before && `; ${formatShare(wasted.toString(), runs.before.costMicroUsd)} before`}
      </Figure>
    </>
  );
}

type FigureProps = { readonly name: string; readonly value: string; readonly isWarning?: boolean; readonly children: ReactNode };

const Figure = ({ name, value, isWarning = false, children }: FigureProps) => (
  <div className="border-l border-line px-5">
    <dt className="text-sm text-ink-2">{name}</dt>
    <dd className={`text-xl font-semibold tracking-tight whitespace-nowrap ${isWarning ? "text-warn" : ""}`}>{value}</dd>
    <dd className="text-xs text-ink-3">{children || " "}</dd>
  </div>
);
