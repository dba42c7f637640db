import Link from "next/link";
import { pricesHref } from "@/components/spend/spend-address";
import { formatMicroUsd } from "@/components/ui/format-money";
import { PanePart } from "@/components/ui/side-pane";
import type { Skeleton } from "@/server/traces/schema";
import { costReason, type StepCost } from "./prepare-cost";
import type { SkeletonStep } from "./read-skeleton";
import type { StepDetail } from "./step-content";

type Usage = StepDetail["about"]["usage"];
export type UsageRow = { readonly label: string; readonly tokens: number | null; readonly isPart: boolean };

/** Tokens by class: what is counted within another stands beneath it. */
export function usageRows(usage: Usage): readonly UsageRow[] {
  const part = (label: string, tokens: number | null): readonly UsageRow[] => (tokens === null ? [] : [{ label, tokens, isPart: true }]);
  const shortWrite = usage.cacheWrite === null ? null : usage.cacheWrite - (usage.cacheWrite1h ?? 0);
  return [
    { label: "Input", tokens: usage.input, isPart: false },
    ...part("of it read from the cache", usage.cacheRead),
    ...part("of it written to the cache", shortWrite),
    ...part("of it written for an hour", usage.cacheWrite1h),
    { label: "Output", tokens: usage.output, isPart: false },
    ...part("of it reasoning", usage.reasoning),
  ];
}

const BASIS: { readonly [Basis in NonNullable<Usage["basis"]>]: string | null } = {
  inclusive: null,
  exclusive: "Its SDK counts cached tokens apart; they are added here.",
  exclusive_inferred: "More was cached than read in all, so the cached tokens were added here.",
  missing: "A model was called, and nobody told how many tokens it took.",
};

/** Unknown is never nothing; what is counted elsewhere is neither. */
function countedWords({ isCounted, costMicroUsd }: SkeletonStep): string {
  if (costMicroUsd !== null) return formatMicroUsd(costMicroUsd);
  return isCounted ? "unknown" : "not here";
}

const count = (tokens: number | null) => (tokens === null ? "unknown" : tokens.toLocaleString("en-GB"));

type Props = {
  readonly skeleton: Skeleton;
  readonly step: SkeletonStep;
  readonly usage: Usage;
  /** Null until the step itself was read. */
  readonly cost: StepCost | null;
};

/** What a call of a model used, what it cost by the table of prices, and what its sender says it did. */
export function StepUsage({ skeleton, step, usage, cost }: Props) {
  const basis = usage.basis === null || cost?.bucket === usage.basis ? null : BASIS[usage.basis];
  const reason = cost === null ? null : costReason(skeleton, step, cost);
  return (
    <PanePart title="Usage and cost" aside={step.isCounted ? undefined : "not counted again in the sum"}>
      <table className="w-full text-sm">
        <caption className="sr-only">Tokens by class</caption>
        <tbody>
          {usageRows(usage).map(({ label, tokens, isPart }) => (
            <tr key={label} className={isPart ? "text-xs text-ink-3" : undefined}>
              <th scope="row" className={isPart ? "pl-3 text-left font-normal" : "text-left font-normal text-ink-2"}>
                {label}
              </th>
              <td className="text-right">{count(tokens)}</td>
            </tr>
          ))}
          <tr className="border-t border-line">
            <th scope="row" className="pt-1 text-left font-normal text-ink-2">
              Cost
            </th>
            <td className="pt-1 text-right font-semibold">{countedWords(step)}</td>
          </tr>
          {cost !== null && cost.reportedMicroUsd !== null && (
            <tr>
              <th scope="row" className="text-left font-normal text-ink-2">
                Its sender reports
              </th>
              <td className="text-right">{formatMicroUsd(cost.reportedMicroUsd)}</td>
            </tr>
          )}
        </tbody>
      </table>
      {reason !== null && (
        <p className="mt-1 text-xs text-pretty text-ink-2">
          {reason}{" "}
          {cost?.bucket === "unpriced" && (
            <Link className="link underline underline-offset-2" href={pricesHref()}>
              Price table
            </Link>
          )}
        </p>
      )}
      {basis !== null && <p className="mt-1 text-xs text-pretty text-ink-3">{basis}</p>}
    </PanePart>
  );
}
