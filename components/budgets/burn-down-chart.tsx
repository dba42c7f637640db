"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTRPC } from "@/components/trpc/use-trpc";
import { CsvButton } from "@/components/ui/csv-button";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import type { BurnDown, ShownBudget } from "@/server/budgets/schema";
import type { Outlook } from "@/server/spend/forecast-schema";
import { amountWords, fateOf } from "./prepare-budgets";
import { type BurnRow, prepareBurnDown } from "./prepare-burn-down";

// What draws charts is loaded with the first one, so that no other page pays for it.
const OutlookLines = dynamic(() => import("@/components/charts/outlook-lines"), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

const NAMES = { actual: "Left", ahead: "Left, forecast", band: "p10 to p90", against: "Even pace" };
const REFRESH_MS = 30_000;

type Props = { readonly budget: ShownBudget; readonly timeZone: string; readonly outlook: Outlook | undefined };

/** What is left of the running window, slice by slice, and how it goes on. */
export function BurnDownChart({ budget, timeZone, outlook }: Props) {
  const query = useQuery(useTRPC().budgets.burnDown.queryOptions({ id: budget.id }, { refetchInterval: REFRESH_MS }));
  if (query.isPending) return <Skeleton className="mb-8 h-72" />;
  if (!query.data) {
    return (
      <Section title="Burn-down">
        <p className="text-sm text-ink-2">
          {query.isError
            ? "It could not be read. Load the page again."
            : "Each run has a window of its own, so there is nothing that burns down."}
        </p>
      </Section>
    );
  }
  return <Chart budget={budget} burn={query.data} timeZone={timeZone} outlook={outlook} />;
}

function Chart({ budget, burn, timeZone, outlook }: Props & { readonly burn: NonNullable<BurnDown> }) {
  const { measure } = budget;
  const { points, rows } = prepareBurnDown(burn, outlook?.days ?? [], timeZone);
  const fate = fateOf(budget, outlook);
  const words = (figure: number) => `${figure < 0 ? "−" : ""}${amountWords(measure, BigInt(Math.round(Math.abs(figure))))}`;
  return (
    <Section
      title="Burn-down"
      note="Solid: what is left. Dashed: forecast with p10 to p90. Thin: an even pace to nothing."
      action={<CsvButton what="the burn-down" file="budget-burn-down" csv={() => csvOf(rows, measure === "money")} />}
    >
      <p className="text-sm">
        <span className={`font-medium ${fate.tone}`}>{fate.lead}</span>
        {fate.rest && <span className="text-ink-2">, {fate.rest}</span>}
      </p>
      <div className="mt-3 h-60 max-w-4xl md:h-72">
        <OutlookLines
          label={`What is left of the budget of ${budget.name}`}
          points={points}
          names={NAMES}
          words={{ axis: words, figure: words }}
          limit={{ value: 0, label: "Nothing left" }}
        />
      </div>
      <details className="mt-2 text-sm">
        <summary className="link w-fit cursor-pointer max-md:py-3">Show as a table</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="relative mt-2 max-h-80 max-w-xl overflow-auto" tabIndex={0} aria-label="The burn-down, as a table">
          <BurnTable rows={rows} words={words} />
        </section>
      </details>
    </Section>
  );
}

const csvOf = (rows: readonly BurnRow[], isMoney: boolean) => {
  const unit = isMoney ? " (USD)" : "";
  const figure = (value: number | null) => (value === null ? null : isMoney ? value / 1e6 : value);
  return {
    head: ["Until the end of", `Left${unit}`, "Forecast", `p10${unit}`, `p90${unit}`],
    rows: rows.map(({ name, left, isAhead, low, high }) => [name, figure(left), isAhead ? "yes" : "no", figure(low), figure(high)]),
  };
};

const HEAD = "border-b border-line-strong px-2 py-1.5 text-xs font-normal text-ink-3 first:pl-0";

const BurnTable = ({ rows, words }: { readonly rows: readonly BurnRow[]; readonly words: (figure: number) => string }) => (
  <table className="w-full text-sm">
    <caption className="sr-only">What is left</caption>
    <thead>
      <tr>
        <th scope="col" className={`${HEAD} text-left`}>
          Until the end of
        </th>
        <th scope="col" className={`${HEAD} text-right`}>
          Left
        </th>
        <th scope="col" className={`${HEAD} text-right`}>
          p10 to p90
        </th>
      </tr>
    </thead>
    <tbody>
      {rows.toReversed().map(({ name, left, isAhead, low, high }) => (
        <tr key={name} className="border-b border-line">
          <th scope="row" className="py-1.5 pr-2 text-left font-normal whitespace-nowrap">
            {name}
            {isAhead && <span className="text-ink-3"> (forecast)</span>}
          </th>
          <td className="px-2 py-1.5 text-right">{words(left)}</td>
          <td className="px-2 py-1.5 text-right text-ink-2">{low !== null && high !== null && `${words(low)} to ${words(high)}`}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
