import { CsvButton } from "@/components/ui/csv-button";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { listWords } from "@/server/kernel/list-words";
import type { Runs, Waste } from "@/server/spend/runs-schema";
import { WASTE_WORDS, wasteTotal } from "./prepare-runs";
import { formatCents, formatChange, formatShare, nameWords } from "./prepare-spend";
import { RunLines } from "./run-lines";

/** What was spent and bought nothing, each amount under one reason alone, with its dearest runs. */
export function WasteSection({ runs }: { readonly runs: Runs }) {
  const { wastes, total } = runs;
  const all = wasteTotal(wastes).toString();
  const most = Math.max(...wastes.map(({ costMicroUsd }) => Number(costMicroUsd)), 1);
  return (
    <Section
      title="Waste"
      note={
        all === "0"
          ? "Nothing was spent on retries, refused work, or runs that were stopped or left."
          : `${formatCents(all)}, ${formatShare(all, total.costMicroUsd)} of what runs cost, bought nothing. Each amount stands under one reason alone.`
      }
      action={<CsvButton what="waste" file="spend-waste" csv={() => csvOf(wastes)} />}
    >
      <ul className="border-t border-line">
        {wastes.map((waste) => (
          <WasteRow key={waste.kind} waste={waste} total={total.costMicroUsd} share={Number(waste.costMicroUsd) / most} />
        ))}
      </ul>
      <p className="pt-2 text-xs text-ink-3">
        Input that a cache could have held is not counted here: telemetry does not say which of it was the same.
      </p>
    </Section>
  );
}

function WasteRow({ waste, total, share }: { readonly waste: Waste; readonly total: string; readonly share: number }) {
  const { name, note } = WASTE_WORDS[waste.kind];
  const change = formatChange(waste.costMicroUsd, waste.beforeMicroUsd);
  return (
    <li className="border-b border-line py-2.5 text-sm">
      <p className="flex items-baseline gap-3">
        <span className="min-w-0">{name}</span>
        <span className="ml-auto font-medium tabular-nums">{formatCents(waste.costMicroUsd)}</span>
        <span className="w-12 text-right text-ink-2 tabular-nums">{formatShare(waste.costMicroUsd, total)}</span>
      </p>
      <p className="text-xs text-ink-3">
        {waste.runs === 0 ? "none" : `${formatCount(waste.runs)} ${waste.runs === 1 ? "run" : "runs"}; ${note}`}
        {waste.agents.length > 0 && `; most: ${listWords(waste.agents.map(nameWords), "and")}`}
        {change !== null && `; ${change} against before`}
      </p>
      <span aria-hidden className="mt-1.5 block h-1 rounded-[1px] bg-ink-3" style={{ width: `${Math.max(share, 0) * 100}%` }} />
      {waste.dearest.length > 0 && (
        <details className="mt-1">
          <summary className="link w-fit cursor-pointer text-xs max-md:py-3">The dearest</summary>
          <RunLines lines={waste.dearest} label={`The dearest runs: ${name}`} />
        </details>
      )}
    </li>
  );
}

const csvOf = (wastes: readonly Waste[]) => ({
  head: ["Reason", "Cost (USD)", "Before (USD)", "Runs", "Most of it"],
  rows: wastes.map(({ kind, costMicroUsd, beforeMicroUsd, runs, agents }) => [
    WASTE_WORDS[kind].name,
    Number(costMicroUsd) / 1e6,
    beforeMicroUsd === null ? null : Number(beforeMicroUsd) / 1e6,
    runs,
    agents.join(", "),
  ]),
});
